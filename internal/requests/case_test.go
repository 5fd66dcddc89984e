package requests_test

import (
	"errors"
	"slices"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/requests"
)

// express is the same request in the case that takes three working days.
func express() requests.New {
	n, rule := idCard(), calendar.Rule{Length: 3, Unit: calendar.WorkingDays}
	n.Choice, n.Term, n.Rule = catalog.Choice{"reason": "expired", "speed": "cat1"}, 2, &rule
	return n
}

// otherCase: another case is counted from the day that was told, once; a date on
// the receipt stays, and what is over or another's is not touched.
func otherCase(s *stand) {
	ctx, c := s.Context(), s.calendar
	n := idCard()
	n.Filed.Date = day("2026-11-20")
	r := s.create(n)
	if r.Due != day("2026-12-11") {
		s.Fatal("due", r.Due)
	}
	_, err := s.outbox.Queue(ctx, notices.New{Chat: citizen, Kind: notices.Reminder, Request: r.ID, Dedupe: "waits"})
	s.must(err)
	for range 2 {
		got, err := s.store.SetCase(ctx, c, citizen, r.ID, 500, express())
		s.must(err)
		if got.Due != day("2026-11-25") || got.Term != 2 || got.Remind != day("2026-11-24") {
			s.Errorf("%+v", got)
		}
	}
	kept := s.find(r.ID)
	if kept.Due != day("2026-11-25") || kept.Rule.Length != 3 || kept.Choice["speed"] != "cat1" || kept.Filed.Date != day("2026-11-20") || kept.Remind != day("2026-11-24") {
		s.Errorf("kept %+v", kept)
	}
	if got := s.kinds(r.ID); !slices.Equal(got, []requests.EventKind{requests.EventCreated, requests.EventCase}) {
		s.Error(got)
	}
	events, err := s.store.Events(ctx, citizen, r.ID)
	s.must(err)
	was, err := requests.ReadCase(events[1].Was)
	s.must(err)
	now, err := requests.ReadCase(events[1].Now)
	s.must(err)
	if was.Due != day("2026-12-11") || was.Choice["speed"] != "" || now.Due != day("2026-11-25") || now.Choice["speed"] != "cat1" {
		s.Errorf("%+v, %+v", was, now)
	}
	if got := s.waiting(r.ID); len(got) != 0 {
		s.Error("told by an old count:", got)
	}
	if _, undone, err := s.store.Undo(ctx, c, citizen, r.ID, s.next()+1000); undone || err != nil {
		s.Error("a case is changed back by being chosen again", err)
	}

	_, err = s.store.SetCase(ctx, c, citizen, r.ID, 501, express())
	s.must(err)
	if got := s.kinds(r.ID); len(got) != 2 {
		s.Error("the same case is no change:", got)
	}

	_, err = s.store.SetReceipt(ctx, c, citizen, r.ID, 502, day("2026-12-01"))
	s.must(err)
	got, err := s.store.SetCase(ctx, c, citizen, r.ID, 503, idCard())
	s.must(err)
	if got.Due != day("2026-12-01") || got.DueFrom != requests.ByReceipt || got.Term != 1 {
		s.Errorf("the receipt rules: %+v", got)
	}

	later := idCard()
	later.Choice, later.StartEvent = catalog.Choice{"speed": "paid"}, catalog.Start("payment")
	if got, err = s.store.SetCase(ctx, c, citizen, s.create(n).ID, 504, later); err != nil || got.Due != 0 || got.Start != 0 {
		s.Errorf("another start is not known yet: %+v, %v", got, err)
	}

	other := express()
	other.Service = "passport"
	if _, err := s.store.SetCase(ctx, c, citizen, r.ID, 505, other); !errors.Is(err, requests.ErrNotFound) {
		s.Error("another service:", err)
	}
	if _, err := s.store.SetCase(ctx, c, stranger, r.ID, 506, express()); !errors.Is(err, requests.ErrNotFound) {
		s.Error("a stranger:", err)
	}
	_, err = s.store.SetState(ctx, c, citizen, r.ID, 507, requests.Ready)
	s.must(err)
	if _, err := s.store.SetCase(ctx, c, citizen, r.ID, 508, express()); !errors.Is(err, requests.ErrClosed) {
		s.Error("one that is over:", err)
	}
	if got := s.find(r.ID); got.Term != 1 || got.State != requests.Ready {
		s.Errorf("%+v", got)
	}
}
