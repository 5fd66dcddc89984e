package handlers

import (
	"hash/maphash"
	"sync"

	"github.com/merzim/merzim/catalog/search"
)

// maxAnswers bounds the questions whose services are remembered.
const maxAnswers = 8192

// answers remembers which services a question led to: many people ask the same
// in the same words. A question is kept as a number that cannot be turned back
// into its text. The zero value is empty and ready.
type answers struct {
	mu    sync.RWMutex
	seed  maphash.Seed
	found map[uint64]search.Result
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
		a.found, a.seed = map[uint64]search.Result{}, maphash.MakeSeed()
	}
	a.found[maphash.String(a.seed, question)] = result
	return result
}
