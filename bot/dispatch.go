package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"
)

// Bounds of the dispatcher.
const (
	DefaultWorkers = 64                     // updates handled at once across chats: enough to fill two cores while replies are on their way
	maxWaiting     = 20                     // unhandled updates of one chat; more are dropped with one kind message
	maxAttempts    = 3                      // tries of one update before it is parked
	handleTimeout  = 20 * time.Second       // of one try; a store that hangs is given up
	settleTimeout  = 5 * time.Second        // of marking an update as done or parked
	workerLinger   = 100 * time.Millisecond // a free worker waits so long for the next chat
	retryPause     = 100 * time.Millisecond
)

// Dispatcher runs updates through the conversation: strictly in order within
// a chat, at most so many at once across chats. A panic or a poison update
// costs itself alone.
type Dispatcher struct {
	conversation Conversation
	sender       *Sender
	parking      Parking
	log          *slog.Logger
	slots        chan struct{}
	spare        chan chatWork // to a worker that has just become free
	observe      func(u Update, took time.Duration, outcome string)

	mu      sync.Mutex
	waiting map[int64][]*Ticket // by chat; the first one is being handled
	told    map[int64]bool      // chats that were told "too many" in this burst
	idle    sync.WaitGroup
}

// DispatcherOptions are a dispatcher's parts; Workers 0 takes the default.
type DispatcherOptions struct {
	Conversation Conversation
	Sender       *Sender
	Parking      Parking
	Log          *slog.Logger
	Workers      int
	Observe      func(u Update, took time.Duration, outcome string) // may be nil
}

// NewDispatcher makes a dispatcher.
func NewDispatcher(o DispatcherOptions) *Dispatcher {
	if o.Workers <= 0 {
		o.Workers = DefaultWorkers
	}
	if o.Observe == nil {
		o.Observe = func(Update, time.Duration, string) {}
	}
	return &Dispatcher{
		conversation: o.Conversation, sender: o.Sender, parking: o.Parking, log: o.Log, observe: o.Observe,
		slots: make(chan struct{}, o.Workers), spare: make(chan chatWork), waiting: map[int64][]*Ticket{}, told: map[int64]bool{},
	}
}

// Ticket follows one submitted update.
type Ticket struct {
	Update Update
	stored chan struct{} // closed when the effects are stored, or the update is given up
	done   chan struct{} // closed when the replies are sent, or the update is given up
	once   sync.Once
	lost   bool // neither handled nor parked; set before stored is closed

	mu     sync.Mutex // held while the update is parked, so that the reasons can't overtake each other
	parked bool       // for another reason than being slow
	slow   bool       // parked as slow while it is still being handled
}

// Stored is closed when the update's effects are stored or it was parked.
func (t *Ticket) Stored() <-chan struct{} { return t.stored }

// Lost reports, once Stored is closed, that the update was neither handled nor
// parked: whoever sent it should send it again.
func (t *Ticket) Lost() bool { return t.lost }

// Done is closed when nothing more will happen for the update.
func (t *Ticket) Done() <-chan struct{} { return t.done }

func (t *Ticket) markStored() { t.once.Do(func() { close(t.stored) }) }

// Submit takes an update. It never blocks on the handling.
func (d *Dispatcher) Submit(ctx context.Context, u Update) *Ticket {
	t := &Ticket{Update: u, stored: make(chan struct{}), done: make(chan struct{})}
	d.mu.Lock()
	queue := d.waiting[u.Chat]
	if len(queue) >= maxWaiting {
		tell := !d.told[u.Chat]
		d.told[u.Chat] = true
		d.mu.Unlock()
		d.drop(ctx, t, tell)
		return t
	}
	d.waiting[u.Chat] = append(queue, t)
	d.idle.Add(1) // before the chat's goroutine can see the ticket and end it
	d.mu.Unlock()
	if len(queue) == 0 {
		select {
		case d.spare <- chatWork{ctx, u.Chat}:
		default:
			go d.work(ctx, u.Chat)
		}
	}
	return t
}

// chatWork is a chat with updates to handle.
type chatWork struct {
	ctx  context.Context
	chat int64
}

// work serves chats. A goroutine that is done with one waits a moment for the
// next: its stack has grown already, which a new one would have to do again.
func (d *Dispatcher) work(ctx context.Context, chat int64) {
	linger := time.NewTimer(workerLinger)
	defer linger.Stop()
	for {
		d.serve(ctx, chat)
		linger.Reset(workerLinger)
		select {
		case next := <-d.spare:
			ctx, chat = next.ctx, next.chat
		case <-linger.C:
			return
		}
	}
}

// drop ends an update that came on top of too many; the first one is answered.
func (d *Dispatcher) drop(ctx context.Context, t *Ticket, tell bool) {
	d.observe(t.Update, 0, "dropped")
	d.idle.Add(1)
	go func() {
		defer d.idle.Done()
		if tell {
			if err := d.deliver(ctx, t.Update, d.excuse(ctx, t.Update, TroubleTooMany)); err != nil {
				d.log.Warn("kind message not delivered", "update", t.Update.ID, "error", err)
			}
		}
		d.finish(ctx, t)
	}()
}

// serve handles a chat's updates one after the other until none is left.
func (d *Dispatcher) serve(ctx context.Context, chat int64) {
	for {
		d.mu.Lock()
		t := d.waiting[chat][0]
		d.mu.Unlock()
		d.slots <- struct{}{}
		d.run(ctx, t)
		<-d.slots
		d.idle.Done()

		d.mu.Lock()
		rest := d.waiting[chat][1:]
		if len(rest) == 0 {
			delete(d.waiting, chat)
			delete(d.told, chat)
			d.mu.Unlock()
			return
		}
		d.waiting[chat] = rest
		d.mu.Unlock()
	}
}

// run takes one update through handling, sending and marking. The context is
// freed of the caller's cancellation: a stop lets updates in flight finish.
func (d *Dispatcher) run(ctx context.Context, t *Ticket) {
	ctx = context.WithoutCancel(ctx)
	start := time.Now()
	replies, err := d.attempt(ctx, t.Update)
	outcome := "ok"
	switch {
	case errors.Is(err, ErrHandled):
		d.observe(t.Update, time.Since(start), "duplicate")
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
	d.finish(ctx, t)
	d.observe(t.Update, time.Since(start), outcome)
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

// setAside parks an update that takes too long, so that its batch can be
// confirmed; it goes on, and is taken out of parking when it ends well.
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
	d.keep(ctx, t.Update, "slow", errors.New("not handled within the time of its batch"))
}

// Wait returns when every update taken so far is finished, or ctx ends.
func (d *Dispatcher) Wait(ctx context.Context) error {
	done := make(chan struct{})
	go func() { d.idle.Wait(); close(done) }()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
