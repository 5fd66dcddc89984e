package handlers

import (
	"hash/maphash"
	"sync"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/catalog/search"
	"github.com/merzim/merzim/catalog/understand"
)

// maxAnswers bounds the questions whose services are remembered.
const maxAnswers = 8192

// answers remembers which services a question led to, and what it meant: many
// people ask the same in the same words. A question is kept as a number that cannot be turned back
// into its text. The zero value is empty and ready.
type answers struct {
	mu    sync.RWMutex
	seed  maphash.Seed
	found map[uint64]search.Result
	read  map[uint64]understand.Meaning
	day   calendar.Date // of the meanings: "yesterday" is another day tomorrow
}

// search asks the finder, or remembers. The result is shared: its hits must
// not be changed.
func (a *answers) search(f Finder, question string) search.Result {
	a.mu.RLock()
	known := a.found != nil
	var key uint64
	if known {
		key = maphash.String(a.seed, question)
		if result, ok := a.found[key]; ok {
			a.mu.RUnlock()
			return result
		}
	}
	a.mu.RUnlock()

	result := f.Search(question, maxChoices)
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.found) >= maxAnswers || a.found == nil {
		a.found, a.read, a.seed = map[uint64]search.Result{}, nil, maphash.MakeSeed()
	}
	a.found[maphash.String(a.seed, question)] = result
	return result
}

// meaning asks the reader, or remembers. The meaning is shared: it must not be
// changed.
func (a *answers) meaning(r Reader, question string, now time.Time) understand.Meaning {
	today := calendar.DateIn(now)
	a.mu.RLock()
	if a.read != nil && a.day == today {
		if m, ok := a.read[maphash.String(a.seed, question)]; ok {
			a.mu.RUnlock()
			return m
		}
	}
	a.mu.RUnlock()

	m := r.Read(question, now)
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.found == nil {
		a.found, a.seed = map[uint64]search.Result{}, maphash.MakeSeed()
	}
	if len(a.read) >= maxAnswers || a.read == nil || a.day != today {
		a.read, a.day = map[uint64]understand.Meaning{}, today
	}
	a.read[maphash.String(a.seed, question)] = m
	return m
}
