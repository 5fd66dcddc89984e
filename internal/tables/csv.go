package tables

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"time"
)

// byteOrderMark makes spreadsheets read UTF-8 as such.
const byteOrderMark = "\ufeff"

type csvWriter struct {
	w     *csv.Writer
	cells []string
}

func newCSV(w io.Writer, columns []string) (Writer, error) {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return nil, fmt.Errorf("write csv: %w", err)
	}
	out := &csvWriter{w: csv.NewWriter(w), cells: make([]string, len(columns))}
	return out, out.w.Write(columns)
}

func (c *csvWriter) Row(cells ...any) error {
	if len(cells) != len(c.cells) {
		return fmt.Errorf("write csv: %d cells for %d columns", len(cells), len(c.cells))
	}
	for i, cell := range cells {
		switch v := cell.(type) {
		case nil:
			c.cells[i] = ""
		case string:
			c.cells[i] = guarded(v)
		case Percent:
			c.cells[i] = strconv.FormatFloat(float64(v), 'f', 1, 64)
		case time.Time:
			c.cells[i] = v.Format(time.RFC3339)
		default:
			c.cells[i] = fmt.Sprint(v)
		}
	}
	return c.w.Write(c.cells)
}

func (c *csvWriter) Close() error {
	c.w.Flush()
	return c.w.Error()
}
