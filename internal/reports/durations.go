package reports

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/internal/rollup"
)

// Duration is how long a service took in fact, in calendar days, of the
// requests answered in the period. Only services with twenty of them are told.
type Duration struct {
	Service    string
	Closed     int64
	Median     int64 // from the filing to the answer
	Ninetieth  int64 // nine of ten took no longer
	LegalDays  int64 // median of the days from the filing to the due date
	OverBudget int64 // Median minus LegalDays
}

type histogram map[int64]int64 // days to number

// durationFigures are for the whole country: the counts know no region.
func (s *Store) durationFigures(ctx context.Context, c *catalog.Catalog, o *Overview) error {
	if o.Scope.Region != "" {
		return nil
	}
	where, args := o.Scope.whereService(c, true)
	query, args := blocks("duration_counts", `service, measure, days, `+sum("total"), "service, measure, days", rollup.Cover(o.Period.From, o.Period.To), where, args)
	type both struct{ real, legal histogram }
	found := map[string]both{}
	err := s.each(ctx, "count durations", query, args, func(rows *sql.Rows) error {
		var service, measure string
		var days, n int64
		if err := rows.Scan(&service, &measure, &days, &n); err != nil {
			return err
		}
		if found[service].real == nil {
			found[service] = both{histogram{}, histogram{}}
		}
		h := found[service].real
		if rollup.Measure(measure) == rollup.Legal {
			h = found[service].legal
		}
		h[days] += n
		return nil
	})
	for service, h := range found {
		if n := h.real.total(); n >= fewest {
			d := Duration{Service: service, Closed: n, Median: h.real.quantile(50), Ninetieth: h.real.quantile(90), LegalDays: h.legal.quantile(50)}
			d.OverBudget = d.Median - d.LegalDays
			o.Durations = append(o.Durations, d)
		}
	}
	slices.SortFunc(o.Durations, func(a, b Duration) int {
		return cmp.Or(cmp.Compare(b.OverBudget, a.OverBudget), cmp.Compare(b.Closed, a.Closed), cmp.Compare(a.Service, b.Service))
	})
	return err
}

func (h histogram) total() (n int64) {
	for _, x := range h {
		n += x
	}
	return n
}

// quantile is the smallest number of days within which so many per cent lie.
func (h histogram) quantile(percent int64) int64 {
	days := make([]int64, 0, len(h))
	for d := range h {
		days = append(days, d)
	}
	slices.Sort(days)
	all, below := h.total(), int64(0)
	for _, d := range days {
		if below += h[d]; below*100 >= all*percent && h[d] > 0 {
			return d
		}
	}
	return 0
}
