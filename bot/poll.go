package bot

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"time"
)

// Settings of long polling.
const (
	pollTimeout    = 50 * time.Second       // how long Telegram holds an empty poll
	pollMargin     = 15 * time.Second       // beyond it, for the way there and back
	pollLimit      = 100                    // updates a batch, Telegram's maximum
	pollPatience   = 10 * time.Second       // after it, an unfinished update is parked and confirmed
	confirmTimeout = 2 * time.Second        // of the last call at a stop
	firstPollPause = 50 * time.Millisecond  // between polls while updates are unfinished; doubles with each that brings nothing new
	longPollPause  = 500 * time.Millisecond // and up to this
	firstPollWait  = time.Second            // after a failed poll; doubles up to the next
	longPollWait   = 30 * time.Second
)

// allowedUpdates is what we ask Telegram to send.
const allowedUpdates = `["message","callback_query","inline_query","my_chat_member"]`

// Poller fetches updates by long polling. It polls again while updates are
// being handled, so that a slow one holds nobody up, but confirms nothing that
// is not done or parked: a crash makes Telegram send it again. Telegram
// answers at once, and with the same, while something is unconfirmed; so a
// poll waits for progress, or for a pause.
type Poller struct {
	telegram   Caller
	dispatcher *Dispatcher
	log        *slog.Logger
	window     *window
}

// NewPoller makes a poller.
func NewPoller(c Caller, d *Dispatcher, log *slog.Logger) *Poller {
	return &Poller{telegram: c, dispatcher: d, log: log, window: newWindow()}
}

// Run polls until ctx ends. It returns an error only when polling can never
// work: the token is refused.
func (p *Poller) Run(ctx context.Context) error {
	wait, pause := firstPollWait, firstPollPause
	for ctx.Err() == nil {
		batch, err := p.poll(ctx, p.hold())
		if err == nil {
			wait = firstPollWait
			pause = min(pause*2, longPollPause)
			if len(batch) > 0 {
				pause = firstPollPause
			}
			p.work(ctx, batch)
			p.await(ctx, pause)
			continue
		}
		if ctx.Err() != nil {
			break
		}
		var refused *Error
		if errors.As(err, &refused) && (refused.Code == http.StatusUnauthorized || refused.Code == http.StatusNotFound) {
			return err
		}
		hold := max(wait, RetryAfter(err))
		p.log.Warn("poll failed", "error", err, "next_in", hold)
		if sleep(ctx, hold) != nil {
			break
		}
		wait = min(wait*2, longPollWait)
	}
	p.drain()
	p.confirm(ctx)
	return nil
}

// hold is how long Telegram may keep the next poll. While updates are
// unfinished it answers at once in any case; a poll that says so is a short
// call, and short calls cost less.
func (p *Poller) hold() time.Duration {
	if p.window.empty() {
		return pollTimeout
	}
	return 0
}

// poll fetches what is new since the last one.
func (p *Poller) poll(ctx context.Context, hold time.Duration) ([]Update, error) {
	ctx, cancel := context.WithTimeout(ctx, hold+pollMargin)
	defer cancel()
	raw, err := p.telegram.Call(ctx, "getUpdates", Params{
		"offset": strconv.FormatInt(p.window.ask(), 10), "limit": strconv.Itoa(pollLimit),
		"timeout": strconv.Itoa(int(hold / time.Second)), "allowed_updates": allowedUpdates,
	})
	if err != nil {
		return nil, err
	}
	return parseUpdates(raw, p.window.known)
}

// work hands a batch out.
func (p *Poller) work(ctx context.Context, batch []Update) {
	for i, f := range p.window.take(batch, time.Now().Add(pollPatience)) {
		if f != nil {
			f.ticket = p.dispatcher.submit(ctx, batch[i], func() { p.window.land(f) })
		}
	}
}

// await returns when it is time for the next poll: enough updates are over, or
// the pause is, and Telegram can have something new.
func (p *Poller) await(ctx context.Context, pause time.Duration) {
	p.setAside(ctx)
	timer := time.NewTimer(pause)
	defer timer.Stop()
	for impatient := false; !p.window.ready(impatient); {
		select {
		case <-p.window.wake:
		case <-timer.C:
			impatient = true
			p.setAside(ctx)
			timer.Reset(longPollPause)
		case <-ctx.Done():
			return
		}
	}
}

// drain waits at a stop until nothing is being handled, for no longer than the
// patience with an update. What takes longer is not set aside: it stays
// unconfirmed, and the next start gets it again.
func (p *Poller) drain() {
	patience := time.NewTimer(pollPatience)
	defer patience.Stop()
	for !p.window.empty() {
		select {
		case <-p.window.wake:
		case <-patience.C:
			return
		}
	}
}

// setAside parks what has taken too long, so that it can be confirmed.
func (p *Poller) setAside(ctx context.Context) {
	for _, f := range p.window.late(time.Now()) {
		p.dispatcher.setAside(context.WithoutCancel(ctx), f.ticket)
		p.window.land(f)
	}
}

// confirm tells Telegram at a stop what was handled, so that the next start
// does not get it again.
func (p *Poller) confirm(ctx context.Context) {
	offset := p.window.ask()
	if offset == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), confirmTimeout)
	defer cancel()
	_, err := p.telegram.Call(ctx, "getUpdates", Params{
		"offset": strconv.FormatInt(offset, 10), "limit": "1", "timeout": "0", "allowed_updates": allowedUpdates,
	})
	if err != nil {
		p.log.Warn("last updates not confirmed", "error", err)
	}
}
