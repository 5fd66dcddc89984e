package bot

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"
)

// run takes one update through handling, sending and marking. The context is
// freed of the caller's cancellation: a stop lets updates in flight finish.
func (d *Dispatcher) run(ctx context.Context, t *Ticket) {
	ctx = context.WithoutCancel(ctx)
	replies, err := d.attempt(ctx, t.Update)
	outcome := "ok"
	switch {
	case errors.Is(err, ErrHandled):
		d.observe(t.Update, time.Since(t.taken), "duplicate")
		d.end(ctx, t)
		return
	case err != nil:
		outcome = "fault"
		t.lost = !d.park(ctx, t, reasonOf(err), err)
		replies = d.excuse(ctx, t.Update, TroubleFault)
	}
	t.markStored()
	if err := d.deliver(ctx, t.Update, replies); err != nil {
		outcome = "undelivered"
		d.park(ctx, t, "undelivered", err)
	}
	took := time.Since(t.taken)
	d.finish(ctx, t)
	d.observe(t.Update, took, outcome)
}

// attempt tries an update up to three times.
func (d *Dispatcher) attempt(ctx context.Context, u Update) (replies []Reply, err error) {
	for try := 1; ; try++ {
		replies, err = d.handle(ctx, u)
		if err == nil || errors.Is(err, ErrHandled) || try == maxAttempts {
			return replies, err
		}
		d.log.Warn("update failed, trying again", "update", u.ID, "kind", u.Kind, "try", try, "error", err)
		if sleep(ctx, retryPause*time.Duration(try)) != nil {
			return replies, err
		}
	}
}

// errPanic is a panic in a handler, with the place but not the value: the
// value may hold what the person wrote.
type errPanic struct{ stack string }

func (e *errPanic) Error() string { return "panic in a handler" }

func (d *Dispatcher) handle(ctx context.Context, u Update) (replies []Reply, err error) {
	ctx, cancel := context.WithTimeout(ctx, handleTimeout)
	defer cancel()
	err = d.guard(u, func() error {
		replies, err = d.conversation.Handle(ctx, u)
		return err
	})
	return replies, err
}

// guard turns a panic into an error, so that it costs its update alone.
func (d *Dispatcher) guard(u Update, do func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			e := &errPanic{stack: string(debug.Stack())}
			d.log.Error("panic in a handler", "update", u.ID, "kind", u.Kind, "type", fmt.Sprintf("%T", v), "stack", e.stack)
			err = e
		}
	}()
	return do()
}

// excuse asks for the apology.
func (d *Dispatcher) excuse(ctx context.Context, u Update, why Trouble) (replies []Reply) {
	_ = d.guard(u, func() error {
		replies = d.conversation.Excuse(ctx, u, why)
		return nil
	})
	return replies
}

func reasonOf(err error) string {
	var p *errPanic
	if errors.As(err, &p) {
		return "panic"
	}
	return "error"
}

// deliver sends the replies. Failures are bounded by the sender; waiting for as
// long as Telegram asks is none. A person who blocked the bot wants no answer.
func (d *Dispatcher) deliver(ctx context.Context, u Update, replies []Reply) error {
	ctx = context.WithoutCancel(ctx)
	err := d.guard(u, func() error { return d.sender.Deliver(ctx, u, replies) })
	if Blocked(err) {
		return nil
	}
	return err
}
