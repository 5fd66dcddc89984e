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
	pollTimeout   = 50 * time.Second // how long Telegram holds an empty poll
	pollMargin    = 15 * time.Second // beyond it, for the way there and back
	pollLimit     = 100              // updates a batch, Telegram's maximum
	batchPatience = 10 * time.Second // after it, what is unfinished is parked and the batch confirmed
	firstPollWait = time.Second      // after a failed poll; doubles up to the next
	longPollWait  = 30 * time.Second
)

// allowedUpdates is what we ask Telegram to send.
const allowedUpdates = `["message","callback_query","inline_query","my_chat_member"]`

// Poller fetches updates by long polling. A batch is confirmed when all its
// updates are done or parked, so a crash makes Telegram send it again.
type Poller struct {
	telegram   Caller
	dispatcher *Dispatcher
	log        *slog.Logger
	patience   time.Duration
	offset     int64
}

// NewPoller makes a poller.
func NewPoller(c Caller, d *Dispatcher, log *slog.Logger) *Poller {
	return &Poller{telegram: c, dispatcher: d, log: log, patience: batchPatience}
}

// Run polls until ctx ends. It returns an error only when polling can never
// work: the token is refused.
func (p *Poller) Run(ctx context.Context) error {
	wait := firstPollWait
	for ctx.Err() == nil {
		batch, err := p.poll(ctx, pollTimeout)
		if err == nil {
			wait = firstPollWait
			p.work(ctx, batch)
			continue
		}
		if ctx.Err() != nil {
			break
		}
		var refused *Error
		if errors.As(err, &refused) && (refused.Code == http.StatusUnauthorized || refused.Code == http.StatusNotFound) {
			return err
		}
		pause := max(wait, RetryAfter(err))
		p.log.Warn("poll failed", "error", err, "next_in", pause)
		if sleep(ctx, pause) != nil {
			break
		}
		wait = min(wait*2, longPollWait)
	}
	p.confirm(ctx)
	return nil
}

func (p *Poller) poll(ctx context.Context, hold time.Duration) ([]Update, error) {
	ctx, cancel := context.WithTimeout(ctx, hold+pollMargin)
	defer cancel()
	raw, err := p.telegram.Call(ctx, "getUpdates", Params{
		"offset": strconv.FormatInt(p.offset, 10), "limit": strconv.Itoa(pollLimit),
		"timeout": strconv.Itoa(int(hold / time.Second)), "allowed_updates": allowedUpdates,
	})
	if err != nil {
		return nil, err
	}
	return parseUpdates(raw)
}

// work hands a batch out and waits until it may be confirmed.
func (p *Poller) work(ctx context.Context, batch []Update) {
	tickets := make([]*Ticket, len(batch))
	for i, u := range batch {
		tickets[i] = p.dispatcher.Submit(ctx, u)
	}
	patience := time.NewTimer(p.patience)
	defer patience.Stop()
	expired := false
	for _, t := range tickets {
		if !expired {
			select {
			case <-t.Done():
			case <-patience.C:
				expired = true
			}
		}
		if expired {
			p.dispatcher.setAside(context.WithoutCancel(ctx), t)
		}
		p.offset = max(p.offset, t.Update.ID+1)
	}
}

// confirm tells Telegram at a stop what was handled, so that the next start
// does not get it again.
func (p *Poller) confirm(ctx context.Context) {
	if p.offset == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTimeout)
	defer cancel()
	_, err := p.telegram.Call(ctx, "getUpdates", Params{
		"offset": strconv.FormatInt(p.offset, 10), "limit": "1", "timeout": "0", "allowed_updates": allowedUpdates,
	})
	if err != nil {
		p.log.Warn("last batch not confirmed", "error", err)
	}
}
