package tables

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

var columns = []string{"time", "service", "days", "text"}

// hostile are texts that a spreadsheet might take for a formula.
var hostile = []string{"=1+1", "+7", "-1", "@SUM(A1)", "\tx", "\rx", "\n=1", `a "quoted", text`, "қазақша; ₸", ""}

func write(t *testing.T, f Format) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := New(f, &out, "log", columns)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	for i, text := range hostile {
		if err := w.Row(at, "id-card", i, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestCSVOpensAsText(t *testing.T) {
	t.Parallel()
	raw := write(t, CSV)
	if !bytes.HasPrefix(raw, []byte(byteOrderMark)) {
		t.Error("no byte order mark: a spreadsheet would misread Cyrillic")
	}
	rows, err := csv.NewReader(bytes.NewReader(raw[len(byteOrderMark):])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(rows[0], " "); got != "time service days text" {
		t.Errorf("header %q", got)
	}
	for i, row := range rows[1:] {
		text := row[3]
		if text != "" && strings.ContainsRune("=+-@\t\r\n", rune(text[0])) {
			t.Errorf("%q would be a formula", hostile[i])
		}
		if row[0] != "2026-11-23T10:00:00Z" {
			t.Errorf("time %q", row[0])
		}
	}
}

func TestJSONLKeepsTextAsItIs(t *testing.T) {
	t.Parallel()
	lines := strings.Split(strings.TrimSpace(string(write(t, JSONL))), "\n")
	if len(lines) != len(hostile) {
		t.Fatalf("%d lines for %d rows", len(lines), len(hostile))
	}
	for i, line := range lines {
		var row struct {
			Days int    `json:"days"`
			Text string `json:"text"`
		}
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		if row.Text != hostile[i] || row.Days != i {
			t.Errorf("row %d: %+v", i, row)
		}
	}
}

func TestWorkbookHasTypedCells(t *testing.T) {
	t.Parallel()
	f, err := excelize.OpenReader(bytes.NewReader(write(t, XLSX)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("log")
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != len(hostile)+1 {
		t.Fatalf("%d rows", len(rows))
	}
	if kind, _ := f.GetCellType("log", "D2"); kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString {
		t.Errorf("a text that looks like a formula is of type %v", kind)
	}
	if formula, _ := f.GetCellFormula("log", "D2"); formula != "" {
		t.Errorf("formula %q", formula)
	}
	if kind, _ := f.GetCellType("log", "C3"); kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
		t.Errorf("a number is of type %v", kind)
	}
	if panes, err := f.GetPanes("log"); err != nil || !panes.Freeze {
		t.Errorf("header not frozen: %v", err)
	}
}

func TestWrongRowsAreRefused(t *testing.T) {
	t.Parallel()
	for _, f := range Formats() {
		w, err := New(f, &bytes.Buffer{}, "log", columns)
		if err != nil {
			t.Fatal(err)
		}
		if w.Row("one") == nil {
			t.Errorf("%s: a row with too few cells was taken", f)
		}
	}
	if _, err := New("pdf", &bytes.Buffer{}, "log", columns); err == nil {
		t.Error("an unknown format was taken")
	}
}
