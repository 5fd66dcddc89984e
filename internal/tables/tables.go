// Package tables writes rows as CSV, JSON lines or a workbook, a row at a time,
// so that a million rows need no more memory than one.
package tables

import (
	"fmt"
	"io"
	"slices"
)

// Format is how a table is written.
type Format string

// The formats.
const (
	CSV   Format = "csv"   // UTF-8 with a byte order mark, comma
	XLSX  Format = "xlsx"  // a workbook with typed cells
	JSONL Format = "jsonl" // one object a line, keys as the columns
)

// Formats lists the formats.
func Formats() []Format { return []Format{CSV, XLSX, JSONL} }

// Percent is a share in per cent, such as 87.5: a workbook shows it as one, other
// formats hold the number.
type Percent float64

// Writer takes a table's rows. Close completes the table; without it nothing
// of a workbook is written.
type Writer interface {
	// Row adds a row: as many cells as there are columns, each a string, an
	// integer, a float64, a Percent, a bool, a time.Time (a moment), a day such
	// as calendar.Date, or nil.
	Row(cells ...any) error
	Close() error
}

// New begins a table.
func New(f Format, w io.Writer, sheet string, columns []string) (Writer, error) {
	switch f {
	case CSV:
		return newCSV(w, columns)
	case XLSX:
		return newXLSX(w, sheet, columns)
	case JSONL:
		return newJSONL(w, columns), nil
	}
	return nil, fmt.Errorf("unknown format %q, expected one of %v", f, Formats())
}

// formulaStarts are the signs by which a spreadsheet knows a formula.
var formulaStarts = []byte{'=', '+', '-', '@', '\t', '\r', '\n'}

// guarded keeps a spreadsheet from taking text for a formula.
func guarded(s string) string {
	if s != "" && slices.Contains(formulaStarts, s[0]) {
		return "'" + s
	}
	return s
}
