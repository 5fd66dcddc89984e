package tables

import (
	"bytes"
	"encoding/csv"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// day is a civil date.
type day struct{ time.Time }

func book(t *testing.T, w io.Writer) {
	t.Helper()
	b, err := NewBook(w)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Есеп: 1/2?", "Есеп: 1/2?", strings.Repeat("ұзақ атау ", 9), "history"} {
		rows, err := b.Sheet(name, []string{"=HEAD()", "day", "share", "n"})
		if err != nil {
			t.Fatal(err)
		}
		for i, text := range hostile {
			if err := rows.Row(text, day{time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)}, Percent(87.5), int64(i)); err != nil {
				t.Fatal(err)
			}
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestBook: sheets with names that a workbook may bear, days and shares typed,
// texts that look like a formula no formulas.
func TestBook(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	book(t, &out)
	f, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	names := f.GetSheetList()
	if len(names) != 4 || names[0] == names[1] {
		t.Fatal(names)
	}
	for _, name := range names {
		if len([]rune(name)) > maxName || strings.ContainsAny(name, `[]:*?/\'`) {
			t.Errorf("sheet %q", name)
		}
		raw, err := f.GetRows(name, excelize.Options{RawCellValue: true})
		if err != nil || len(raw) != len(hostile)+1 {
			t.Fatal(len(raw), err)
		}
		shown, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, text := range hostile {
			if formula, _ := f.GetCellFormula(name, cell("A", i+2)); formula != "" {
				t.Errorf("%q is the formula %s", text, formula)
			}
			if got := shown[i+1]; got[1] != "2026-11-23" || got[2] != "87.5%" {
				t.Errorf("shown as %v", got)
			}
			if raw[i+1][2] != "0.875" {
				t.Errorf("a share kept as %s", raw[i+1][2])
			}
		}
		if panes, err := f.GetPanes(name); err != nil || !panes.Freeze {
			t.Errorf("%s: header not frozen: %v", name, err)
		}
	}
}

func cell(column string, row int) string {
	name, _ := excelize.JoinCellName(column, row)
	return name
}

// TestLibreOfficeOpensIt: a spreadsheet program reads workbook and CSV, and sees
// texts where texts are.
func TestLibreOfficeOpensIt(t *testing.T) {
	t.Parallel()
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not installed (Debian: libreoffice-calc-nogui)")
	}
	folder := t.TempDir()
	file, err := os.Create(filepath.Join(folder, "book.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	book(t, file)
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "log.csv"), write(t, CSV), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ file, filter, out string }{
		// separator, quote, UTF-8, first line, and at the end the sheet
		{"book.xlsx", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2", "book-"},
		{"log.csv", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true", "log-"},
	} {
		to := filepath.Join(folder, "out-"+c.file)
		cmd := exec.Command(office, "-env:UserInstallation=file://"+filepath.Join(folder, "profile"), "--headless", "--infilter=CSV:44,34,76,1", "--convert-to", c.filter, "--outdir", to, filepath.Join(folder, c.file))
		if c.file == "book.xlsx" {
			cmd.Args = slices.Delete(cmd.Args, 3, 4)
		}
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		found, err := filepath.Glob(filepath.Join(to, "*.csv"))
		if err != nil || len(found) != 1 {
			t.Fatal(found, err)
		}
		text, err := os.ReadFile(found[0])
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
		if err != nil || len(rows) != len(hostile)+1 {
			t.Fatalf("%s: %d rows: %v", c.file, len(rows), err)
		}
		column := 0
		if c.file == "log.csv" {
			column = 3
		}
		for i, text := range hostile {
			got := strings.TrimPrefix(rows[i+1][column], "'")
			if strings.TrimSpace(got) != strings.TrimSpace(strings.ReplaceAll(text, "\r", "")) && strings.TrimSpace(got) != strings.TrimSpace(text) {
				t.Errorf("%s: %q is shown as %q", c.file, text, rows[i+1][column])
			}
		}
	}
}

// TestMemoryIsBounded: ten times the rows need no more memory.
func TestMemoryIsBounded(t *testing.T) {
	const bound = 48 << 20
	b, err := NewBook(io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := b.Sheet("log", columns)
	if err != nil {
		t.Fatal(err)
	}
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for i := range 60_000 {
		if err := rows.Row(time.Unix(int64(i), 0), "id-card", i, strings.Repeat("ұзақ мәтін ", 20)+string(rune('a'+i%26))); err != nil {
			t.Fatal(err)
		}
		if i%20_000 == 19_999 {
			runtime.GC()
			runtime.ReadMemStats(&now)
			if now.HeapAlloc > before.HeapAlloc+bound {
				t.Fatalf("%d MiB after %d rows", (now.HeapAlloc-before.HeapAlloc)>>20, i+1)
			}
		}
	}
	if err := rows.Close(); err != nil {
		t.Fatal(err)
	}
	var peak uint64
	b.out = io.Discard
	b.file.ZipWriter = watched(b.file.ZipWriter, func() {
		runtime.GC()
		runtime.ReadMemStats(&now)
		peak = max(peak, now.HeapAlloc)
	})
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if peak == 0 || peak > before.HeapAlloc+bound {
		t.Errorf("%d MiB while the file is put together", (peak-before.HeapAlloc)>>20)
	}
}

// watched looks at the memory after each part of the file.
func watched(make func(io.Writer) excelize.ZipWriter, look func()) func(io.Writer) excelize.ZipWriter {
	return func(w io.Writer) excelize.ZipWriter { return watching{make(w), look} }
}

type watching struct {
	excelize.ZipWriter
	look func()
}

func (w watching) Create(name string) (io.Writer, error) { w.look(); return w.ZipWriter.Create(name) }
func (w watching) Close() error                          { w.look(); return w.ZipWriter.Close() }

// TestASecondSheetGoesOn: more rows than a sheet holds go on in another one.
func TestASecondSheetGoesOn(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	b, err := NewBook(&out)
	if err != nil {
		t.Fatal(err)
	}
	w, err := b.Sheet("log", []string{"n"})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Row(1); err != nil {
		t.Fatal(err)
	}
	w.(*sheet).row = maxRows // as if it were full
	for _, n := range []int{2, 3} {
		if err := w.Row(n); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for name, want := range map[string]int{"log": 2, "log 2": 3} {
		if rows, err := f.GetRows(name); err != nil || len(rows) != want || rows[0][0] != "n" {
			t.Errorf("%s: %v, %v", name, rows, err)
		}
	}
}
