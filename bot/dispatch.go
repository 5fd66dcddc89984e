package bot

import (
	"context"
	"log/slog"
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
	// Observe, when set, is told of each update once, when it is over: how long
	// that took from when it was taken until its replies were sent, waiting for
	// the chat's other updates included, and how it ended, "ok", "fault",
	// "undelivered", "duplicate" or "dropped". It must be quick.
	Observe func(u Update, took time.Duration, outcome string)
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

// Submit takes an update. It never blocks on the handling.
func (d *Dispatcher) Submit(ctx context.Context, u Update) *Ticket {
	return d.submit(ctx, u, func() {})
}

// submit is Submit; it calls landed when nothing more will happen for the
// update, which may be before it returns.
func (d *Dispatcher) submit(ctx context.Context, u Update, landed func()) *Ticket {
	t := &Ticket{Update: u, taken: time.Now(), stored: make(chan struct{}), done: make(chan struct{}), landed: landed}
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

// Waiting is how many updates were taken and are not finished.
func (d *Dispatcher) Waiting() (updates int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, queue := range d.waiting {
		updates += len(queue)
	}
	return updates
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
