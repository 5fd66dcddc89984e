package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/handlers"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/requests"
)

// calendarBefore is a folder to lay over the catalogue: the calendar as it was
// until 18 March 2026, with 31 August off.
func calendarBefore(t *testing.T) string {
	t.Helper()
	table, err := os.ReadFile(filepath.Join("..", "..", "catalog", "calendar", "2026.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	const head = "days_off:\n"
	old := strings.Replace(string(table), head, head+"  - {date: 2026-08-31, reason: substitute, holiday: constitution-day, instead_of: 2026-08-30, act: holidays-law-5}\n", 1)
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "calendar"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "calendar", "2026.yaml"), []byte(old), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

func loaded(t *testing.T, catalogDir string) *handlers.Knowledge {
	t.Helper()
	source, err := openFiles(catalogDir, "")
	if err != nil {
		t.Fatal(err)
	}
	know, _, err := source.load()
	if err != nil {
		t.Fatal(err)
	}
	return know
}

// The change of 18 March 2026 replayed: 31 August turned from a day off into a
// working day. Requests whose count crosses it are due one working day earlier,
// and their owners are told why, each once.
func TestTheCalendarOfMarch2026Changes(t *testing.T) {
	t.Parallel()
	before, address := loaded(t, calendarBefore(t)), inFile(t)
	db := databasetest.Open(t, address)
	store := openCases(db, clock.At(almaty(t, "2026-08-20 10:00")))
	filings := []struct {
		filed, was, is string
		days           int
	}{
		{"2026-08-10", "2026-08-24", "2026-08-24", 10}, // over before
		{"2026-08-17", "2026-09-01", "2026-08-31", 10},
		{"2026-08-20", "2026-09-04", "2026-09-03", 10},
		{"2026-08-20 18:40", "2026-09-07", "2026-09-04", 10}, // accepted on the 21st; over a weekend
		{"2026-08-20", "2026-09-11", "2026-09-10", 15},
	}
	for i, f := range filings {
		chat := int64(100 + i)
		agree(t, store, chat, []string{"ru", "kk"}[i%2])
		r := file(t, store, before, int64(i+1), chat, f.filed, func(n *requests.New) {
			n.Rule = &calendar.Rule{Length: f.days, Unit: calendar.WorkingDays}
		})
		if r.Due.String() != f.was {
			t.Fatalf("filed %s: due %s, want %s", f.filed, r.Due, f.was)
		}
	}

	env := []string{"DATABASE_URL=" + address}
	var want strings.Builder
	moved := 0
	for _, f := range filings {
		if f.was != f.is {
			fmt.Fprintf(&want, "id-card\t%s\t%s\t2026-08-31 working (substitute constitution-day)\n", f.was, f.is)
			moved++
		}
	}
	fmt.Fprintf(&want, "counted %d, moved %d; answers to complaints moved 0\n", len(filings), moved)
	if got := outsideIn(t, t.TempDir(), env, "", "recount").must(t); got.out != want.String() {
		t.Errorf("recount says\n%s\nwant\n%s", got.out, want.String())
	}
	if got := outsideIn(t, t.TempDir(), env, "", "recount").must(t); got.out != "counted 0, moved 0; answers to complaints moved 0\n" {
		t.Errorf("recount again says\n%s", got.out)
	}

	tomorrow := calendar.DateIn(time.Now()).AddDays(1) // the command knew no other clock
	s := newStage(t, tomorrow.String()+" 12:00", address)
	for i := range filings {
		s.citizen(int64(100+i), []string{"ru", "kk"}[i%2])
	}
	s.recount(t.Context()) // as at a start: nothing more moves
	for range 2 {
		if _, err := s.runner.Once(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	texts := map[string][]string{
		"ru": {"Стало: 3 сентября 2026, чт.", "31 августа 2026, пн – теперь рабочий день (был выходной за праздник", "Конституции"},
		"kk": {"2026 жылғы 31 тамыз, дүйсенбі – енді жұмыс күні"},
	}
	for i, f := range filings {
		got := s.told(int64(100 + i))
		if f.was == f.is {
			if len(got) != 0 {
				t.Errorf("filed %s: told %q", f.filed, got[0].Text)
			}
			continue
		}
		if len(got) != 1 {
			t.Errorf("filed %s: told %d times", f.filed, len(got))
		}
	}
	holds(t, s.told(102)[0].Text, texts["ru"]...)
	holds(t, s.told(101)[0].Text, texts["kk"]...)
}

// A calendar that changes under the running bot is taken over, and told of.
func TestARunningBotCountsAnew(t *testing.T) {
	t.Parallel()
	r, dir, old := newRemote(t), t.TempDir(), calendarBefore(t)
	r.post("person", map[string]any{"id": 7, "lang": "ru", "first_name": "A", "started": true})
	address := inFile(t)
	store := openCases(databasetest.Open(t, address), clock.At(almaty(t, "2026-08-20 10:00")))
	agree(t, store, 7, "ru")
	p := servingAt(t, dir, almaty(t, "2026-08-20 10:00"), "TELEGRAM_TOKEN="+token, "TELEGRAM_API_URL="+r.url, "DATABASE_URL="+address, "CATALOG_DIR="+old)
	file(t, store, loaded(t, old), 1, 7, "2026-08-20", nil)
	if err := os.Remove(filepath.Join(old, "calendar", "2026.yaml")); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the owner to be told", func() bool {
		all := r.messages(7)
		return len(all) == 1 && strings.Contains(all[0].Text, "31 августа 2026")
	}, p)
	if status := p.end(); status != statusOK {
		t.Errorf("status %d", status)
	}
	lacks(t, p.err.String(), token, "level=ERROR")
}
