package broadcasts

import (
	"context"
	"errors"
	"time"
)

// Marking.
const (
	groupSize = 64 // marks written in one transaction
	markTries = 5  // of writing an outcome: forgetting it makes its person unknown
	markPause = 200 * time.Millisecond
)

// ledger writes marks in groups: while one transaction runs, the marks of other
// senders gather for the next. At a low pace each has its own, at a high one a
// transaction serves dozens.
type ledger struct {
	store   *Store
	entries chan entry
}

// entry is one mark: the beginning of an attempt, or its outcome.
type entry struct {
	batch   *batch
	chat    int64
	outcome *outcome // nil: the beginning
	done    chan<- error
}

func newLedger(s *Store) *ledger { return &ledger{store: s, entries: make(chan entry)} }

// run writes until the entries end. It is not cancelled: what was sent has to be
// written down.
func (l *ledger) run() {
	for first := range l.entries {
		group := []entry{first}
	gather:
		for len(group) < groupSize {
			select {
			case e, ok := <-l.entries:
				if !ok {
					break gather
				}
				group = append(group, e)
			default:
				break gather
			}
		}
		l.write(group)
	}
}

// write writes a group batch by batch: outcomes first, since a batch that is
// lost or paused takes them and no beginnings.
func (l *ledger) write(group []entry) {
	type part struct{ ends, begins []entry }
	parts := map[*batch]*part{}
	for _, e := range group {
		p := parts[e.batch]
		if p == nil {
			p = &part{}
			parts[e.batch] = p
		}
		if e.outcome != nil {
			p.ends = append(p.ends, e)
		} else {
			p.begins = append(p.begins, e)
		}
	}
	for b, p := range parts {
		l.writeEnds(b, p.ends)
		l.writeBegins(b, p.begins)
	}
}

func (l *ledger) writeEnds(b *batch, ends []entry) {
	if len(ends) == 0 {
		return
	}
	all := make([]outcome, len(ends))
	for i, e := range ends {
		all[i] = *e.outcome
	}
	ctx := context.Background()
	err := l.store.end(ctx, b, all)
	for try := 0; err != nil && !errors.Is(err, errLost) && try < markTries; try++ {
		rest(ctx, markPause<<try)
		err = l.store.end(ctx, b, all)
	}
	for _, e := range ends {
		e.done <- err
	}
}

func (l *ledger) writeBegins(b *batch, begins []entry) {
	if len(begins) == 0 {
		return
	}
	chats := make([]int64, len(begins))
	for i, e := range begins {
		chats[i] = e.chat
	}
	ours, err := l.store.begin(context.Background(), b, chats)
	for _, e := range begins {
		if err == nil && !ours[e.chat] {
			e.done <- errGone
			continue
		}
		e.done <- err
	}
}

// errGone says that one recipient is not to be written to any more.
var errGone = errors.New("the recipient has left")

func (l *ledger) begin(b *batch, chat int64) error {
	done := make(chan error, 1)
	l.entries <- entry{batch: b, chat: chat, done: done}
	return <-done
}

func (l *ledger) end(b *batch, o outcome) error {
	done := make(chan error, 1)
	l.entries <- entry{batch: b, chat: o.chat, outcome: &o, done: done}
	return <-done
}

// rest waits, but not longer than the context lives.
func rest(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}
