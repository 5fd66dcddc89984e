package reports

import (
	"context"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/internal/rollup"
)

// requestFigures are the shares on time of both periods, and what is overdue.
func (s *Store) requestFigures(ctx context.Context, c *catalog.Catalog, o *Overview, sums *sums) error {
	yesterday := o.Today - 1
	before, err := s.requestCells(ctx, c, rollup.Cover(o.Before.From, min(o.Before.To, yesterday)), o.Scope, total)
	if err != nil {
		return err
	}
	for _, x := range before {
		x.share(&o.RequestsBefore)
	}
	for _, v := range []view{byService, byRegion} {
		now, err := s.requestCells(ctx, c, rollup.Cover(o.Period.From, min(o.Period.To, yesterday)), o.Scope, v)
		if err != nil {
			return err
		}
		overdue, err := s.requestCells(ctx, c, rollup.Cover(oldestDue, yesterday), o.Scope, v)
		if err != nil {
			return err
		}
		for _, x := range now {
			sums.each(v, x.service, x.region, func(g *Group) { x.share(&g.Requests) })
			if v == byService {
				x.share(&o.Requests)
			}
		}
		for _, x := range overdue {
			if x.outcome != rollup.Open {
				continue
			}
			sums.each(v, x.service, x.region, func(g *Group) { g.Overdue += x.total })
			if v == byService {
				o.Overdue += x.total
			}
		}
	}
	return nil
}

// share adds a cell of requests whose due date has passed.
func (x requestCell) share(to *Share) {
	switch x.outcome {
	case rollup.OnTime:
		to.OnTime += x.total
	case rollup.Late, rollup.WithdrawnLate, rollup.Open:
		to.Late += x.total
	}
}
