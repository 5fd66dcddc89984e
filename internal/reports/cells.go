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

// complaintCell counts the complaints of one service, region and kind.
type complaintCell struct {
	service, region, kind string
	total, kazakh         int64
	states                [5]int64 // as stateColumns
}

// stateColumns are the states of a complaint in the order of the counts.
var stateColumns = []string{"recorded", "filed", "answered", "not_solved", "withdrawn"}

// complaintCells counts the complaints of a period. Without cells they are
// counted for all services and regions at once, where the scope names none.
func (s *Store) complaintCells(ctx context.Context, c *catalog.Catalog, p Period, scope Scope, cells bool) (out []complaintCell, err error) {
	where, args := scope.where(c, cells, true)
	columns := `service, region, kind, ` + sum("total") + `, ` + sum("kazakh")
	for _, state := range stateColumns {
		columns += `, ` + sum(state)
	}
	query, args := blocks("complaint_counts", columns, "service, region, kind", rollup.Cover(p.From, p.To), where, args)
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

// requestCell counts the requests of one service and region that came to one
// outcome.
type requestCell struct {
	service, region string
	outcome         rollup.Outcome
	total           int64
}

// requestCells counts requests by due date. Without cells it is one row an
// outcome.
func (s *Store) requestCells(ctx context.Context, c *catalog.Catalog, runs []rollup.Run, scope Scope, cells bool) (out []requestCell, err error) {
	where, args := scope.where(c, cells, false)
	columns, group := `service, region, outcome, `+sum("total"), "service, region, outcome"
	if !cells {
		columns, group = `'', '', outcome, `+sum("total"), "outcome"
	}
	query, args := blocks("request_counts", columns, group, runs, where, args)
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

// undated counts open requests that have no due date.
func (s *Store) undated(ctx context.Context, c *catalog.Catalog, scope Scope) (out []requestCell, err error) {
	where, args := scope.where(c, false, false)
	query := `SELECT outcome, ` + sum("total") + ` FROM request_counts WHERE span = 0` + where + ` GROUP BY outcome`
	err = s.each(ctx, "count requests", query, args, func(rows *sql.Rows) error {
		var x requestCell
		err := rows.Scan(&x.outcome, &x.total)
		out = append(out, x)
		return err
	})
	return out, err
}

// weekly counts complaints by kind, or requests by outcome, for each week of a
// period; days out of the period are not counted.
func (s *Store) weekly(ctx context.Context, c *catalog.Catalog, table, what string, p Period, scope Scope, read func(monday calendar.Date, what string, n int64)) error {
	where, args := scope.where(c, false, table == "complaint_counts")
	runs := rollup.CoverWeeks(p.From, p.To)
	query, args := blocks(table, `span, block, `+what+`, `+sum("total"), "span, block, "+what, runs, where, args)
	return s.each(ctx, "count by week", query, args, func(rows *sql.Rows) error {
		var span, block, n int64
		var what string
		if err := rows.Scan(&span, &block, &what, &n); err != nil {
			return err
		}
		day := rollup.First(rollup.Span(span), block)
		read(rollup.First(rollup.Week, rollup.BlockOf(rollup.Week, day)), what, n)
		return nil
	})
}
