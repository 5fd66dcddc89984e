package uploads

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/internal/screening"
)

// The columns of a file by their ids.
const (
	ColumnNumber  = "number"
	ColumnService = "service"
	ColumnFiled   = "filed"
	ColumnState   = "state"
	ColumnNote    = "note"
)

// Columns lists the columns in the order of the example; the note may be left
// out.
func Columns() []string {
	return []string{ColumnNumber, ColumnService, ColumnFiled, ColumnState, ColumnNote}
}

// Names read what people write. Service gives a service's id and whether it is
// the agency's own.
type Names struct {
	Column  func(text string) (id string)
	Service func(text string) (id string, own bool)
	State   func(text string) requests.State
}

const byteOrderMark = "\ufeff"

// maxNote bounds a note in a preview, in characters.
const maxNote = 200

// Read reads a file. Separators may be commas, semicolons or tabs; the first
// line names the columns in any order. A whole file that can't be read is an
// error; a row that can't has its Outcome.
func Read(file []byte, today calendar.Date, names Names) ([]Row, error) {
	if !utf8.Valid(file) || bytes.IndexByte(file, 0) >= 0 {
		return nil, ErrEncoding
	}
	text := strings.TrimPrefix(string(file), byteOrderMark)
	if strings.TrimSpace(text) == "" {
		return nil, ErrEmpty
	}
	head, lines, err := cells(text, false)
	if err != nil { // quotes that were not meant as such, as in ="0012"
		head, lines, err = cells(text, true)
	}
	if err != nil {
		return nil, ErrBroken
	}
	at, err := columns(head, names)
	if err != nil {
		return nil, err
	}
	if len(lines) > MaxRows {
		return nil, &TooLongError{len(lines)}
	}
	var rows []Row
	for _, l := range lines {
		row := Row{Line: l.number}
		if len(l.cells) != len(head) {
			row.Outcome = Cells
		} else {
			row.read(l.cells, at, today, names)
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return nil, ErrEmpty
	}
	markTwice(rows)
	return rows, nil
}

// line is a line of a file with its number, from 1.
type line struct {
	number int
	cells  []string
}

// cells parts a file into its first line and the others, blank ones left out.
// Read lazily, a quote inside a cell is a letter like any other; a cell of
// several lines is a fault then, since a quote may have been left open and have
// swallowed rows.
func cells(text string, lazy bool) (head []string, lines []line, err error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = separator(text), -1, lazy
	for {
		found, err := r.Read()
		if errors.Is(err, io.EOF) {
			return head, lines, nil
		}
		if err != nil {
			return nil, nil, err
		}
		if lazy && slices.ContainsFunc(found, func(c string) bool { return strings.Contains(c, "\n") }) {
			return nil, nil, ErrBroken
		}
		switch number, _ := r.FieldPos(0); {
		case head == nil:
			head = found
		case !blank(found):
			lines = append(lines, line{number, found})
		}
	}
}

// separator is what parts the cells of the first line most often.
func separator(text string) rune {
	first, _, _ := strings.Cut(text, "\n")
	best, most := ',', 0
	for _, r := range []rune{',', ';', '\t'} {
		if n := strings.Count(first, string(r)); n > most {
			best, most = r, n
		}
	}
	return best
}

// columns finds each column's place; -1 for a note that is not there.
func columns(head []string, names Names) (map[string]int, error) {
	at := map[string]int{ColumnNote: -1}
	for i, text := range head {
		if id := names.Column(strings.ToLower(strings.TrimSpace(text))); id != "" {
			at[id] = i
		}
	}
	var missing []string
	for _, id := range Columns() {
		if _, ok := at[id]; !ok {
			missing = append(missing, id)
		}
	}
	if len(missing) > 0 {
		return nil, &ColumnsError{missing}
	}
	return at, nil
}

func blank(cells []string) bool {
	return !slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" })
}

// read takes the cells of a row; the first fault is its outcome.
func (row *Row) read(cells []string, at map[string]int, today calendar.Date, names Names) {
	cell := func(id string) string { return plain(cells[at[id]]) }
	if at[ColumnNote] >= 0 {
		note := []rune(screening.Clean(cell(ColumnNote)))
		row.Note = string(note[:min(len(note), maxNote)])
	}
	number, err := requests.ParseNumber(cell(ColumnNumber))
	switch {
	case err != nil:
		row.Outcome = BadNumber
		return
	case number == "":
		row.Outcome = NoNumber
		return
	}
	row.Number = number
	id, own := names.Service(cell(ColumnService))
	switch {
	case id == "":
		row.Outcome = UnknownItem
		return
	case !own:
		row.Outcome = OtherAgency
		return
	}
	row.Service = id
	day, ok := readDay(cell(ColumnFiled))
	switch {
	case !ok:
		row.Outcome = BadDay
		return
	case day > today:
		row.Outcome = FutureDay
		return
	}
	row.Filed = day
	state := names.State(cell(ColumnState))
	switch {
	case state == "":
		row.Outcome = UnknownState
		return
	case !slices.Contains(requests.SetByStaff(), state):
		row.Outcome = CitizensState
		return
	}
	row.State = state
}

// plain is a cell without what spreadsheets put around text to keep it text:
// ="0012", '0012.
func plain(cell string) string {
	cell = strings.TrimSpace(cell)
	if inner, ok := strings.CutPrefix(cell, `="`); ok && strings.HasSuffix(inner, `"`) {
		cell = strings.TrimSuffix(inner, `"`)
	}
	return strings.TrimSpace(strings.TrimPrefix(cell, "'"))
}

// readDay reads 2026-11-23 and 23.11.2026.
func readDay(text string) (calendar.Date, bool) {
	if len(text) == len("23.11.2026") && text[2] == '.' && text[5] == '.' {
		text = text[6:] + "-" + text[3:5] + "-" + text[:2]
	}
	day, err := calendar.ParseDate(text)
	return day, err == nil
}

// markTwice marks rows that name a request which an earlier row names.
func markTwice(rows []Row) {
	seen := map[requests.Match]bool{}
	for i := range rows {
		if rows[i].Outcome != "" {
			continue
		}
		m := rows[i].match()
		if seen[m] {
			rows[i].Outcome = Twice
		}
		seen[m] = true
	}
}

func (row *Row) match() requests.Match {
	return requests.Match{Number: row.Number, Service: row.Service, Filed: row.Filed}
}
