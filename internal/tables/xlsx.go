package tables

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

const (
	columnWidth = 22 // characters
	momentForm  = "yyyy-mm-dd hh:mm"
	dayForm     = "yyyy-mm-dd"
	shareForm   = "0.0%"
	maxRows     = 1_048_576 // of one sheet, the header included
	maxName     = 31        // characters of a sheet's name
)

// civil is a day without an hour, such as calendar.Date.
type civil interface {
	Year() int
	Month() time.Month
	Day() int
}

// Book is a workbook of several sheets, written one after the other. Rows are
// streamed to disk through excelize, so memory stays bounded.
type Book struct {
	file                     *excelize.File
	out                      io.Writer
	names                    map[string]bool // of its sheets, in small letters
	bold, moment, day, share int             // styles
}

// NewBook begins a workbook; nothing is written before Close.
func NewBook(w io.Writer) (*Book, error) {
	b := &Book{file: excelize.NewFile(), out: w, names: map[string]bool{}}
	// The library would gather the whole file in memory before it writes it.
	b.file.ZipWriter = func(io.Writer) excelize.ZipWriter { return zip.NewWriter(w) }
	if err := b.styles(); err != nil {
		return nil, errors.Join(fmt.Errorf("write workbook: %w", err), b.file.Close())
	}
	return b, nil
}

func (b *Book) styles() (err error) {
	if b.bold, err = b.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}}); err != nil {
		return err
	}
	for form, style := range map[string]*int{momentForm: &b.moment, dayForm: &b.day, shareForm: &b.share} {
		if *style, err = b.file.NewStyle(&excelize.Style{CustomNumFmt: &form}); err != nil {
			return err
		}
	}
	return nil
}

// Sheet begins a sheet with a frozen header; it is complete when its writer is
// closed, and only then the next may begin.
func (b *Book) Sheet(name string, columns []string) (Writer, error) {
	s := &sheet{book: b, name: name, columns: columns}
	if err := s.begin(); err != nil {
		return nil, fmt.Errorf("write workbook: %w", err)
	}
	return s, nil
}

// Close writes the workbook and removes what lay on disk meanwhile.
func (b *Book) Close() error {
	if err := b.file.Write(b.out); err != nil {
		return errors.Join(fmt.Errorf("write workbook: %w", err), b.file.Close())
	}
	return b.file.Close()
}

// free makes a name that a sheet may bear and none bears yet.
func (b *Book) free(name string) string {
	clean := []rune(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) {
			return ' '
		}
		return r
	}, name))
	for n := 1; ; n++ {
		end := ""
		if n > 1 {
			end = fmt.Sprintf(" %d", n)
		}
		name := strings.TrimSpace(string(clean[:min(len(clean), maxName-len(end))])) + end
		if key := strings.ToLower(name); !b.names[key] {
			b.names[key] = true
			return name
		}
	}
}

// sheet writes the rows of one sheet, and goes on in another one where they are
// more than a sheet holds.
type sheet struct {
	book    *Book
	name    string
	columns []string
	stream  *excelize.StreamWriter
	row     int
}

func (s *sheet) begin() error {
	name := s.book.free(s.name)
	var err error
	if len(s.book.names) == 1 {
		err = s.book.file.SetSheetName("Sheet1", name)
	} else {
		_, err = s.book.file.NewSheet(name)
	}
	if err != nil {
		return err
	}
	if s.stream, err = s.book.file.NewStreamWriter(name); err != nil {
		return err
	}
	if err := s.stream.SetColWidth(1, len(s.columns), columnWidth); err != nil {
		return err
	}
	if err := s.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	head := make([]any, len(s.columns))
	for i, c := range s.columns {
		head[i] = excelize.Cell{StyleID: s.book.bold, Value: c}
	}
	s.row = 1
	return s.stream.SetRow("A1", head)
}

// Row writes typed cells; a text is a text also where it looks like a formula.
func (s *sheet) Row(cells ...any) error {
	if len(cells) != len(s.columns) {
		return fmt.Errorf("write workbook: %d cells for %d columns", len(cells), len(s.columns))
	}
	if s.row == maxRows {
		if err := s.Close(); err != nil {
			return err
		}
		if err := s.begin(); err != nil {
			return fmt.Errorf("write workbook: %w", err)
		}
	}
	row := make([]any, len(cells))
	for i, cell := range cells {
		row[i] = s.book.typed(cell)
	}
	s.row++
	at, err := excelize.CoordinatesToCellName(1, s.row)
	if err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return s.stream.SetRow(at, row)
}

// typed gives moments, days and shares the form in which a spreadsheet shows
// them. The moment is written as its own zone's clock shows it.
func (b *Book) typed(cell any) any {
	switch v := cell.(type) {
	case time.Time:
		return excelize.Cell{StyleID: b.moment, Value: v}
	case Percent:
		return excelize.Cell{StyleID: b.share, Value: float64(v) / 100}
	case civil:
		return excelize.Cell{StyleID: b.day, Value: time.Date(v.Year(), v.Month(), v.Day(), 0, 0, 0, 0, time.UTC)}
	}
	return cell
}

func (s *sheet) Close() error {
	if err := s.stream.Flush(); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

// alone is a workbook of one sheet.
type alone struct {
	Writer
	book *Book
}

func newXLSX(w io.Writer, name string, columns []string) (Writer, error) {
	book, err := NewBook(w)
	if err != nil {
		return nil, err
	}
	rows, err := book.Sheet(name, columns)
	if err != nil {
		return nil, errors.Join(err, book.Drop())
	}
	return alone{rows, book}, nil
}

func (a alone) Close() error {
	if err := a.Writer.Close(); err != nil {
		return errors.Join(err, a.book.Drop())
	}
	return a.book.Close()
}

// Drop gives a workbook up and removes what lay on disk.
func (b *Book) Drop() error { return b.file.Close() }
