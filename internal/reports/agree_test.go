package reports_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/demo"
	"github.com/merzim/merzim/internal/reports"
)

// seeded fills a base with made-up data.
func seeded(t *testing.T, db *database.DB, complaints int) *reports.Store {
	t.Helper()
	if err := demo.Fill(t.Context(), db, demo.Options{Complaints: complaints, Seed: 7, Now: now, Catalog: law(), Texts: texts()}); err != nil {
		t.Fatal(err)
	}
	return reports.NewStore(db, clock.At(now))
}

// counted is a plain count over the rows.
func counted(t *testing.T, db *database.DB, where string, args ...any) (n int64) {
	t.Helper()
	if err := db.QueryRow(t.Context(), `SELECT COUNT(*) FROM `+where, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", where, err)
	}
	return n
}

func span(p reports.Period) []any {
	return []any{p.From.At(0, 0).Unix(), p.To.AddDays(1).At(0, 0).Unix()}
}

const (
	within = ` created_at >= ? AND created_at < ?`
	binds  = ` kind = 'rendering' AND due_on IS NOT NULL AND (due_from = 'receipt' OR term_status IN ('act', 'page'))`
)

// inTime is whether a request was closed by the end of its due date, in SQL of
// each dialect.
func inTime(db *database.DB) string {
	if db.Dialect == database.Postgres {
		return ` to_char(to_timestamp(closed_at + 18000) AT TIME ZONE 'UTC', 'YYYY-MM-DD') <= due_on`
	}
	return ` date(closed_at + 18000, 'unixepoch') <= due_on`
}

func TestFigures(t *testing.T) {
	databasetest.Suite{"agree with the rows": testAgree, "log": testLog, "detail": testDetail, "asked": testAsked, "digest runs": testDigestRuns}.Run(t)
}

// testAgree: overview, tables, CSV, workbook, charts and digest tell what a
// plain count over the rows tells.
func testAgree(t *testing.T, db *database.DB) {
	store := seeded(t, db, 1500)
	for _, p := range []reports.Period{
		reports.Last(91, calendar.DateIn(now)), {From: calendar.NewDate(2026, 10, 7), To: calendar.NewDate(2026, 10, 7)},
		{From: calendar.NewDate(2025, 1, 1), To: calendar.NewDate(2026, 12, 31)},
	} {
		for _, scope := range []reports.Scope{{}, {Region: "almaty"}, {Region: reports.NoRegion, Kind: "refused"}, {Agency: "akimat-land"}, {Sector: "police", Kind: "money"}, {Service: "id-card", Region: "astana"}} {
			o, err := store.Overview(t.Context(), law(), p, scope)
			if err != nil {
				t.Fatal(err)
			}
			agreeComplaints(t, db, o)
			agreeRequests(t, db, o)
			agreeFiles(t, o)
		}
	}
}

// narrowed writes a scope as plain SQL.
func narrowed(s reports.Scope, kind bool) (string, []any) {
	var sql strings.Builder
	var args []any
	var services []string
	for _, service := range law().Services {
		if (s.Agency == "" || service.Agency == s.Agency) && (s.Sector == "" || reports.SectorOf(law(), service.ID) == s.Sector) && (s.Service == "" || service.ID == s.Service) {
			services = append(services, "'"+service.ID+"'")
		}
	}
	fmt.Fprintf(&sql, " AND service IN (%s)", strings.Join(services, ", "))
	if s.Region == reports.NoRegion {
		sql.WriteString(" AND region = ''")
	} else if s.Region != "" {
		sql.WriteString(" AND region = ?")
		args = append(args, s.Region)
	}
	if s.Kind != "" && kind {
		sql.WriteString(" AND kind = ?")
		args = append(args, s.Kind)
	}
	return sql.String(), args
}

