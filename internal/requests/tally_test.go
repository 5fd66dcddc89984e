package requests_test

import (
	"testing"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/requests"
)

// TestTally: the count agrees with how each request stands, of every kind of
// term and on every day.
func TestTally(t *testing.T) {
	databasetest.Suite{"tally": func(t *testing.T, db *database.DB) {
		s := open(t, db)
		var ids []int64
		for _, kind := range []catalog.TermKind{catalog.Rendering, catalog.Window, ""} {
			for _, status := range []catalog.Status{catalog.StatusAct, catalog.StatusPage, catalog.StatusUnverified} {
				for what := range 4 {
					n := idCard()
					n.Kind, n.TermStatus = kind, status
					if kind == "" {
						n.Rule = nil
					}
					r := s.create(n)
					ids = append(ids, r.ID)
					var err error
					switch what {
					case 1:
						_, err = s.store.SetReceipt(s.Context(), s.calendar, citizen, r.ID, s.next(), day("2026-11-25"))
					case 2:
						_, err = s.store.SetState(s.Context(), s.calendar, citizen, r.ID, s.next(), requests.Ready)
					case 3:
						_, err = s.store.SetState(s.Context(), s.calendar, citizen, r.ID, s.next(), requests.MoreDocuments)
					}
					s.must(err)
				}
			}
		}
		most := int64(0)
		for _, on := range []string{"2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26", "2026-12-30"} {
			s.at(on, 10)
			var open, overdue int64
			for _, id := range ids {
				r := s.find(id)
				if r.State.Open() {
					open++
				}
				if r.Standing(s.calendar, calendar.DateIn(s.now.Now())).Phase == requests.Overdue {
					overdue++
				}
			}
			gotOpen, gotOverdue, err := s.store.Tally(s.Context())
			s.must(err)
			if gotOpen != open || gotOverdue != overdue {
				t.Errorf("on %s %d open and %d overdue are counted, want %d and %d", on, gotOpen, gotOverdue, open, overdue)
			}
			most = max(most, gotOverdue)
		}
		if most < 4 {
			t.Error("only", most, "were ever overdue: the test shows nothing")
		}
	}}.Run(t)
}
