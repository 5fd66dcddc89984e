package bot

import (
	"cmp"
	"slices"
	"sync"
	"time"
)

// flight is one polled update on its way.
type flight struct {
	id     int64
	ticket *Ticket   // for the poller alone
	until  time.Time // after it, the update is parked and no longer waited for
	over   bool      // finished or parked: it may be confirmed
}

// window is the updates that were fetched and may not all be confirmed yet,
// from the oldest one that is being handled. Telegram confirms everything
// below an offset, so what is finished above that one stays here, to be known
// when it is fetched again.
type window struct {
	mu      sync.Mutex
	flights []*flight // by id; the first is not over
	open    int       // those that are not over
	enough  int       // so few open ones are worth another poll
	asked   int64     // the offset of the latest poll
	top     int64     // one above the newest update fetched
	wake    chan struct{}
}

func newWindow() *window { return &window{wake: make(chan struct{}, 1)} }

// ask is the offset of the next poll: the lowest unfinished update. What is
// below it may be confirmed.
func (w *window) ask() int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked = w.top
	if len(w.flights) > 0 {
		w.asked = w.flights[0].id
	}
	return w.asked
}

// known says whether an update that a poll brings was fetched before. What is
// below the poll's offset was not: Telegram has begun its numbers anew.
func (w *window) known(id int64) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.asked <= id && id < w.top
}

// smallBatch is the number of unfinished updates up to which all are waited
// for before the next poll, which costs about as much as one of them.
const smallBatch = 8

// take notes updates that are not known and returns for each the flight that
// lands when it is over; nil for one that is there twice.
func (w *window) take(batch []Update, until time.Time) []*flight {
	w.mu.Lock()
	defer w.mu.Unlock()
	flights := make([]*flight, len(batch))
	top := int64(0)
	for i, u := range batch {
		top = max(top, u.ID+1)
		at, twice := slices.BinarySearchFunc(w.flights, u.ID, func(f *flight, id int64) int { return cmp.Compare(f.id, id) })
		if twice {
			continue
		}
		flights[i] = &flight{id: u.ID, until: until}
		w.flights = slices.Insert(w.flights, at, flights[i])
		w.open++
	}
	if n := len(w.flights); n > 0 {
		w.top = max(top, w.flights[n-1].id+1)
	}
	w.enough = w.open - progress(w.open)
	return flights
}

// progress is how many of the open updates must land before another poll is
// worth its cost: the rest is fetched a second time, and fewer in flight would
// leave processors idle while the poll is on its way.
func progress(open int) int {
	if open <= smallBatch {
		return open
	}
	return open / 4
}

// land notes that an update is over; the second time changes nothing.
func (w *window) land(f *flight) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if f.over {
		return
	}
	f.over = true
	w.open--
	first := slices.IndexFunc(w.flights, func(f *flight) bool { return !f.over })
	if first < 0 {
		first = len(w.flights)
	}
	w.flights = slices.Delete(w.flights, 0, first)
	if w.worthPolling(w.enough) {
		select {
		case w.wake <- struct{}{}:
		default:
		}
	}
}

// worthPolling says whether a poll can bring something new, and at most so
// many updates are open. Telegram hands out no more than its limit from the
// offset on, so nothing new comes while a whole batch stands above it.
func (w *window) worthPolling(enough int) bool {
	return len(w.flights) < pollLimit && w.open <= enough
}

// ready is worthPolling for the poller; impatient, it asks for no progress
// but for room, and is woken when there is some.
func (w *window) ready(impatient bool) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if impatient {
		w.enough = w.open
	}
	return w.worthPolling(w.enough)
}

// empty reports that nothing is waited for.
func (w *window) empty() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.open == 0
}

// late are the unfinished updates that have run out of patience.
func (w *window) late(now time.Time) (list []*flight) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, f := range w.flights {
		if !f.over && !f.until.After(now) {
			list = append(list, f)
		}
	}
	return list
}
