package broadcasts

import "sync"

// When a broadcast is paused for its failures.
const (
	watched     = 200 // the newest attempts that are looked at
	watchedMin  = 50  // with fewer there is nothing to judge by
	mostFailing = 20  // percent of them
)

// failures watches the newest attempts of each broadcast in this process.
type failures struct {
	mu   sync.Mutex
	byID map[int64]*newest
}

// newest is a ring of the newest attempts.
type newest struct {
	failed [watched]bool
	next   int
	seen   int
	count  int // of failed
}

func newFailures() *failures { return &failures{byID: map[int64]*newest{}} }

// note adds an attempt; tooMany reports that the broadcast is to be paused, and
// the watch begins anew.
func (f *failures) note(id int64, failed bool) (count, of int, tooMany bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := f.byID[id]
	if n == nil {
		n = &newest{}
		f.byID[id] = n
	}
	if n.failed[n.next] {
		n.count--
	}
	if failed {
		n.count++
	}
	n.failed[n.next] = failed
	n.next = (n.next + 1) % watched
	n.seen = min(n.seen+1, watched)
	if n.seen < watchedMin || 100*n.count <= mostFailing*n.seen {
		return n.count, n.seen, false
	}
	delete(f.byID, id)
	return n.count, n.seen, true
}

// keep forgets all broadcasts but those that are being sent.
func (f *failures) keep(sending []Broadcast) {
	f.mu.Lock()
	defer f.mu.Unlock()
	known := map[int64]bool{}
	for _, b := range sending {
		known[b.ID] = true
	}
	for id := range f.byID {
		if !known[id] {
			delete(f.byID, id)
		}
	}
}
