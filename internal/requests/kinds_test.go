package requests_test

import (
	"testing"
	"time"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/embeddedtest"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/people"
	"github.com/merzim/merzim/internal/requests"
)

// TestEveryService: each case of each service of the catalogue can be tracked,
// comes back as it was counted, and is late only where its term binds.
func TestEveryService(t *testing.T) {
	t.Parallel()
	know := embeddedtest.Catalog()
	db := databasetest.Open(t, "sqlite::memory:")
	now := clock.At(day("2026-11-23").At(10, 0))
	store := requests.NewStore(db, now, notices.NewStore(db, now))
	kinds, update := map[catalog.TermKind]int{}, int64(0)
	for _, service := range know.Services {
		for _, view := range service.Views() {
			update++
			if err := people.NewStore(db, now).GiveConsent(t.Context(), update, "kk"); err != nil {
				t.Fatal(err)
			}
			n := requests.Of(service, view.Choice)
			n.Chat, n.Filed = update, calendar.Filing{Date: day("2026-11-20"), Minute: 18 * 60}
			if n.StartEvent != "" {
				n.Start = day("2026-11-21")
			}
			made, err := store.Create(t.Context(), know.Calendar, update, n)
			if err != nil {
				t.Errorf("%s %v: %v", service.ID, view.Choice, err)
				continue
			}
			kinds[made.Kind]++
			r, ok, err := store.Find(t.Context(), update, made.ID)
			if err != nil || !ok {
				t.Fatal(ok, err)
			}
			if main := view.Main(); main != nil {
				if &service.Terms[r.Term-1] != main || (r.Due != 0) != main.Counts() || r.Binds() != main.Binds() {
					t.Errorf("%s %v: %+v", service.ID, view.Choice, r)
				}
				if r.Rule != nil {
					if due, err := know.Calendar.Due(*r.Rule, calendar.Filing{Date: max(r.Start, n.Filed.Date), Minute: minute(r)}); err != nil || due.Due != r.Due {
						t.Errorf("%s %v: due on %s, kept %s (%v)", service.ID, view.Choice, due.Due, r.Due, err)
					}
				}
			}
			late := r.Standing(know.Calendar, day("2040-01-03")).Phase == requests.Overdue
			if late != r.Binds() {
				t.Errorf("%s %v is late: %v", service.ID, view.Choice, late)
			}
		}
	}
	for _, kind := range []catalog.TermKind{catalog.Rendering, catalog.MinimumWait, catalog.AtOnce} {
		if kinds[kind] == 0 {
			t.Errorf("no service of kind %s was tried", kind)
		}
	}
	t.Log(kinds)
	exported := int64(0)
	if err := store.Each(t.Context(), now.Now(), now.Now().Add(time.Second), func(r requests.Request) error {
		if exported++; r.Chat != 0 || r.Number != "" {
			t.Errorf("exported %+v", r)
		}
		return nil
	}); err != nil || exported != update {
		t.Error("exported", exported, "of", update, err)
	}
}

// minute is the hour from which the term runs.
func minute(r requests.Request) int {
	if r.StartEvent != "" {
		return calendar.NoHour
	}
	return r.Filed.Minute
}

// TestNumbers: what is taken as the number on a receipt.
// The agency printed the date itself: it can be late for it, whatever is known of
// the term. A wait that the law demands, or the applicant's season, binds nobody.
func TestTheDateOnTheReceiptBindsWhereNoTermIsKnown(t *testing.T) {
	t.Parallel()
	know := embeddedtest.Catalog()
	for service, want := range map[string]bool{
		"adoption-candidate-registration": true, "disability-benefit": true, "id-card": true, "marriage-registration": false, "education-grant": false,
	} {
		s, ok := know.Service(service)
		if !ok {
			t.Fatalf("no service %s", service)
		}
		n := requests.Of(s, nil)
		n.Filed, n.Receipt = calendar.Filing{Date: day("2026-11-02"), Minute: calendar.NoHour}, day("2026-11-20")
		r, err := n.At(know.Calendar, day("2026-11-26").At(10, 0))
		if err != nil || r.Binds() != want || r.Due != n.Receipt || r.ID != 0 {
			t.Errorf("%s: binds %t, due %s, %v", service, r.Binds(), r.Due, err)
		}
	}
}

func TestNumbers(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "", "  ": "", "№ 101-000/2026": "101-000/2026", "ЖТ-2026-01234567": "ЖТ-2026-01234567", "KZ12ABC00012345": "KZ12ABC00012345", "101000123456789": "101000123456789", "12": "12",
	} {
		if got, err := requests.ParseNumber(text); got != want || err != nil {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	for _, text := range []string{"не помню", "<b>1</b>", "1'; DROP TABLE requests", "12345678901234567890123456789012345678901"} {
		if got, err := requests.ParseNumber(text); err != requests.ErrNumber {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}
