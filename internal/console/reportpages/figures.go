package reportpages

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/reports"
	"github.com/merzim/merzim/internal/tables"
	"github.com/merzim/merzim/locales"
)

// figures is a table as a page shows it.
type figures struct {
	ID, Title, About string
	Heads            []string
	Rows             [][]cell
	Files            []link
	Empty            bool
}

// cell is one figure, with the way to its rows.
type cell struct {
	Head, Text, URL string
	Number          bool
}

// figures writes a table for a page: without the column of ids, and with ways
// to the rows that were counted. files is the path of its files.
func (d *desk) figures(t reports.Table, files string, p reports.Period, s reports.Scope) figures {
	out := figures{ID: t.ID, Title: t.Title, About: t.About, Empty: len(t.Rows) == 0}
	hidden := slices.Index(t.Columns, "id")
	for i, head := range t.Titles {
		if i != hidden {
			out.Heads = append(out.Heads, head)
		}
	}
	for _, row := range t.Rows {
		var cells []cell
		for i, value := range row {
			if i == hidden {
				continue
			}
			text, number := written(d.Language, value)
			cells = append(cells, cell{Head: t.Titles[i], Text: text, Number: number, URL: rowsOf(t, row, i, p, s)})
		}
		out.Rows = append(out.Rows, cells)
	}
	for _, f := range []tables.Format{tables.CSV, tables.XLSX} {
		path := fmt.Sprintf("%s/table/%s.%s", files, t.ID, f)
		out.Files = append(out.Files, link{Text: d.T("PagesTableFile_"+string(f), "Title", t.Title), URL: address(path, queryOf(p, s))})
	}
	return out
}

// written is a value as people read it.
func written(l *locales.Language, value any) (text string, number bool) {
	switch v := value.(type) {
	case nil:
		return "–", true
	case int:
		return locales.Grouped(int64(v)), true
	case int64:
		return locales.Grouped(v), true
	case float64:
		return locales.Decimal(math.Round(v*10) / 10), true
	case tables.Percent:
		return locales.Decimal(math.Round(float64(v)*10)/10) + "\u00a0%", true
	case calendar.Date:
		return l.Date(v), false
	case time.Time:
		return l.Date(calendar.DateIn(v)), false
	}
	return fmt.Sprint(value), false
}

// tile is a main figure: now, before, and what changed.
type tile struct {
	Name, Now, Before, Change, URL string
}

// tiles are the rows of the summary.
func (d *desk) tiles(o reports.Overview, summary reports.Table) (out []tile) {
	for i, row := range summary.Rows {
		now, _ := written(d.Language, row[1])
		x := tile{Name: fmt.Sprint(row[0]), Now: now, Change: d.change(row[1], row[2])}
		if row[2] != nil {
			x.Before, _ = written(d.Language, row[2])
		}
		if i == 0 {
			x.URL = address(logPath, queryOf(o.Period, o.Scope))
		}
		out = append(out, x)
	}
	return out
}

// change says by how much a figure moved: a count in per cent, a share in
// percentage points; nothing where there is nothing to compare with.
func (d *desk) change(now, before any) string {
	switch a := now.(type) {
	case int64:
		if b, ok := before.(int64); ok && b > 0 {
			return signed(math.Round(100*float64(a-b)/float64(b))) + "\u00a0%"
		}
	case tables.Percent:
		if b, ok := before.(tables.Percent); ok {
			return d.T("PagesPoints", "Points", signed(math.Round(10*float64(a-b))/10))
		}
	}
	return ""
}

// signed is a number with its sign.
func signed(f float64) string {
	switch {
	case f > 0:
		return "+" + locales.Decimal(f)
	case f < 0:
		return "−" + locales.Decimal(-f)
	}
	return strconv.Itoa(0)
}