func agreeComplaints(t *testing.T, db *database.DB, o reports.Overview) {
	t.Helper()
	scope, args := narrowed(o.Scope, true)
	count := func(p reports.Period, and string, more ...any) int64 {
		return counted(t, db, `complaints WHERE`+within+scope+and, append(append(span(p), args...), more...)...)
	}
	same := func(what string, got, want int64) {
		t.Helper()
		if got != want {
			t.Errorf("%v %+v: %s is %d, the rows say %d", o.Period, o.Scope, what, got, want)
		}
	}
	same("complaints", o.Complaints.Now, count(o.Period, ""))
	same("complaints before", o.Complaints.Before, count(o.Before, ""))
	same("in Kazakh", o.Kazakh, count(o.Period, " AND language = 'kk'"))
	for _, k := range o.Kinds {
		same(k.ID, k.Now, count(o.Period, " AND kind = ?", k.ID))
		same(k.ID+" before", k.Before, count(o.Before, " AND kind = ?", k.ID))
	}
	for _, s := range o.States {
		same(s.ID, s.Now, count(o.Period, " AND state = ?", s.ID))
	}
	var bySector, byService int64
	for _, g := range o.Services {
		byService += g.Complaints.Now
		same("service "+g.ID, g.Complaints.Now, count(o.Period, " AND service = ?", g.ID))
		same("money of "+g.ID, g.Money, count(o.Period, " AND service = ? AND kind = 'money'", g.ID))
	}
	same("sum over services", byService, o.Complaints.Now)
	for _, g := range o.Regions {
		same("region "+g.ID, g.Complaints.Now, count(o.Period, " AND region = ?", g.ID))
	}
	for _, g := range o.Agencies {
		same("agency "+g.ID, g.Complaints.Now, count(o.Period, " AND agency = ?", g.ID))
	}
	for _, g := range o.Sectors {
		bySector += g.Complaints.Now
	}
	if bySector > o.Complaints.Now {
		t.Error("sectors count twice")
	}
	var weeks int64
	for _, w := range o.Weeks {
		weeks += w.Complaints
		p := reports.Period{From: max(w.Monday, o.Period.From), To: min(w.Monday+6, o.Period.To)}
		same("week of "+w.Monday.String(), w.Complaints, count(p, ""))
	}
	same("sum over weeks", weeks, o.Complaints.Now)
	for i, service := range o.Heat.Services {
		for j, region := range o.Heat.Regions {
			if n := o.Heat.Cells[i][j]; n > 0 || j%7 == 0 {
				same("cell "+service+" "+region, n, count(o.Period, " AND service = ? AND region = ?", service, region))
			}
		}
	}
}

func agreeRequests(t *testing.T, db *database.DB, o reports.Overview) {
	t.Helper()
	scope, args := narrowed(o.Scope, false)
	same := func(what string, got int64, where string, more ...any) {
		t.Helper()
		if want := counted(t, db, `requests WHERE`+where+scope, append(more, args...)...); got != want {
			t.Errorf("%v %+v: %s is %d, the rows say %d", o.Period, o.Scope, what, got, want)
		}
	}
	today := o.Today.String()
	due := binds + ` AND due_on >= ? AND due_on <= ? AND due_on < ?`
	onTime := due + ` AND state IN ('ready', 'refused') AND` + inTime(db)
	late := due + ` AND (closed_at IS NULL AND stopped_on IS NULL OR closed_at IS NOT NULL AND NOT` + inTime(db) + `)`
	from, to := o.Period.From.String(), o.Period.To.String()
	same("on time", o.Requests.OnTime, onTime, from, to, today)
	same("late", o.Requests.Late, late, from, to, today)
	same("late before", o.RequestsBefore.Late, late, o.Before.From.String(), o.Before.To.String(), today)
	same("open", o.Open, ` is_open = 1`)
	same("stopped", o.Stopped, ` is_open = 1 AND stopped_on IS NOT NULL`)
	same("unbound", o.Unbound, ` is_open = 1 AND stopped_on IS NULL AND NOT (`+binds+`)`)
	same("overdue", o.Overdue, ` is_open = 1 AND stopped_on IS NULL AND`+binds+` AND due_on < ?`, today)
	var ages int64
	for _, a := range o.Ages {
		ages += a.Count
	}
	if ages != o.Overdue {
		t.Errorf("ages add up to %d of %d", ages, o.Overdue)
	}
	var overdue int64
	for _, g := range o.Regions {
		overdue += g.Overdue
		same("overdue in "+g.ID, g.Overdue, ` is_open = 1 AND stopped_on IS NULL AND`+binds+` AND due_on < ? AND region = ?`, today, g.ID)
	}
	if overdue != o.Overdue {
		t.Errorf("regions add up to %d of %d", overdue, o.Overdue)
	}
	for _, d := range o.Durations {
		same("answered of "+d.Service, d.Closed, binds+` AND state IN ('ready', 'refused') AND closed_at >= ? AND closed_at < ? AND service = ?`, append(span(o.Period), d.Service)...)
		agreeDuration(t, db, o, d)
	}
}

