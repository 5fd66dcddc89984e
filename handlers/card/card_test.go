package card_test

import (
	"html"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/handlers/card"
	"github.com/merzim/merzim/locales"
)

func load(t *testing.T) (*catalog.Catalog, *locales.Texts) {
	t.Helper()
	c, err := catalog.Load(catalog.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	texts, err := locales.Load(locales.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return c, texts
}

// at is a working day in office hours.
func at(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 10, 0, 0, 0, calendar.Zone())
}

var tag = regexp.MustCompile(`</?[a-z][^>]*>`)

// shown is a text as a person sees it.
func shown(text string) string { return html.UnescapeString(tag.ReplaceAllString(text, "")) }

// The bounds of a first screen, which shall fit a phone. Twelve lines and 700
// characters are the aim; these are what no card may exceed.
const (
	maxLines      = 18
	maxCharacters = 900
)

func TestTheFirstScreenFitsAPhone(t *testing.T) {
	t.Parallel()
	c, texts := load(t)
	for _, s := range c.Services {
		for _, code := range locales.Codes() {
			w := card.Writer{Catalog: c, Language: texts.In(code), Now: at(2026, 11, 23)}
			for _, v := range s.Views() {
				text := shown(w.First(v))
				lines, characters := strings.Count(text, "\n")+1, utf8.RuneCountInString(text)
				if lines > maxLines || characters > maxCharacters {
					t.Errorf("%s %s (%s): %d lines, %d characters; at most %d and %d", s.ID, code, v.Choice, lines, characters, maxLines, maxCharacters)
				}
			}
		}
	}
}

func TestAFeeFollowsTheIndexOfItsYear(t *testing.T) {
	t.Parallel()
	c, texts := load(t)
	passport, _ := c.Service("passport")
	fees := func(now time.Time) string {
		return shown(card.Writer{Catalog: c, Language: texts.In("ru"), Now: now}.Fees(passport))
	}
	for _, row := range []struct {
		now        time.Time
		fee, index string
	}{
		{at(2026, 11, 23), "34\u00a0600 ₸ (8 МРП)", "1 МРП в 2026 году — 4\u00a0325 ₸."},
		{at(2025, 12, 31), "31\u00a0456 ₸ (8 МРП)", "1 МРП в 2025 году — 3\u00a0932 ₸."},
		{at(2024, 6, 3), "29\u00a0536 ₸ (8 МРП)", "1 МРП в 2024 году — 3\u00a0692 ₸."},
	} {
		got := fees(row.now)
		for _, want := range []string{row.fee, row.index} {
			if !strings.Contains(got, want) {
				t.Errorf("%s: missing %q in:\n%s", row.now.Format(time.DateOnly), want, got)
			}
		}
	}
	later := at(2031, 6, 2)
	if c.Law.MCI.On(calendar.DateIn(later)).From.Year() == 2031 {
		t.Skip("the index of 2031 is known")
	}
	if got := fees(later); !strings.Contains(got, "Посчитано по МРП") {
		t.Errorf("a year without its index does not say so:\n%s", got)
	}
}

func TestADayInTheNightIsCountedFromTheNextWorkingDay(t *testing.T) {
	t.Parallel()
	c, texts := load(t)
	s, _ := c.Service("id-card")
	for lang, want := range map[string][2]string{
		"ru": {"до 14 декабря 2026", "Сейчас нерабочее время"}, "kk": {"14 желтоқсанға дейін", "Қазір жұмыс уақыты емес"},
	} {
		sunday := time.Date(2026, 11, 22, 23, 0, 0, 0, calendar.Zone())
		text := shown(card.Writer{Catalog: c, Language: texts.In(lang), Now: sunday}.First(s.Settle(nil)))
		for _, part := range want {
			if !strings.Contains(text, part) {
				t.Errorf("missing %q in:\n%s", part, text)
			}
		}
		text = shown(card.Writer{Catalog: c, Language: texts.In(lang), Now: at(2026, 11, 23)}.First(s.Settle(nil)))
		if strings.Contains(text, want[1]) {
			t.Errorf("at ten on a Monday the office is said to be closed:\n%s", text)
		}
	}
}

// A wait that the law demands is no agency's delay.
func TestOnlyAnAgencysTermCanBeOverdue(t *testing.T) {
	t.Parallel()
	c, texts := load(t)
	for _, s := range c.Services {
		for _, v := range s.Views() {
			main := v.Main()
			if main == nil || main.Kind != catalog.MinimumWait {
				continue
			}
			for lang, overdue := range map[string]string{"ru": "Просрочка", "kk": "Мерзімі өтті"} {
				text := shown(card.Writer{Catalog: c, Language: texts.In(lang), Now: at(2026, 11, 23)}.Counting(v))
				if strings.Contains(text, overdue) {
					t.Errorf("%s %s: a minimum wait is called overdue:\n%s", s.ID, lang, text)
				}
			}
		}
	}
}
