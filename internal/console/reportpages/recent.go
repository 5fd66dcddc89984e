package reportpages

import (
	"sync"
	"time"

	"github.com/merzim/merzim/internal/reports"
)

// Bounds of what is kept of pages that were just shown.
const (
	recentFor  = time.Minute
	recentMost = 16
)

// recent keeps the overviews of pages just shown, so that their charts draw the
// same figures and nothing is counted ten times over.
type recent struct {
	mutex sync.Mutex
	all   map[recentKey]recentView
}

type recentKey struct {
	period reports.Period
	scope  reports.Scope
}

type recentView struct {
	at time.Time
	o  reports.Overview
}

func (r *recent) keep(o reports.Overview, now time.Time) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if len(r.all) >= recentMost {
		clear(r.all)
	}
	r.all[recentKey{o.Period, o.Scope}] = recentView{now, o}
}

func (r *recent) find(p reports.Period, s reports.Scope, now time.Time) (reports.Overview, bool) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	found, ok := r.all[recentKey{p, s}]
	return found.o, ok && now.Sub(found.at) < recentFor
}
