package bot

import (
	"context"
	"errors"
)

// park sets an update aside; kept is false when even that failed.
func (d *Dispatcher) park(ctx context.Context, t *Ticket, reason string, cause error) (kept bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.parked = true
	return d.keep(ctx, t.Update, reason, cause)
}

// keep writes a parked update down.
func (d *Dispatcher) keep(ctx context.Context, u Update, reason string, cause error) (kept bool) {
	ctx, cancel := context.WithTimeout(ctx, settleTimeout)
	defer cancel()
	d.log.Error("update parked", "update", u.ID, "kind", u.Kind, "reason", reason, "error", cause)
	if err := d.parking.Park(ctx, u.ID, u.Chat, string(u.Kind), reason, cause.Error()); err != nil {
		d.log.Error("parking failed", "update", u.ID, "error", err)
		return false
	}
	return true
}

// finish marks the update as done; when that fails, a later copy of it is
// answered again, which is the lesser evil. A lost update is not marked: its
// copy must be handled.
func (d *Dispatcher) finish(ctx context.Context, t *Ticket) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTimeout)
	defer cancel()
	if !t.lost {
		if err := d.guard(t.Update, func() error { return d.conversation.Done(ctx, t.Update) }); err != nil {
			d.log.Warn("update not marked as done", "update", t.Update.ID, "error", err)
		}
	}
	d.end(ctx, t)
}

// end lets go of whoever waits for the update, and of its place in parking if
// being slow was all that was wrong with it.
func (d *Dispatcher) end(ctx context.Context, t *Ticket) {
	t.markStored()
	close(t.done)
	t.landed()
	t.mu.Lock()
	settle := t.slow && !t.parked
	t.mu.Unlock()
	if settle {
		ctx, cancel := context.WithTimeout(ctx, settleTimeout)
		defer cancel()
		if err := d.parking.Settle(ctx, t.Update.ID); err != nil {
			d.log.Warn("slow update not settled", "update", t.Update.ID, "error", err)
		}
	}
}

// setAside parks an update that takes too long, so that it can be confirmed;
// it goes on, and is taken out of parking when it ends well.
func (d *Dispatcher) setAside(ctx context.Context, t *Ticket) {
	t.mu.Lock()
	defer t.mu.Unlock()
	select {
	case <-t.done:
		return
	default:
	}
	if t.parked {
		return
	}
	t.slow = true
	d.keep(ctx, t.Update, "slow", errors.New("not handled in time"))
}
