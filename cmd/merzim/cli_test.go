package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/handlers/card"
	"github.com/merzim/merzim/locales"
)

// answer is what `merzim due --json` prints.
type answer struct {
	Filed       string  `json:"filed"`
	Accepted    *string `json:"accepted"`
	Due         *string `json:"due"`
	OverdueFrom *string `json:"overdue_from"`
	Kind        string  `json:"kind"`
	Provisional bool    `json:"provisional"`
	Steps       []struct {
		Date   string `json:"date"`
		Counts bool   `json:"counts"`
		Why    string `json:"why"`
	} `json:"steps"`
}

func TestDueCountsTheDay(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		args          []string
		accepted, due string
		overdueFrom   string
		kind          string
	}{
		"working days over Nauryz":          {[]string{"--rule", "5wd", "--filed", "2026-03-20"}, "2026-03-20", "2026-04-01", "2026-04-02", "rendering"},
		"after hours":                       {[]string{"--rule", "1wd", "--filed", "2026-10-23 19:30"}, "2026-10-27", "2026-10-28", "2026-10-29", "rendering"},
		"in hours":                          {[]string{"--rule", "1wd", "--filed", "2026-10-23 17:29"}, "2026-10-23", "2026-10-27", "2026-10-28", "rendering"},
		"first row of a service":            {[]string{"id-card", "--filed", "2026-11-23"}, "2026-11-23", "2026-12-14", "2026-12-15", "rendering"},
		"another row":                       {[]string{"id-card", "--case", "2", "--filed", "2026-11-23"}, "2026-11-23", "2026-11-24", "2026-11-25", "rendering"},
		"flags before the service":          {[]string{"--filed", "2026-11-23", "--case", "2", "id-card"}, "2026-11-23", "2026-11-24", "2026-11-25", "rendering"},
		"marriage, filed on a Friday":       {[]string{"marriage-registration", "--filed", "2026-11-06"}, "2026-11-06", "2026-11-23", "2026-11-24", "minimum_wait"},
		"marriage, filed on a Wednesday":    {[]string{"marriage-registration", "--filed", "2026-11-25"}, "2026-11-25", "2026-12-10", "2026-12-11", "minimum_wait"},
		"divorce, filed on a Sunday online": {[]string{"divorce-registration", "--filed", "2027-01-31"}, "2027-02-01", "2027-03-01", "2027-03-02", "minimum_wait"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := outside(t, "", append([]string{"due", "--json"}, c.args...)...).must(t)
			var got answer
			if err := json.Unmarshal([]byte(r.out), &got); err != nil {
				t.Fatalf("%s: %v", r.out, err)
			}
			if got.Due == nil || got.Accepted == nil || got.OverdueFrom == nil {
				t.Fatalf("no date: %s", r.out)
			}
			if *got.Accepted != c.accepted || *got.Due != c.due || *got.OverdueFrom != c.overdueFrom || got.Kind != c.kind {
				t.Errorf("accepted %s, due %s, overdue from %s, %s; want %+v", *got.Accepted, *got.Due, *got.OverdueFrom, got.Kind, c)
			}
			if len(got.Steps) == 0 || got.Steps[len(got.Steps)-1].Date != c.due {
				t.Errorf("the working does not end on the due date: %s", r.out)
			}
			for _, step := range got.Steps {
				if step.Why == "" {
					t.Errorf("%s says not why", step.Date)
				}
			}
		})
	}
}

func TestDueIsExactJSON(t *testing.T) {
	t.Parallel()
	r := outside(t, "", "due", "--rule", "5wd", "--filed", "2026-03-20", "--json").must(t)
	holds(t, r.out, `"due":"2026-04-01"`)
}

func TestDueSaysThatThereIsNoClock(t *testing.T) {
	t.Parallel()
	c := embedded(t)
	var id string
	for _, s := range c.Services {
		if len(s.Terms) == 0 {
			id = s.ID
			break
		}
	}
	if id == "" {
		t.Skip("each service has a term")
	}
	r := outside(t, "", "due", id, "--filed", "2026-11-23", "--json").must(t)
	holds(t, r.out, `"due":null`, `"accepted":null`, `"steps":[]`)
	holds(t, outside(t, "", "due", id, "--filed", "2026-11-23").must(t).out, "день не считается")
}

