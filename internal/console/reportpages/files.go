package reportpages

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/merzim/merzim/internal/reports"
	"github.com/merzim/merzim/internal/tables"
)

// contentTypes are those of the files.
var contentTypes = map[tables.Format]string{
	tables.CSV:  "text/csv; charset=utf-8",
	tables.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// asked reads the figures that an address of a file names; a filter that nothing
// has is no file.
func (d *desk) asked() (o reports.Overview, err error) {
	p, scope, fault := d.scoped()
	if fault != nil {
		return o, errNotFound
	}
	return d.Reports.Overview(d.r.Context(), d.words.Catalog, p, scope)
}

// chart is a picture of the overview as SVG.
func (d *desk) chart() error {
	id, ok := strings.CutSuffix(d.r.PathValue("id"), ".svg")
	if !ok {
		return errNotFound
	}
	p, scope, fault := d.scoped()
	if fault != nil {
		return errNotFound
	}
	o, ok := d.recent.find(p, scope, d.Clock.Now())
	if !ok {
		var err error
		if o, err = d.asked(); err != nil {
			return err
		}
	}
	chart, ok := d.words.Chart(id, o)
	if !ok {
		return errNotFound
	}
	drawn, err := chart.Draw(reports.SVG)
	if err != nil {
		return err
	}
	d.w.Header().Set("Content-Type", "image/svg+xml")
	_, _ = d.w.Write(drawn)
	return nil
}

// tableFile is one table of the overview as a file.
func (d *desk) tableFile() error {
	o, err := d.asked()
	if err != nil {
		return err
	}
	return d.sendTable(o, d.words.Tables(o))
}

// sendTable sends the table that the address names, of those given.
func (d *desk) sendTable(o reports.Overview, all []reports.Table) error {
	id, ending, _ := strings.Cut(d.r.PathValue("id"), ".")
	i := slices.IndexFunc(all, func(t reports.Table) bool { return t.ID == id })
	if i < 0 {
		return errNotFound
	}
	name := fmt.Sprintf("%s-%s-%s", id, o.Period.From, o.Period.To)
	switch tables.Format(ending) {
	case tables.CSV:
		return d.sendFile(tables.CSV, name, marked(all[i], o.Demo).WriteCSV)
	case tables.XLSX:
		return d.sendFile(tables.XLSX, name, func(w io.Writer) error { return d.words.WriteWorkbook(w, o, all[i:i+1]) })
	}
	return errNotFound
}

// marked adds a column that says so to a table of made-up data.
func marked(t reports.Table, demo bool) reports.Table {
	if !demo {
		return t
	}
	t.Columns = append(slices.Clone(t.Columns), "made_up")
	rows := make([][]any, len(t.Rows))
	for i, row := range t.Rows {
		rows[i] = append(slices.Clone(row), true)
	}
	t.Rows = rows
	return t
}

// workbook is all figures of the period, and the lists.
func (d *desk) workbook() error {
	o, err := d.asked()
	if err != nil {
		return err
	}
	return d.sendFile(tables.XLSX, fmt.Sprintf("merzim-%s-%s", o.Period.From, o.Period.To), func(w io.Writer) error {
		return d.Reports.WriteReport(d.r.Context(), d.words, o, w)
	})
}

// sendFile sends a small file, whole or not at all.
func (d *desk) sendFile(f tables.Format, name string, write func(io.Writer) error) error {
	var file bytes.Buffer
	if err := write(&file); err != nil {
		return err
	}
	if err := d.Note(ActionExport, name+"."+string(f)); err != nil {
		return err
	}
	d.fileHead(f, name)
	_, _ = d.w.Write(file.Bytes())
	return nil
}

func (d *desk) fileHead(f tables.Format, name string) {
	d.w.Header().Set("Content-Type", contentTypes[f])
	d.w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s.%s"`, name, f))
}