// agreeDuration sorts the durations themselves.
func agreeDuration(t *testing.T, db *database.DB, o reports.Overview, d reports.Duration) {
	t.Helper()
	rows, err := db.Query(t.Context(), `SELECT substr(filed, 1, 10), closed_at FROM requests WHERE`+binds+` AND state IN ('ready', 'refused') AND closed_at >= ? AND closed_at < ? AND service = ?`, append(span(o.Period), d.Service)...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var within, below int64
	for rows.Next() {
		var filed string
		var closed int64
		if err := rows.Scan(&filed, &closed); err != nil {
			t.Fatal(err)
		}
		day, _ := calendar.ParseDate(filed)
		took := int64(calendar.Date((closed+18000)/86400) - day)
		if took <= d.Ninetieth {
			within++
		}
		if took < d.Median {
			below++
		}
	}
	if within*10 < d.Closed*9 || below*2 >= d.Closed {
		t.Errorf("%s: %d of %d within %d days, %d below the median %d", d.Service, within, d.Closed, d.Ninetieth, below, d.Median)
	}
}

// agreeFiles: CSV, workbook and pictures hold the figures of the overview.
func agreeFiles(t *testing.T, o reports.Overview) {
	t.Helper()
	w := words("kk")
	all := w.Tables(o)
	var book bytes.Buffer
	if err := w.WriteWorkbook(&book, o, all); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&book)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if len(f.GetSheetList()) != len(all)+1 {
		t.Errorf("%d sheets for %d tables", len(f.GetSheetList()), len(all))
	}
	for i, table := range all {
		var out bytes.Buffer
		if err := table.WriteCSV(&out); err != nil {
			t.Fatal(err)
		}
		lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(out.String(), "\ufeff"))).ReadAll()
		if err != nil || len(lines) != len(table.Rows)+1 {
			t.Fatalf("%s: %d lines for %d rows: %v", table.ID, len(lines), len(table.Rows), err)
		}
		sheet, err := f.GetRows(f.GetSheetList()[i+1], excelize.Options{RawCellValue: true})
		if err != nil || len(sheet) != len(table.Rows)+1 {
			t.Fatalf("%s: %d rows in the workbook for %d: %v", table.ID, len(sheet), len(table.Rows), err)
		}
		for r, row := range table.Rows {
			for c, cell := range row {
				n, isNumber := cell.(int64)
				if !isNumber {
					continue
				}
				if want := strconv.FormatInt(n, 10); lines[r+1][c] != want || sheet[r+1][c] != want {
					t.Errorf("%s, row %d, %s: %s in CSV, %s in the workbook, %s here", table.ID, r, table.Columns[c], lines[r+1][c], sheet[r+1][c], want)
				}
			}
		}
		if table.ID == "services" && len(table.Rows) != len(o.Services) {
			t.Errorf("%d services in the table, %d in the figures", len(table.Rows), len(o.Services))
		}
	}
}