func TestDueInWords(t *testing.T) {
	t.Parallel()
	for lang, want := range map[string][]string{
		"ru": {"Подано: 23 ноября, пн", "Пропущены: ", "Последний день: 14 декабря 2026, понедельник", "с 15 декабря 2026"},
		"kk": {"2026 жылғы 14 желтоқсан", "2026 жылғы 15 желтоқсаннан бастап"},
	} {
		holds(t, outside(t, "", "due", "id-card", "--filed", "2026-11-23", "--lang", lang).must(t).out, want...)
	}
}

func TestWrongUsageHasStatusTwoAndOneLine(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"nonsense"}, {"--nonsense"}, {"serve", "now"}, {"due"}, {"due", "id-card"}, {"due", "--rule", "5wd"},
		{"due", "id-card", "--rule", "5wd", "--filed", "2026-11-23"}, {"due", "--rule", "5xx", "--filed", "2026-11-23"},
		{"due", "--rule", "5wd", "--filed", "23.11.2026"}, {"due", "--rule", "5wd", "--filed"}, {"due", "a", "b", "--filed", "2026-11-23"},
		{"due", "id-card", "--case", "99", "--filed", "2026-11-23"}, {"due", "id-card", "--case", "two", "--filed", "2026-11-23"},
		{"show"}, {"show", "id-card", "--lang", "de"}, {"show", "id-card", "--now", "soon"}, {"search"}, {"search", "--top", "0", "паспорт"},
		{"check", "all"}, {"telegram", "--addr", "0.0.0.0:8081"},
	} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			t.Parallel()
			r := outside(t, "", args...)
			if r.status != statusUsage || r.out != "" || !oneErrorLine(r.err) {
				t.Errorf("status %d, output %q, standard error %q; want 2, nothing and one line", r.status, r.out, r.err)
			}
		})
	}
}

func TestAnUnknownServiceHasStatusOneAndOneLine(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"show", "no-such"}, {"due", "no-such", "--filed", "2026-11-23"}} {
		r := outside(t, "", args...)
		if r.status != statusFault || r.out != "" || !oneErrorLine(r.err) {
			t.Errorf("%s: status %d, output %q, standard error %q; want 1, nothing and one line", args, r.status, r.out, r.err)
		}
		holds(t, r.err, `"no-such"`, "merzim search")
	}
}

func oneErrorLine(s string) bool {
	return strings.HasPrefix(s, "merzim: ") && strings.Count(s, "\n") == 1 && strings.HasSuffix(s, "\n")
}

func TestSearchAnswersALineForALine(t *testing.T) {
	t.Parallel()
	in := "удостоверение личности\n\nпаспорт\tгражданина\nрецепт борща со сметаной\n"
	got := outside(t, in, "search", "-", "--top", "2").must(t).lines()
	if len(got) != 4 {
		t.Fatalf("%d lines for 4: %q", len(got), got)
	}
	holds(t, got[0], "удостоверение личности\tid-card")
	if got[1] != "" {
		t.Errorf("a blank line became %q", got[1])
	}
	holds(t, got[2], "паспорт гражданина\t", "passport")
	if got[3] != "рецепт борща со сметаной" {
		t.Errorf("no service, but %q", got[3])
	}
	for _, line := range got {
		if n := strings.Count(line, "\t"); n > 2 {
			t.Errorf("%d services for --top 2: %q", n, line)
		}
	}
}

func TestSearchNamesServices(t *testing.T) {
	t.Parallel()
	for lang, want := range map[string]string{"ru": "id-card\tУдостоверение личности", "kk": "id-card\tЖеке куәлік"} {
		got := outside(t, "", "search", "потерял удостоверение личности", "--lang", lang).must(t).lines()
		if got[0] != want {
			t.Errorf("best answer %q, want %q", got[0], want)
		}
		if len(got) > 3 {
			t.Errorf("%d lines, at most 3 by default", len(got))
		}
	}
	if r := outside(t, "", "search", "рецепт борща со сметаной").must(t); r.out != "" {
		t.Errorf("no service, but %q", r.out)
	}
}

