package requests_test

import (
	"encoding/json"
	"slices"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/requests"
)

// recount replays the change of 18 March 2026: 31 August turned from the
// substitute of Constitution Day into a working day. Requests whose count
// crosses it are due one working day earlier, and their owners are told why.
func recount(s *stand) {
	now := s.calendar
	s.calendar = withDayOff(s, "2026", "  - {date: 2026-08-31, reason: special, act: holidays-law-5}")
	if s.calendar.Version() == now.Version() {
		s.Fatal("the calendars do not differ")
	}
	s.at("2026-08-20", 10)
	file := func(on string, change func(*requests.New)) requests.Request {
		n := idCard()
		n.Filed.Date = day(on)
		n.Rule = &calendar.Rule{Length: 10, Unit: calendar.WorkingDays}
		change(&n)
		return s.create(n)
	}
	same := func(*requests.New) {}
	crosses, before := file("2026-08-20", same), file("2026-08-10", same)
	receipt := file("2026-08-20", func(n *requests.New) { n.Receipt = day("2026-09-01") })
	onIt := file("2026-08-17", same)
	closed := file("2026-08-20", same)
	_, err := s.store.SetState(s.Context(), s.calendar, citizen, closed.ID, 100, requests.Ready)
	s.must(err)
	if crosses.Due != day("2026-09-04") || before.Due != day("2026-08-24") || onIt.Due != day("2026-09-01") || receipt.Remind != day("2026-08-28") {
		s.Fatal(crosses.Due, before.Due, onIt.Due, receipt.Remind)
	}
	var moved []requests.Moved
	total, err := s.store.Recount(s.Context(), now, func(m requests.Moved) { moved = append(moved, m) })
	s.must(err)
	if total.Counted != 4 || total.Moved != 2 || len(moved) != 2 {
		s.Errorf("%+v %+v", total, moved)
	}
	got := s.find(crosses.ID)
	if got.Due != day("2026-09-03") || got.Remind != day("2026-09-02") || got.CalendarVersion != now.Version() {
		s.Errorf("%+v", got)
	}
	if got := s.find(receipt.ID); got.Due != day("2026-09-01") || got.Remind != day("2026-08-31") {
		s.Errorf("the date on the receipt: %+v", got)
	}
	if got := s.find(closed.ID); got.Due != day("2026-09-04") {
		s.Errorf("a closed request was counted anew: %+v", got)
	}
	i := slices.IndexFunc(moved, func(m requests.Moved) bool { return m.Request == crosses.ID })
	want := requests.ChangedDay{Date: day("2026-08-31"), Working: true, Reason: calendar.ReasonSpecialDayOff}
	if m := moved[i]; m.Was != day("2026-09-04") || m.Is != day("2026-09-03") || len(m.Days) != 1 || m.Days[0] != want {
		s.Errorf("%+v", m)
	}
	all, err := s.outbox.OfRequest(s.Context(), citizen, crosses.ID)
	s.must(err)
	var args requests.Moved
	if len(all) != 1 || all[0].Kind != notices.Recount || json.Unmarshal(all[0].Args, &args) != nil || args.Was != day("2026-09-04") || args.Days[0] != want {
		s.Errorf("%+v", all)
	}
	if kinds := s.kinds(crosses.ID); !slices.Equal(kinds, []requests.EventKind{requests.EventCreated, requests.EventRecounted}) {
		s.Error(kinds)
	}
	if total, err := s.store.Recount(s.Context(), now, nil); err != nil || total != (requests.Recounted{}) {
		s.Error("again:", total, err)
	}
	for range 2 { // to and fro: each change is told
		for _, c := range []*calendar.Calendar{s.calendar, now} {
			if total, err := s.store.Recount(s.Context(), c, nil); err != nil || total.Moved != 2 {
				s.Error(total, err)
			}
		}
	}
	if all, err = s.outbox.OfRequest(s.Context(), citizen, crosses.ID); len(all) != 5 || err != nil {
		s.Error(len(all), "notices", err)
	}
}
