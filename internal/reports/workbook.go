package reports

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/merzim/merzim/internal/tables"
	"github.com/merzim/merzim/locales"
)

// definitions are the words explained beside the figures, in their order.
var definitions = []string{
	"measured", "late", "on_time", "overdue", "open", "period", "agency", "sector", "duration", "score", "money", "retention", "limits",
}

// Definition explains a word of the figures.
type Definition struct{ Term, Meaning string }

// Definitions explains the words of the figures, and what these can't say.
func (w Words) Definitions() (out []Definition) {
	for _, id := range definitions {
		out = append(out, Definition{w.Say("ReportTerm_" + id), w.Say("ReportMeaning_" + id)})
	}
	return out
}

// cover writes the first sheet: period, filters, definitions and, where so, that
// all is made up.
func (w Words) cover(book *tables.Book, p Period, filters []string, demo bool) error {
	rows, err := book.Sheet(w.Say("ReportSheetAbout"), []string{w.Say("ReportCol_figure"), w.Say("ReportCol_meaning")})
	if err != nil {
		return err
	}
	var faults []error
	add := func(name, meaning string) { faults = append(faults, rows.Row(name, meaning)) }
	if demo {
		add(w.Say("ReportDemoShort"), w.Say("ReportDemo"))
	}
	if p != (Period{}) {
		add(w.Say("ReportCol_period"), w.Period(p))
	}
	if len(filters) == 0 {
		filters = []string{w.Say("ReportNoFilters")}
	}
	for _, f := range filters {
		add(w.Say("ReportFilters"), f)
	}
	for _, d := range w.Definitions() {
		add(d.Term, d.Meaning)
	}
	return errors.Join(append(faults, rows.Close())...)
}

// WriteWorkbook writes tables as a workbook, a sheet each, after a sheet of
// definitions and filters.
func (w Words) WriteWorkbook(out io.Writer, o Overview, all []Table) error {
	book, err := tables.NewBook(out)
	if err != nil {
		return err
	}
	if err := w.cover(book, o.Period, w.Filters(o.Scope), o.Demo); err != nil {
		return errors.Join(err, book.Drop())
	}
	for _, t := range all {
		if err := t.sheet(book); err != nil {
			return errors.Join(fmt.Errorf("table %s: %w", t.ID, err), book.Drop())
		}
	}
	return book.Close()
}

func (t Table) sheet(book *tables.Book) error {
	rows, err := book.Sheet(t.Title, t.Titles)
	if err != nil {
		return err
	}
	for _, row := range t.Rows {
		if err := rows.Row(row...); err != nil {
			return err
		}
	}
	return rows.Close()
}

// logColumns are those of an exported log.
var logColumns = []string{
	"number", "time", "kind", "service", "service_title", "agency", "region", "sector", "language", "state", "filed", "due", "days_overdue", "step", "text",
}

func (w Words) logRow(e Entry) []any {
	return []any{
		e.Number.String(), e.At, e.Kind, e.Service, w.Service(e.Service), AgencyOf(w.Catalog, e.Service), e.Region, SectorOf(w.Catalog, e.Service), e.Language, e.State,
		orNil(e.Filed != 0, e.Filed), orNil(e.Due != 0, e.Due), e.Overdue, e.Step, e.Text,
	}
}

func orNil(is bool, v any) any {
	if is {
		return v
	}
	return nil
}

// progressEvery is after how many rows progress is told.
const progressEvery = 10_000

// ExportLog writes all complaints that a filter takes, as a stream: memory does
// not grow with them. progress, which may be nil, is told now and then how many
// rows are written. A workbook begins with a sheet of definitions and filters; in
// CSV and JSON lines made-up data says so in a column.
func (s *Store) ExportLog(ctx context.Context, w Words, f Filter, format tables.Format, out io.Writer, progress func(rows int)) error {
	demo, err := s.Demo(ctx)
	if err != nil {
		return err
	}
	f.After = ""
	rows, done, err := w.logWriter(f, format, out, demo)
	if err != nil {
		return err
	}
	n := 0
	err = s.Each(ctx, w.Catalog, f, func(e Entry) error {
		row := w.logRow(e)
		if demo && format != tables.XLSX {
			row = append(row, true)
		}
		n++
		if progress != nil && n%progressEvery == 0 {
			progress(n)
		}
		return rows.Row(row...)
	})
	if err == nil && progress != nil {
		progress(n)
	}
	return done(err)
}

// logWriter begins a log; done completes it, or drops it after an error.
func (w Words) logWriter(f Filter, format tables.Format, out io.Writer, demo bool) (rows tables.Writer, done func(error) error, err error) {
	if format != tables.XLSX {
		columns := logColumns
		if demo {
			columns = append(append([]string{}, columns...), "made_up")
		}
		rows, err = tables.New(format, out, "complaints", columns)
		return rows, func(err error) error {
			if err != nil {
				return err
			}
			return rows.Close()
		}, err
	}
	book, err := tables.NewBook(out)
	if err != nil {
		return nil, nil, err
	}
	var titles []string
	for _, c := range logColumns {
		titles = append(titles, w.Say("ReportCol_"+c))
	}
	if err = w.cover(book, f.Period, w.logFilters(f), demo); err == nil {
		rows, err = book.Sheet(w.Say("ReportSheetLog"), titles)
	}
	if err != nil {
		return nil, nil, errors.Join(err, book.Drop())
	}
	return rows, func(err error) error {
		if err == nil {
			err = rows.Close()
		}
		if err != nil {
			return errors.Join(err, book.Drop())
		}
		return book.Close()
	}, nil
}

// logFilters are the narrowings of the log in words.
func (w Words) logFilters(f Filter) []string {
	out := w.Filters(f.Scope)
	if f.Language != "" {
		out = append(out, w.Say("ReportCol_language")+": "+w.Spoken(f.Language))
	}
	if f.State != "" {
		out = append(out, w.Say("ReportCol_state")+": "+w.State(f.State))
	}
	if f.Overdue > 0 {
		out = append(out, w.Say("ReportOverdueFrom", locales.Args{"Days": f.Overdue}))
	}
	if f.Label != "" {
		out = append(out, w.Say("ReportCol_label")+": "+f.Label)
	}
	return out
}
