package rollup

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/database"
)

// key is a row of one of the tables: the last two are kind, outcome with 0, or
// measure with the days.
type key struct {
	span            Span
	block           int64
	service, region string
	what            string
	days            int64
}

// Changes gathers what a transaction changes in the counts. The zero value is
// ready for use; many changes of one row become one.
type Changes struct {
	complaints, requests, durations map[key][]int64
}

// columnsOf are the counters of each table after its key.
var (
	complaintCounters = []string{"total", "kazakh", "recorded", "filed", "answered", "not_solved", "withdrawn"}
	oneCounter        = []string{"total"}
)

func add(to *map[key][]int64, k key, by []int64) {
	if *to == nil {
		*to = map[key][]int64{}
	}
	if (*to)[k] == nil {
		(*to)[k] = make([]int64, len(by))
	}
	for i, n := range by {
		(*to)[k][i] += n
	}
}

// everywhere adds to a cell and to the three rows that sum over it.
func everywhere(to *map[key][]int64, k key, by []int64) {
	for _, service := range []string{k.service, All} {
		for _, region := range []string{k.region, All} {
			row := k
			row.service, row.region = service, region
			add(to, row, by)
		}
	}
}

// Complaint counts a complaint n times: 1 for a new one, -1 for what one was.
func (c *Changes) Complaint(x Complaint, n int64) {
	by := make([]int64, len(complaintCounters))
	by[0] = n
	if x.Language == "kk" {
		by[1] = n
	}
	if i := slices.Index(complaintCounters[2:], x.State); i >= 0 {
		by[2+i] = n
	}
	day := calendar.DateIn(x.At)
	for _, span := range Spans() {
		everywhere(&c.complaints, key{span: span, block: BlockOf(span, day), service: x.Service, region: x.Region, what: x.Kind}, by)
	}
}

// Request counts a request n times: 1 for how it is now, -1 for how it was.
func (c *Changes) Request(r Request, n int64) {
	by, outcome := []int64{n}, string(r.Outcome())
	if r.Due == 0 {
		everywhere(&c.requests, key{service: r.Service, region: r.Region, what: outcome}, by)
		return
	}
	took, allowed, answered := r.durations()
	for _, span := range Spans() {
		everywhere(&c.requests, key{span: span, block: BlockOf(span, r.Due), service: r.Service, region: r.Region, what: outcome}, by)
		if answered {
			block := BlockOf(span, r.Closed)
			add(&c.durations, key{span: span, block: block, service: r.Service, what: string(Real), days: took}, by)
			add(&c.durations, key{span: span, block: block, service: r.Service, what: string(Legal), days: allowed}, by)
		}
	}
}

// Apply writes the changes. Rows are taken in one order, so that two
// transactions wait for each other instead of both.
func (c *Changes) Apply(ctx context.Context, tx *database.Tx) error {
	for _, t := range []struct {
		table    string
		key      []string
		counters []string
		cells    map[key][]int64
		args     func(key) []any
	}{
		{"complaint_counts", []string{"span", "block", "service", "region", "kind"}, complaintCounters, c.complaints,
			func(k key) []any { return []any{int64(k.span), k.block, k.service, k.region, k.what} }},
		{"request_counts", []string{"span", "block", "service", "region", "outcome"}, oneCounter, c.requests,
			func(k key) []any { return []any{int64(k.span), k.block, k.service, k.region, k.what} }},
		{"duration_counts", []string{"span", "block", "service", "measure", "days"}, oneCounter, c.durations,
			func(k key) []any { return []any{int64(k.span), k.block, k.service, k.what, k.days} }},
	} {
		rows := changed(t.cells)
		for part := range slices.Chunk(rows, rowsAtOnce) {
			args := make([]any, 0, len(part)*(len(t.key)+len(t.counters)))
			for _, k := range part {
				args = append(args, t.args(k)...)
				for _, n := range t.cells[k] {
					args = append(args, n)
				}
			}
			if _, err := tx.Exec(ctx, upsert(t.table, t.key, t.counters, len(part)), args...); err != nil {
				return fmt.Errorf("count: %w", err)
			}
		}
	}
	return nil
}

// rowsAtOnce bounds one statement: both dialects take 32,000 values.
const rowsAtOnce = 1000

// changed lists the cells that change, in order.
func changed(cells map[key][]int64) (out []key) {
	for k, by := range cells {
		if slices.ContainsFunc(by, func(n int64) bool { return n != 0 }) {
			out = append(out, k)
		}
	}
	slices.SortFunc(out, func(a, b key) int {
		return cmp.Or(cmp.Compare(a.span, b.span), cmp.Compare(a.block, b.block), cmp.Compare(a.service, b.service),
			cmp.Compare(a.region, b.region), cmp.Compare(a.what, b.what), cmp.Compare(a.days, b.days))
	})
	return out
}

func upsert(table string, key, counters []string, rows int) string {
	columns := append(slices.Clone(key), counters...)
	row := "(" + strings.TrimSuffix(strings.Repeat("?, ", len(columns)), ", ") + ")"
	set := make([]string, len(counters))
	for i, c := range counters {
		set[i] = c + " = " + table + "." + c + " + excluded." + c
	}
	return "INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES " + row + strings.Repeat(", "+row, rows-1) +
		" ON CONFLICT (" + strings.Join(key, ", ") + ") DO UPDATE SET " + strings.Join(set, ", ")
}
