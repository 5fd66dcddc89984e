package catalog_test

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/handlers/card"
	"github.com/merzim/merzim/locales"
)

// collected is one row of testdata/facts.tsv.
type collected struct {
	service, kind string
	row           int    // from 1; 0 for the count of papers
	value, unit   string // "" where none was found
}

func collectedFacts(t *testing.T) []collected {
	t.Helper()
	raw, err := os.ReadFile("testdata/facts.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var out []collected
	for line := range strings.Lines(string(raw)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		parts := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(parts) != 5 {
			t.Fatalf("not five columns: %q", line)
		}
		row, err := strconv.Atoi(parts[2])
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, collected{parts[0], parts[1], row, parts[3], parts[4]})
	}
	return out
}

// Every term, fee and paper that was collected stands in the catalogue, in the
// same row with the same number and unit.
func TestTheCollectedFactsAreCarriedOver(t *testing.T) {
	t.Parallel()
	c := loaded(t)
	seen := map[string]bool{}
	for _, f := range collectedFacts(t) {
		seen[f.service] = true
		s, ok := c.Service(f.service)
		if !ok {
			t.Errorf("%s is no service", f.service)
			continue
		}
		want := strings.TrimSpace(f.value + " " + f.unit)
		if got := carried(s, f); got != want {
			t.Errorf("%s: %s %d is %q, collected as %q", f.service, f.kind, f.row, got, want)
		}
	}
	if len(seen) != 171 {
		t.Errorf("facts of %d services, want 171", len(seen))
	}
}

// carried is what the catalogue has for a collected fact, as "number unit".
func carried(s *catalog.Service, f collected) string {
	switch {
	case f.kind == "documents":
		return strconv.Itoa(len(s.Documents))
	case f.kind == "term" && f.row <= len(s.Terms):
		term := s.Terms[f.row-1]
		switch {
		case term.Kind == catalog.AtOnce:
			return strings.TrimSpace("0 " + f.unit) // the card says "at once", in no unit
		case term.Length == nil:
			return f.unit
		}
		return strconv.Itoa(*term.Length) + " " + string(term.Unit)
	case f.kind == "fee" && f.row <= len(s.Fee.Rows):
		r := s.Fee.Rows[f.row-1]
		switch {
		case r.MCI != nil:
			return strconv.FormatFloat(*r.MCI, 'f', -1, 64) + " MCI"
		case r.Tenge != nil:
			return strconv.FormatInt(*r.Tenge, 10) + " tenge"
		}
		return ""
	}
	return "not there"
}

// The whole card says every number that was collected, in both languages.
func TestTheWholeCardSaysEveryCollectedNumber(t *testing.T) {
	t.Parallel()
	c := loaded(t)
	texts, err := locales.Load(locales.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	facts := collectedFacts(t)
	for _, lang := range catalog.Languages() {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			l := texts.In(lang)
			w := card.Writer{Catalog: c, Language: l, Now: time.Date(2026, 11, 23, 5, 0, 0, 0, time.UTC)}
			whole := map[string]string{}
			for _, s := range c.Services {
				whole[s.ID] = w.Whole(s)
			}
			for _, f := range facts {
				if want := said(l, f); want != "" && !strings.Contains(whole[f.service], want) {
					t.Errorf("%s: %s %d: %q is not on the card", f.service, f.kind, f.row, want)
				}
			}
		})
	}
}

// said is how a card words a collected number; "" where there is none to word.
func said(l *locales.Language, f collected) string {
	number, err := strconv.ParseFloat(f.value, 64)
	if err != nil {
		return ""
	}
	switch {
	case f.kind == "documents":
		if number == 0 {
			return l.T("CardNoDocuments")
		}
		return " " + f.value + ". "
	case f.kind == "term" && number == 0:
		return l.T("TermAtOnce")
	case f.kind == "term":
		return l.N(map[string]string{
			string(calendar.WorkingDays): "TermWorkingDay", string(calendar.CalendarDays): "TermCalendarDay", string(calendar.Months): "TermMonth",
			string(calendar.Years): "TermYear", string(calendar.Hours): "TermHour", string(calendar.Minutes): "TermMinute",
		}[f.unit], int(number))
	case number == 0:
		return l.T("FeeFree")
	case f.unit == "tenge":
		return l.Money(int64(number))
	}
	_, mci, _ := strings.Cut(l.T("FeeMCI", locales.Args{"Money": "", "MCI": locales.Decimal(number)}), " ")
	return mci
}
