package tables

import (
	"fmt"
	"io"
	"time"

	"github.com/xuri/excelize/v2"
)

const (
	columnWidth = 22 // characters
	momentForm  = "yyyy-mm-dd hh:mm"
)

// xlsxWriter streams rows to disk through excelize, so memory stays bounded.
type xlsxWriter struct {
	file    *excelize.File
	stream  *excelize.StreamWriter
	out     io.Writer
	columns int
	row     int
	moment  int // style of a moment
}

func newXLSX(w io.Writer, sheet string, columns []string) (Writer, error) {
	x := &xlsxWriter{file: excelize.NewFile(), out: w, columns: len(columns), row: 1}
	if err := x.begin(sheet, columns); err != nil {
		_ = x.file.Close()
		return nil, fmt.Errorf("write workbook: %w", err)
	}
	return x, nil
}

func (x *xlsxWriter) begin(sheet string, columns []string) error {
	if err := x.file.SetSheetName("Sheet1", sheet); err != nil {
		return err
	}
	bold, err := x.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	form := momentForm
	if x.moment, err = x.file.NewStyle(&excelize.Style{CustomNumFmt: &form}); err != nil {
		return err
	}
	if x.stream, err = x.file.NewStreamWriter(sheet); err != nil {
		return err
	}
	if err := x.stream.SetColWidth(1, len(columns), columnWidth); err != nil {
		return err
	}
	if err := x.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	head := make([]any, len(columns))
	for i, c := range columns {
		head[i] = excelize.Cell{StyleID: bold, Value: c}
	}
	return x.stream.SetRow("A1", head)
}

// Row writes typed cells; a text is a text also where it looks like a formula.
func (x *xlsxWriter) Row(cells ...any) error {
	if len(cells) != x.columns {
		return fmt.Errorf("write workbook: %d cells for %d columns", len(cells), x.columns)
	}
	row := make([]any, len(cells))
	for i, cell := range cells {
		row[i] = cell
		if at, ok := cell.(time.Time); ok {
			row[i] = excelize.Cell{StyleID: x.moment, Value: at}
		}
	}
	x.row++
	at, err := excelize.CoordinatesToCellName(1, x.row)
	if err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return x.stream.SetRow(at, row)
}

func (x *xlsxWriter) Close() error {
	if err := x.stream.Flush(); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	if err := x.file.Write(x.out); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return x.file.Close()
}