// embedded is the catalogue of the binary.
func embedded(t *testing.T) *catalog.Catalog {
	t.Helper()
	c, err := catalog.Load(catalog.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestShowPrintsTheWholeCard(t *testing.T) {
	t.Parallel()
	r := outside(t, "", "show", "--now", "2026-11-23", "passport", "--lang", "kk").must(t)
	c := embedded(t)
	texts, err := locales.Load(locales.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	s, _ := c.Service("passport")
	at, err := parseTime("2026-11-23")
	if err != nil {
		t.Fatal(err)
	}
	want := plainText(card.Writer{Catalog: c, Language: texts.In("kk"), Now: at}.Whole(s)) + "\n"
	if r.out != want {
		t.Errorf("the program prints another card than the one tested below:\n%s", difference(want, r.out))
	}
}

func TestEveryCardIsWholeInBothLanguages(t *testing.T) {
	t.Parallel()
	c := embedded(t)
	texts, err := locales.Load(locales.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, calendar.Zone())
	for _, s := range c.Services {
		for _, lang := range locales.Codes() {
			t.Run(s.ID+" "+lang, func(t *testing.T) {
				t.Parallel()
				language := texts.In(lang)
				shown := plainText(card.Writer{Catalog: c, Language: language, Now: now}.Whole(s))
				holds(t, shown, s.Title.In(lang), s.Provider.In(lang), s.Result.In(lang), shortDate(s.Checked))
				lacks(t, shown, "<no value>", "<b>", "</", "&quot;", "&#")
				holdsTerms(t, shown, language, s)
				holdsDocuments(t, shown, language, s)
				holdsFees(t, shown, language, c, s, now)
				if s.Act == nil {
					holds(t, shown, language.T("ActNotFound"))
				} else {
					holds(t, shown, s.Act.Title, s.Act.Number, s.Act.URL(lang))
				}
			})
		}
	}
}

func shortDate(d calendar.Date) string {
	return fmt.Sprintf("%02d.%02d.%d", d.Day(), d.Month(), d.Year())
}

func holdsTerms(t *testing.T, shown string, language *locales.Language, s *catalog.Service) {
	t.Helper()
	if len(s.Terms) == 0 {
		holds(t, shown, strings.SplitN(plainText(language.T("DueNoTerm", locales.Args{"Line": "1414"})), ".", 2)[0])
	}
	for i := range s.Terms {
		term := &s.Terms[i]
		row := rowOf(shown, fmt.Sprintf("%d) %s", i+1, term.Case.In(language.Code)))
		if row == "" {
			t.Errorf("term %d is not shown", i+1)
			continue
		}
		if term.Length != nil && term.Kind != catalog.AtOnce && term.Kind != catalog.Window {
			holds(t, row, fmt.Sprint(*term.Length)+" ")
		}
		if !term.Verified() {
			holds(t, row, language.T("UnverifiedMark"))
		}
	}
}

func holdsDocuments(t *testing.T, shown string, language *locales.Language, s *catalog.Service) {
	t.Helper()
	if len(s.Documents) == 0 {
		holds(t, shown, language.T("CardNoDocuments"))
	}
	for i, d := range s.Documents {
		holds(t, shown, fmt.Sprintf("%d. %s", i+1, d.Text.In(language.Code)))
	}
}

func holdsFees(t *testing.T, shown string, language *locales.Language, c *catalog.Catalog, s *catalog.Service, now time.Time) {
	t.Helper()
	if len(s.Fee.Rows) == 0 && s.Fee.Free {
		holds(t, shown, language.T("CardFeeFree"))
	} else if len(s.Fee.Rows) == 0 {
		holds(t, shown, language.T("CardFeeUnknown"))
	}
	for _, row := range s.Fee.Rows {
		line := rowOf(shown, "• "+row.Case.In(language.Code))
		amount, known := row.Amount(c.Law.MCI, calendar.DateIn(now))
		want := plainText(language.Money(amount))
		switch {
		case !known:
			want = language.T("FeeNotFound")
		case amount == 0:
			want = language.T("FeeFree")
		}
		holds(t, line, want)
	}
}

// rowOf is the line that begins so.
func rowOf(text, start string) string {
	for line := range strings.SplitSeq(text, "\n") {
		if strings.HasPrefix(line, start) {
			return line
		}
	}
	return ""
}
