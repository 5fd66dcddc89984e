package pdf_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/merzim/merzim/internal/pdf"
)

const ownLetters = "Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі Ёё № ₸ «» „“ – — … • ☐ ☑"

var written = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

// read sets a document and reads it back as a person would see it.
func read(t *testing.T, d pdf.Document) (pages []string) {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is missing: install poppler-utils")
	}
	var b bytes.Buffer
	if err := d.Write(&b); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "document.pdf")
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-layout", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	pages = strings.Split(string(out), "\f")
	return pages[:len(pages)-1]
}

func TestEveryLetterIsReadBack(t *testing.T) {
	t.Parallel()
	for _, bold := range []bool{false, true} {
		pages := read(t, pdf.Document{Written: written, Blocks: []pdf.Block{{Text: ownLetters, Bold: bold}}})
		if len(pages) != 1 || strings.Join(strings.Fields(pages[0]), " ") != ownLetters {
			t.Errorf("bold %v: %q", bold, pages)
		}
	}
}

func TestHostileTextsAreSet(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"emoji":                 {"наурыз 😀𐀀 \U0001F1F0\U0001F1FF мейрамы", "наурыз мейрамы"},
		"two signs a letter":    {"и\u0306од", "йод"},
		"turned writing":        {"а\u202eб\u2066в", "абв"},
		"lines and tabs":        {"а\r\n\tб", "а б"},
		"no glyph":              {"中文", ""},
		"signs of the format":   {"(a) \\ % {{.X}} <b>", "(a) \\ % {{.X}} <b>"},
		"nothing":               {"", ""},
		"bytes that are no UTF": {"а\xff\xfeб", "аб"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pages := read(t, pdf.Document{Title: c.text, Written: written, Blocks: []pdf.Block{{Text: c.text}, {Mark: c.text, Text: "конец"}}})
			got := strings.Join(strings.Fields(strings.Join(pages, "")), " ")
			if !strings.Contains(got, c.want) || !strings.Contains(got, "конец") {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// A long table goes over pages: its header stands on each, no row is lost or
// torn, and the foot knows how many pages there are.
func TestALongTableGoesOverPages(t *testing.T) {
	t.Parallel()
	columns := []float64{0.3, 0.7}
	blocks := []pdf.Block{
		{Text: "История", Bold: true, Size: 16, Align: pdf.AlignCentre},
		{Cells: []string{"КҮНІ", "НЕ БОЛДЫ"}, Columns: columns, Bold: true, Header: true, WithNext: true},
	}
	const rows = 150
	for i := range rows {
		blocks = append(blocks, pdf.Block{Cells: []string{fmt.Sprintf("row-%d", i), strings.Repeat("өтініш қабылданды ", 6) + fmt.Sprintf("end-%d", i)}, Columns: columns})
	}
	blocks = append(blocks, pdf.Block{Text: "После таблицы"})
	pages := read(t, pdf.Document{Written: written, Blocks: blocks, Foot: func(page, pages int) []string {
		return []string{"жеке жазба", fmt.Sprintf("%d-бет, барлығы %d", page, pages)}
	}})
	if len(pages) < 4 {
		t.Fatalf("%d pages", len(pages))
	}
	for i, p := range pages {
		if strings.Count(p, "КҮНІ") != 1 {
			t.Errorf("page %d has the header %d times", i+1, strings.Count(p, "КҮНІ"))
		}
		if want := fmt.Sprintf("%d-бет, барлығы %d", i+1, len(pages)); !strings.Contains(p, want) {
			t.Errorf("page %d does not say %q", i+1, want)
		}
		if strings.Count(p, "row-") != strings.Count(p, "end-") {
			t.Errorf("page %d tears a row", i+1)
		}
	}
	all := strings.Join(pages, " ")
	for i := range rows {
		if strings.Count(all, fmt.Sprintf("row-%d ", i)) != 1 {
			t.Errorf("row %d stands %d times", i, strings.Count(all, fmt.Sprintf("row-%d ", i)))
		}
	}
}

func TestAHeadingStaysWithItsText(t *testing.T) {
	t.Parallel()
	for filler := 30; filler < 60; filler++ {
		var blocks []pdf.Block
		for range filler {
			blocks = append(blocks, pdf.Block{Text: "строка"})
		}
		blocks = append(blocks, pdf.Block{Text: "ЗАГОЛОВОК", Before: 4, WithNext: true}, pdf.Block{Text: "ТЕКСТ"})
		for i, p := range read(t, pdf.Document{Written: written, Blocks: blocks}) {
			if strings.Contains(p, "ЗАГОЛОВОК") != strings.Contains(p, "ТЕКСТ") {
				t.Errorf("%d lines before: the heading stands alone on page %d", filler, i+1)
			}
		}
	}
}

// A paragraph of several pages loses no word and nothing is written below the
// page's end.
func TestALongParagraphLosesNothing(t *testing.T) {
	t.Parallel()
	var words []string
	for i := range 3000 {
		words = append(words, fmt.Sprintf("w%d", i))
	}
	text := strings.Join(words, " ")
	pages := read(t, pdf.Document{Written: written, Blocks: []pdf.Block{{Text: text}}})
	if got := strings.Join(strings.Fields(strings.Join(pages, " ")), " "); got != text {
		t.Errorf("%d pages, %d letters of %d", len(pages), len(got), len(text))
	}
}

func TestAnEndlessTextIsRefused(t *testing.T) {
	t.Parallel()
	d := pdf.Document{Written: written, Blocks: []pdf.Block{{Text: strings.Repeat("слово ", 200_000)}}}
	if err := d.Write(&bytes.Buffer{}); !errors.Is(err, pdf.ErrTooLong) {
		t.Errorf("%v", err)
	}
}

func TestTheSameDocumentGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	d := pdf.Document{Title: "Шағым", Language: "kk", Written: written, Blocks: []pdf.Block{{Text: ownLetters, Bold: true}, {Text: ownLetters}}}
	var a, b bytes.Buffer
	if err := errors.Join(d.Write(&a), d.Write(&b)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("two writings differ")
	}
	if a.Len() > 60_000 {
		t.Errorf("%d bytes for one page", a.Len())
	}
}

func BenchmarkWrite(b *testing.B) {
	d := pdf.Document{Written: written, Blocks: []pdf.Block{{Text: ownLetters}}}
	for b.Loop() {
		if err := d.Write(&bytes.Buffer{}); err != nil {
			b.Fatal(err)
		}
	}
}
