package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/merzim/merzim/internal/poster"
	"github.com/merzim/merzim/locales"
)

const ownLetters = "әғқңөұүһіӘҒҚҢӨҰҮҺІ"

// Every service fits one page in both languages, with its title and every letter.
func TestEveryServiceFitsItsPoster(t *testing.T) {
	t.Parallel()
	need(t, "pdftotext")
	source, err := openFiles("", "")
	if err != nil {
		t.Fatal(err)
	}
	know, _, err := source.load()
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	for i, service := range know.Catalog.Services {
		t.Run(service.ID, func(t *testing.T) {
			t.Parallel()
			link, err := serviceLink("merzim_bot", service.ID)
			if err != nil {
				t.Fatal(err)
			}
			if payload := strings.TrimPrefix(link, "https://t.me/merzim_bot?start="); len(payload) > 64 {
				t.Errorf("Telegram opens payloads of at most 64 characters: %s", payload)
			}
			page := posterPage(know, service, []string{locales.Kazakh, locales.Russian}, link, at)
			checkPoster(t, page)
			if i%everyService != 0 {
				return
			}
			for n := range page.Columns {
				alone := page
				alone.Columns = page.Columns[n : n+1]
				checkPoster(t, alone)
			}
		})
	}
}

// everyService is how many services share one that is also drawn in a single
// language, where there is twice the room.
const everyService = 9

// checkPoster draws a page and reads it back.
func checkPoster(t *testing.T, page poster.Page) {
	t.Helper()
	var pdf bytes.Buffer
	if err := poster.Write(&pdf, page); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "poster.pdf")
	if err := os.WriteFile(file, pdf.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	// pdftotext ends every page with a form feed.
	text := tool(t, "pdftotext", "-raw", file, "-")
	if n := strings.Count(text, "\f"); n != 1 {
		t.Errorf("%d pages", n)
	}
	written := strings.TrimPrefix(page.Link, "https://")
	for _, c := range page.Columns {
		written += c.Title + c.Invite + c.Aside + strings.Join(c.Small, "")
		for _, s := range c.Sections {
			written += s.Head + strings.Join(s.Lines, "")
		}
		for _, word := range strings.FieldsFunc(c.Title, unicode.IsSpace) {
			if !strings.Contains(text, word) {
				t.Errorf("%q of the title is not on the page", word)
			}
		}
	}
	if got, want := letters(text), letters(written); got != want {
		t.Errorf("the page lost or changed letters:\ngot  %s\nwant %s", got, want)
	}
}

// letters counts the letters of a text, whatever their order.
func letters(s string) string {
	count := map[rune]int{}
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '₸' || r == '№' {
			count[r]++
		}
	}
	var b strings.Builder
	for r := rune(0); r < 0x2200; r++ {
		if count[r] > 0 {
			b.WriteString(string(r) + strings.Repeat("'", count[r]))
		}
	}
	return b.String()
}

// The command writes a file that a telephone's camera reads.
func TestAPostersCodeOpensTheService(t *testing.T) {
	t.Parallel()
	need(t, "pdftoppm", "zbarimg", "pdftotext")
	for _, lang := range []string{"kk", "ru", "both"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			file := filepath.Join(dir, "poster.pdf")
			inside(t, "", "poster", "id-card", "--lang", lang, "--bot", "@merzim_bot", "-o", file).must(t)
			tool(t, "pdftoppm", "-r", "70", "-png", "-singlefile", file, filepath.Join(dir, "page"))
			got := strings.TrimSpace(tool(t, "zbarimg", "--quiet", "--raw", filepath.Join(dir, "page.png")))
			if want := "https://t.me/merzim_bot?start=s_id-card"; got != want {
				t.Errorf("the code opens %q, want %q", got, want)
			}
			text := tool(t, "pdftotext", file, "-")
			if lang != "ru" {
				holds(t, text, "Жеке куәлік", "15 жұмыс күні", "1414", "мемлекеттік орган емес")
			}
			if lang != "kk" {
				holds(t, text, "15 рабочих дней", "1414", "не государственный орган", "23.11.2026")
			}
		})
	}
}

func TestEveryKazakhLetterAndTheTengeComeBack(t *testing.T) {
	t.Parallel()
	need(t, "pdftotext")
	const line = ownLetters + "ёЁ№₸☐«»–—"
	var pdf bytes.Buffer
	page := poster.Page{Link: "https://t.me/merzim_bot?start=s_x", Columns: []poster.Column{{Language: "kk", Title: line}}}
	if err := poster.Write(&pdf, page); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "poster.pdf")
	if err := os.WriteFile(file, pdf.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	got := strings.Join(strings.Fields(tool(t, "pdftotext", "-raw", file, "-")), "")
	holds(t, got, line)
}

func TestAPosterWithoutItsNeedsIsRefused(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "poster.pdf")
	for name, c := range map[string]struct {
		args   []string
		status int
		says   string
	}{
		"no bot":        {[]string{"id-card", "-o", file}, statusUsage, "--bot is missing"},
		"a wrong bot":   {[]string{"id-card", "-o", file, "--bot", "t.me/x"}, statusUsage, "Latin letters"},
		"no file":       {[]string{"id-card", "--bot", "merzim_bot"}, statusUsage, "-o is missing"},
		"no language":   {[]string{"id-card", "-o", file, "--bot", "merzim_bot", "--lang", "en"}, statusUsage, "kk, ru or both"},
		"no service":    {[]string{"id-kard", "-o", file, "--bot", "merzim_bot"}, statusFault, "unknown service"},
		"no such place": {[]string{"id-card", "-o", filepath.Join(file, "x"), "--bot", "merzim_bot"}, statusFault, "not written"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := inside(t, "", append([]string{"poster"}, c.args...)...)
			if got.status != c.status || !strings.Contains(got.err, c.says) {
				t.Errorf("status %d, %q", got.status, got.err)
			}
		})
	}
}

// need fails the test where a program is missing: a skipped test proves nothing.
func need(t *testing.T, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			t.Fatalf("%s is missing: `make tools` installs poppler-utils and zbar-tools", p)
		}
	}
}

// tool runs a program and gives what it printed.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), name, args...).Output()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return string(out)
}
