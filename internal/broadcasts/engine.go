package broadcasts

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/notices"
)

// How an engine works.
const (
	senders     = 64 // messages on their way at once: a call may take a tenth of a second
	readyAtOnce = 16 // marked and waiting for their place in the pace
	openBatches = 4  // so that the end of one batch does not slow the next
	afterFault  = 5 * time.Second
	sendWithin  = 45 * time.Second // one call; far below the lease
)

// Options are what an engine works with.
type Options struct {
	Store *Store
	// Send makes one attempt to send a new message. fileID is what Telegram
	// calls the message's file, if it has one.
	Send func(context.Context, Message) (messageID int64, fileID string, err error)
	// Edit makes one attempt to change a message that was sent. One that reads
	// so already is a success.
	Edit  func(context.Context, Message) error
	Judge func(error) notices.Verdict
	// Label is how a correction begins in a message, as HTML of at most 60
	// characters: "Исправлено 14:05:".
	Label func(language string, at time.Time) string
	Pace  *notices.Pace // nil: as fast as can be
	Clock clock.Clock
	Log   *slog.Logger
	// Look is how often to look for something to do where nobody pokes: a
	// second if it is 0.
	Look time.Duration
}

// Engine sends broadcasts. Several may run, in one process or many.
type Engine struct {
	o        Options
	ledger   *ledger
	failures *failures
	senders  chan struct{}
	ready    chan struct{}
	look     chan struct{}
}

// NewEngine makes an engine.
func NewEngine(o Options) *Engine {
	if o.Look == 0 {
		o.Look = time.Second
	}
	return &Engine{o: o, ledger: newLedger(o.Store), failures: newFailures(), senders: make(chan struct{}, senders), ready: make(chan struct{}, readyAtOnce), look: make(chan struct{}, 1)}
}

// Poke makes the engine look at once, because something was scheduled or
// resumed.
func (e *Engine) Poke() {
	select {
	case e.look <- struct{}{}:
	default:
	}
}

// Run sends until ctx ends. What is on its way then is finished and marked; the
// rest is left for the next start.
func (e *Engine) Run(ctx context.Context) {
	written := make(chan struct{})
	go func() {
		e.ledger.run()
		close(written)
	}()
	var all sync.WaitGroup
	all.Go(func() { e.tend(ctx) })
	e.feed(ctx, &all)
	all.Wait()
	close(e.ledger.entries)
	<-written
}

// step is one way in which broadcasts move on by themselves.
type step struct {
	what string
	do   func(context.Context) (moved bool, err error)
}

func (e *Engine) steps() []step {
	s := e.o.Store
	return []step{{"expired", s.expire}, {"started", s.startDue}, {"frozen", s.freeze}, {"recovered", s.recoverDead}, {"settled", s.settle}, {"ended", s.finish}}
}

// tend moves broadcasts on: starts, freezes, expires, settles and ends them, and
// takes over what dead processes left.
func (e *Engine) tend(ctx context.Context) {
	for ctx.Err() == nil {
		busy := false
		for _, step := range e.steps() {
			moved, err := step.do(ctx)
			if err != nil && ctx.Err() == nil {
				e.o.Log.Error("broadcasts not "+step.what, "error", err)
				rest(ctx, afterFault)
			}
			busy = busy || moved
		}
		if busy {
			e.Poke() // there may be something to send now
			continue
		}
		rest(ctx, e.o.Look)
	}
}

// feed claims batches and has them sent, a few at a time, one of each broadcast
// in turn.
func (e *Engine) feed(ctx context.Context, all *sync.WaitGroup) {
	open := make(chan struct{}, openBatches)
	for ctx.Err() == nil {
		found, err := e.round(ctx, all, open)
		switch {
		case err != nil && ctx.Err() == nil:
			e.o.Log.Error("broadcasts not claimed", "error", err)
			rest(ctx, afterFault)
		case !found:
			e.wait(ctx)
		}
	}
}

// round claims a batch of each broadcast; found is false when there is none.
func (e *Engine) round(ctx context.Context, all *sync.WaitGroup, open chan struct{}) (found bool, err error) {
	if !notices.Awake(e.o.Clock.Now()) {
		return false, nil
	}
	sending, err := e.o.Store.sendable(ctx)
	if err != nil {
		return false, err
	}
	e.failures.keep(sending)
	for _, one := range sending {
		select {
		case open <- struct{}{}:
		case <-ctx.Done():
			return found, ctx.Err()
		}
		b, ok, err := e.o.Store.claim(ctx, one)
		if err != nil || !ok {
			<-open
			if err != nil {
				return found, err
			}
			continue
		}
		found = true
		all.Go(func() {
			defer func() { <-open; e.Poke() }()
			e.send(ctx, &b)
		})
	}
	return found, nil
}

func (e *Engine) wait(ctx context.Context) {
	select {
	case <-time.After(e.o.Look):
	case <-e.look:
	case <-ctx.Done():
	}
}
