package reports

import (
	"context"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/rollup"
)

// Change is a count in the period and in the one before.
type Change struct{ Now, Before int64 }

// Share is how many of the requests whose due date has come were answered by
// it. Late are those answered or withdrawn after it, and those still awaited.
type Share struct{ OnTime, Late int64 }

// Percent is the share in per cent; ok is false where there is nothing to share.
func (s Share) Percent() (percent float64, ok bool) {
	if s.OnTime+s.Late == 0 {
		return 0, false
	}
	return 100 * float64(s.OnTime) / float64(s.OnTime+s.Late), true
}

// Named is a count of something that has an id.
type Named struct {
	ID string
	Change
}

// Group is what happened with one agency, service, region or sector.
type Group struct {
	ID         string
	Complaints Change
	Money      int64 // complaints of money asked for, among them
	Requests   Share
	Overdue    int64 // now
}

// Week is the figures of one ISO week as far as it lies in the period.
type Week struct {
	Monday     calendar.Date
	Complaints int64
	ByKind     map[string]int64
	Requests   Share
}

// Overview is the figures of a period.
type Overview struct {
	Period, Before Period
	Today          calendar.Date
	Scope          Scope
	Demo           bool // all of it is made up

	Complaints     Change
	Kazakh         int64 // complaints in Kazakh
	Kinds          []Named
	States         []Named
	Requests       Share
	RequestsBefore Share
	Open           int64 // requests awaited now, whatever their date
	Overdue        int64 // of them with a binding date that has passed
	Stopped        int64 // of them whose clock stands
	Unbound        int64 // of them without a date that binds
	Ages           []Age

	Weeks                                []Week
	Agencies, Services, Regions, Sectors []Group
	Heat                                 Heat
	Durations                            []Duration
}

// Overview reads the figures of a period. Requests count by due date up to
// yesterday, complaints by the day on which they were recorded.
func (s *Store) Overview(ctx context.Context, c *catalog.Catalog, p Period, scope Scope) (o Overview, err error) {
	if err := scope.check(c); err != nil {
		return Overview{}, err
	}
	o = Overview{Period: p, Before: p.Before(), Today: s.today(), Scope: scope}
	if o.Demo, err = s.Demo(ctx); err != nil {
		return Overview{}, err
	}
	for _, part := range []func(context.Context, *catalog.Catalog, *Overview) error{s.complaintFigures, s.openFigures, s.weekFigures, s.durationFigures} {
		if err := part(ctx, c, &o); err != nil {
			return Overview{}, err
		}
	}
	return o, nil
}

// complaintFigures are what the counts of complaints tell of both periods.
func (s *Store) complaintFigures(ctx context.Context, c *catalog.Catalog, o *Overview) error {
	sums := newSums(c)
	kinds, states := map[string]*Named{}, make([]Named, len(stateColumns))
	for _, id := range Kinds() {
		kinds[id] = &Named{ID: id}
	}
	for i, id := range stateColumns {
		states[i].ID = id
	}
	for _, part := range []struct {
		period Period
		of     func(*Change) *int64
	}{{o.Period, func(c *Change) *int64 { return &c.Now }}, {o.Before, func(c *Change) *int64 { return &c.Before }}} {
		for _, v := range []view{byService, byRegion} {
			found, err := s.complaintCells(ctx, c, part.period, o.Scope, v)
			if err != nil {
				return err
			}
			for _, x := range found {
				sums.each(v, x.service, x.region, func(g *Group) {
					*part.of(&g.Complaints) += x.total
					if x.kind == "money" && part.period == o.Period {
						g.Money += x.total
					}
				})
				if v == byRegion {
					continue
				}
				*part.of(&o.Complaints) += x.total
				*part.of(&kinds[x.kind].Change) += x.total
				for i, n := range x.states {
					*part.of(&states[i].Change) += n
				}
				if part.period == o.Period {
					o.Kazakh += x.kazakh
				}
			}
		}
	}
	for _, id := range Kinds() {
		o.Kinds = append(o.Kinds, *kinds[id])
	}
	o.States = states
	if err := s.requestFigures(ctx, c, o, sums); err != nil {
		return err
	}
	o.Agencies, o.Services, o.Regions, o.Sectors = sums.agencies.list(), sums.services.list(), sums.regions.list(), sums.sectors.list()
	return s.heat(ctx, c, o)
}

// weekFigures are the series by ISO week.
func (s *Store) weekFigures(ctx context.Context, c *catalog.Catalog, o *Overview) error {
	at := map[calendar.Date]int{}
	for monday := rollup.First(rollup.Week, rollup.BlockOf(rollup.Week, o.Period.From)); monday <= o.Period.To; monday += 7 {
		at[monday] = len(o.Weeks)
		o.Weeks = append(o.Weeks, Week{Monday: monday, ByKind: map[string]int64{}})
	}
	err := s.weekly(ctx, c, "complaint_counts", "kind", o.Period, o.Scope, func(monday calendar.Date, kind string, n int64) {
		w := &o.Weeks[at[monday]]
		w.Complaints += n
		w.ByKind[kind] += n
	})
	if err != nil {
		return err
	}
	measured := Period{o.Period.From, min(o.Period.To, o.Today-1)}
	return s.weekly(ctx, c, "request_counts", "outcome", measured, o.Scope, func(monday calendar.Date, outcome string, n int64) {
		requestCell{outcome: rollup.Outcome(outcome), total: n}.share(&o.Weeks[at[monday]].Requests)
	})
}
