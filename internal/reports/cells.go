package reports

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/rollup"
)

// blocks writes a query over the blocks of some days: one part a span, whose
// blocks are named one by one so that the key of the table finds each.
func blocks(table, columns, group string, runs []rollup.Run, where string, args []any) (string, []any) {
	bySpan := map[rollup.Span][]int64{}
	for _, r := range runs {
		for b := r.From; b <= r.To; b++ {
			bySpan[r.Span] = append(bySpan[r.Span], b)
		}
	}
	var parts []string
	var all []any
	for _, span := range rollup.Spans() {
		if len(bySpan[span]) == 0 {
			continue
		}
		parts = append(parts, `SELECT * FROM `+table+` WHERE span = ? AND block IN (`+marks(len(bySpan[span]))+`)`+where)
		all = append(append(append(all, int64(span)), anys(bySpan[span])...), args...)
	}
	if len(parts) == 0 {
		parts = []string{`SELECT * FROM ` + table + ` WHERE 1 = 0`}
	}
	return `SELECT ` + columns + ` FROM (` + strings.Join(parts, ` UNION ALL `) + `) AS counted GROUP BY ` + group, all
}

// each runs a query and reads its rows.
func (s *Store) each(ctx context.Context, what, query string, args []any, read func(*sql.Rows) error) error {
	rows, err := s.db.Query(ctx, query, args...)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	for rows.Next() {
		if err := read(rows); err != nil {
			return errors.Join(fmt.Errorf("%s: %w", what, err), rows.Close())
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// sum adds a column up as an integer in both dialects.
func sum(column string) string { return `CAST(SUM(` + column + `) AS BIGINT)` }

// complaintCell counts the complaints of one kind; service and region are "*"
// where the view sums over them.
type complaintCell struct {
	service, region, kind string
	total, kazakh         int64
	states                [5]int64 // as stateColumns
}

// stateColumns are the states of a complaint in the order of the counts.
var stateColumns = []string{"recorded", "filed", "answered", "not_solved", "withdrawn"}

// keep are the columns by which a view groups; the others are summed over.
func (v view) keep() string {
	switch v {
	case byService:
		return "service, '*' AS region"
	case byRegion:
		return "'*' AS service, region"
	case cells:
		return "service, region"
	}
	return "'*' AS service, '*' AS region"
}

func (s *Store) complaintCells(ctx context.Context, c *catalog.Catalog, p Period, scope Scope, v view) (out []complaintCell, err error) {
	where, args := scope.where(c, v)
	if scope.Kind != "" {
		where, args = where+` AND kind = ?`, append(args, scope.Kind)
	}
	columns := v.keep() + `, kind, ` + sum("total") + `, ` + sum("kazakh")
	for _, state := range stateColumns {
		columns += `, ` + sum(state)
	}
	query, args := blocks("complaint_counts", columns, "1, 2, kind", rollup.Cover(p.From, p.To), where, args)
	err = s.each(ctx, "count complaints", query, args, func(rows *sql.Rows) error {
		var x complaintCell
		into := []any{&x.service, &x.region, &x.kind, &x.total, &x.kazakh}
		for i := range x.states {
			into = append(into, &x.states[i])
		}
		err := rows.Scan(into...)
		if x.total != 0 {
			out = append(out, x)
		}
		return err
	})
	return out, err
}

// requestCell counts the requests that came to one outcome.
type requestCell struct {
	service, region string
	outcome         rollup.Outcome
	total           int64
}

// requestCells counts requests by due date.
func (s *Store) requestCells(ctx context.Context, c *catalog.Catalog, runs []rollup.Run, scope Scope, v view) (out []requestCell, err error) {
	where, args := scope.where(c, v)
	query, args := blocks("request_counts", v.keep()+`, outcome, `+sum("total"), "1, 2, outcome", runs, where, args)
	return s.readRequests(ctx, query, args)
}

// allRequests counts requests of all due dates, and those without one.
func (s *Store) allRequests(ctx context.Context, c *catalog.Catalog, scope Scope) ([]requestCell, error) {
	where, args := scope.where(c, total)
	query := `SELECT '', '', outcome, ` + sum("total") + ` FROM request_counts WHERE span IN (0, ?)` + where + ` GROUP BY outcome`
	return s.readRequests(ctx, query, append([]any{int64(rollup.Year)}, args...))
}

func (s *Store) readRequests(ctx context.Context, query string, args []any) (out []requestCell, err error) {
	err = s.each(ctx, "count requests", query, args, func(rows *sql.Rows) error {
		var x requestCell
		err := rows.Scan(&x.service, &x.region, &x.outcome, &x.total)
		if x.total != 0 {
			out = append(out, x)
		}
		return err
	})
	return out, err
}

// weekly counts complaints by kind, or requests by outcome, for each week of a
// period; days out of the period are not counted.
func (s *Store) weekly(ctx context.Context, c *catalog.Catalog, table, what string, p Period, scope Scope, read func(monday calendar.Date, what string, n int64)) error {
	where, args := scope.where(c, total)
	if table == "complaint_counts" && scope.Kind != "" {
		where, args = where+` AND kind = ?`, append(args, scope.Kind)
	}
	query, args := blocks(table, `span, block, `+what+`, `+sum("total"), "span, block, "+what, rollup.CoverWeeks(p.From, p.To), where, args)
	return s.each(ctx, "count by week", query, args, func(rows *sql.Rows) error {
		var span, block, n int64
		var what string
		if err := rows.Scan(&span, &block, &what, &n); err != nil {
			return err
		}
		read(weekOf(rollup.First(rollup.Span(span), block)), what, n)
		return nil
	})
}

// weekOf is the Monday of a day's ISO week.
func weekOf(d calendar.Date) calendar.Date {
	return rollup.First(rollup.Week, rollup.BlockOf(rollup.Week, d))
}
