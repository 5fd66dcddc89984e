package reports

import (
	"fmt"
	"io"
	"slices"

	"github.com/merzim/merzim/internal/tables"
)

// Table is figures to be shown, drawn and exported. Columns are the names that
// scripts rely on, Titles those that people read.
type Table struct {
	ID      string
	Title   string
	About   string // what the figures mean, and what they can't say
	Columns []string
	Titles  []string
	Rows    [][]any // cells as tables.Writer takes them
}

// newTable begins a table whose texts are those of its id and columns.
func (w Words) newTable(id string, columns ...string) Table {
	t := Table{ID: id, Title: w.Say("ReportTable_" + id), About: w.Say("ReportAbout_" + id), Columns: columns}
	for _, c := range columns {
		t.Titles = append(t.Titles, w.Say("ReportCol_"+c))
	}
	return t
}

func (t *Table) add(cells ...any) { t.Rows = append(t.Rows, cells) }

// WriteCSV writes one table. Its columns bear the names for scripts.
func (t Table) WriteCSV(out io.Writer) error {
	w, err := tables.New(tables.CSV, out, t.ID, t.Columns)
	if err != nil {
		return err
	}
	for _, row := range t.Rows {
		if err := w.Row(row...); err != nil {
			return fmt.Errorf("table %s: %w", t.ID, err)
		}
	}
	return w.Close()
}

// percent is the cell of a share; empty where there is nothing to share.
func percent(s Share) any {
	if p, ok := s.Percent(); ok {
		return tables.Percent(p)
	}
	return nil
}

// Tables writes all figures of a period.
func (w Words) Tables(o Overview) []Table {
	out := []Table{w.summary(o), w.kinds(o), w.states(o), w.weeks(o)}
	for _, g := range []struct {
		id, column string
		groups     []Group
		name       func(string) string
	}{
		{"agencies", "agency", o.Agencies, w.Agency}, {"services", "service", o.Services, w.Service},
		{"regions", "region", o.Regions, w.Region}, {"sectors", "sector", o.Sectors, w.Sector},
	} {
		out = append(out, w.groups(g.id, g.column, g.groups, g.name))
	}
	worst, best := Ranked(o.Services, listed)
	out = append(out, w.groups("worst", "service", worst, w.Service), w.groups("best", "service", best, w.Service))
	return append(out, w.ages(o), w.durations(o), w.money(o), w.automation(o), w.heat(o))
}

// listed is how long the top and bottom lists are.
const listed = 10

func (w Words) summary(o Overview) Table {
	t := w.newTable("summary", "figure", "now", "before")
	add := func(figure string, now, before any) { t.add(w.Say("ReportFigure_"+figure), now, before) }
	add("complaints", o.Complaints.Now, o.Complaints.Before)
	add("kazakh", o.Kazakh, nil)
	add("on_time", percent(o.Requests), percent(o.RequestsBefore))
	add("answered", o.Requests.OnTime, o.RequestsBefore.OnTime)
	add("late", o.Requests.Late, o.RequestsBefore.Late)
	add("open", o.Open, nil)
	add("overdue", o.Overdue, nil)
	add("stopped", o.Stopped, nil)
	add("unbound", o.Unbound, nil)
	return t
}

func (w Words) kinds(o Overview) Table {
	t := w.newTable("kinds", "kind", "id", "complaints", "before")
	for _, k := range o.Kinds {
		t.add(w.Kind(k.ID), k.ID, k.Now, k.Before)
	}
	return t
}

func (w Words) states(o Overview) Table {
	t := w.newTable("states", "state", "id", "complaints", "before")
	for _, s := range o.States {
		t.add(w.State(s.ID), s.ID, s.Now, s.Before)
	}
	return t
}

func (w Words) weeks(o Overview) Table {
	t := w.newTable("weeks", append(append([]string{"week"}, Kinds()...), "complaints", "measured", "late", "on_time")...)
	for i, k := range Kinds() {
		t.Titles[i+1] = w.Kind(k)
	}
	for _, x := range o.Weeks {
		row := []any{x.Monday}
		for _, k := range Kinds() {
			row = append(row, x.ByKind[k])
		}
		t.add(append(row, x.Complaints, x.Requests.OnTime+x.Requests.Late, x.Requests.Late, percent(x.Requests))...)
	}
	return t
}

func (w Words) groups(id, column string, groups []Group, name func(string) string) Table {
	t := w.newTable(id, column, "id", "complaints", "before", "money", "measured", "late", "on_time", "overdue")
	for _, g := range groups {
		t.add(name(g.ID), g.ID, g.Complaints.Now, g.Complaints.Before, g.Money, g.Requests.OnTime+g.Requests.Late, g.Requests.Late, percent(g.Requests), g.Overdue)
	}
	return t
}

func (w Words) ages(o Overview) Table {
	t := w.newTable("ages", "age", "overdue")
	for _, a := range o.Ages {
		t.add(w.age(a), a.Count)
	}
	return t
}

func (w Words) durations(o Overview) Table {
	t := w.newTable("durations", "service", "id", "closed", "median", "ninetieth", "legal", "over")
	for _, d := range o.Durations {
		t.add(w.Service(d.Service), d.Service, d.Closed, d.Median, d.Ninetieth, d.LegalDays, d.OverBudget)
	}
	return t
}

// money lists the bodies of whom money was asked for: numbers alone.
func (w Words) money(o Overview) Table {
	t := w.newTable("money", "agency", "id", "money", "complaints", "share")
	groups := slices.DeleteFunc(slices.Clone(o.Agencies), func(g Group) bool { return g.Money == 0 })
	slices.SortStableFunc(groups, func(a, b Group) int { return int(b.Money - a.Money) })
	for _, g := range groups {
		t.add(w.Agency(g.ID), g.ID, g.Money, g.Complaints.Now, tables.Percent(100*float64(g.Money)/float64(g.Complaints.Now)))
	}
	return t
}

func (w Words) automation(o Overview) Table {
	t := w.newTable("automation", "service", "id", "measured", "late", "late_share", "automated", "manual", "score")
	for _, c := range Candidates(w.Catalog, o.Services) {
		t.add(w.Service(c.Service), c.Service, c.Requests, c.Late, tables.Percent(100*c.LateShare()), w.Say("ReportAutomation_"+c.Automation), c.Manual, c.Score())
	}
	return t
}

func (w Words) heat(o Overview) Table {
	t := w.newTable("heat", append([]string{"service", "id"}, regionColumns(o.Heat.Regions)...)...)
	for i, r := range o.Heat.Regions {
		t.Titles[i+2] = w.Region(r)
	}
	for i, service := range o.Heat.Services {
		t.add(append([]any{w.Service(service), service}, anys(o.Heat.Cells[i])...)...)
	}
	return t
}

func regionColumns(regions []string) []string {
	out := slices.Clone(regions)
	for i := range out {
		if out[i] == "" {
			out[i] = NoRegion
		}
	}
	return out
}
