package reports

import (
	"context"
	"fmt"

	"github.com/merzim/merzim/catalog"
)

// Count is how many complaints a filter takes. exact is false where that would
// mean to look at each: then n is how many there are at least.
func (s *Store) Count(ctx context.Context, c *catalog.Catalog, f Filter) (n int64, exact bool, err error) {
	if err := f.check(c); err != nil {
		return 0, false, err
	}
	if f.Overdue == 0 && f.Label == "" && (f.Language == "" || f.State == "") {
		return s.countCells(ctx, c, f)
	}
	f.After = ""
	where, args, err := f.where(c)
	if err != nil {
		return 0, false, err
	}
	err = s.db.QueryRow(ctx, `SELECT COUNT(*) FROM (SELECT 1 FROM complaints AS c WHERE `+where+` LIMIT ?) AS found`, append(args, countUpTo)...).Scan(&n)
	if err != nil {
		return 0, false, fmt.Errorf("count the log: %w", err)
	}
	return n, n < countUpTo, nil
}

// countUpTo is how many rows are counted one by one.
const countUpTo = 1000

// countCells adds up the counts of the reports.
func (s *Store) countCells(ctx context.Context, c *catalog.Catalog, f Filter) (n int64, exact bool, err error) {
	p := f.Period
	if p == (Period{}) {
		p = Period{firstDay, lastDay}
	}
	cells, err := s.complaintCells(ctx, c, p, f.Scope, total)
	for _, x := range cells {
		some := x.total
		switch f.Language {
		case "kk":
			some = x.kazakh
		case "ru":
			some = x.total - x.kazakh
		}
		for i, state := range stateColumns {
			if f.State == state {
				some = x.states[i]
			}
		}
		n += some
	}
	return n, true, err
}
