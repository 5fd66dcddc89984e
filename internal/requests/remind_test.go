package requests_test

import (
	"encoding/json"
	"time"

	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/requests"
)

// told runs a sweep and marks everything that waits as sent; it returns the
// occasions told.
func (s *stand) told() (out []string) {
	s.Helper()
	_, err := s.store.Remind(s.Context(), s.calendar)
	s.must(err)
	for {
		claimed, err := s.outbox.Claim(s.Context(), 100, time.Minute)
		s.must(err)
		if len(claimed) == 0 {
			return out
		}
		for _, n := range claimed {
			if ours, err := s.outbox.MarkTrying(s.Context(), &n, time.Minute); !ours || err != nil {
				s.Fatal(ours, err)
			}
			s.must(s.outbox.Sent(s.Context(), n))
			var args requests.RemindArgs
			s.must(json.Unmarshal(n.Args, &args))
			out = append(out, args.Due.String()+" "+string(args.Occasion))
		}
	}
}

// reminders: a request's reminders day by day, as its owner gets them.
func reminders(s *stand) {
	s.at("2026-11-02", 10)
	r := s.create(idCard())
	want := map[string]string{
		"2026-11-20": "before", "2026-11-23": "due_day", "2026-11-24": "overdue", "2026-11-27": "overdue", "2026-12-02": "overdue", "2026-12-07": "overdue",
	}
	for d := day("2026-11-02"); d <= day("2026-12-08"); d++ {
		s.at(d.String(), 8)
		if got := s.told(); len(got) != 0 {
			s.Error("told at night:", d, got)
		}
		for _, hour := range []int{9, 15} { // the second look finds nothing new
			s.at(d.String(), hour)
			got, occasion := s.told(), want[d.String()]
			if hour == 15 {
				occasion = ""
			}
			if len(got) != len(occasion)/max(1, len(occasion)) || len(got) == 1 && got[0] != "2026-11-23 "+occasion {
				s.Errorf("on %s: %v, want %q", d, got, occasion)
			}
		}
	}
	if next, ok, err := s.store.NextReminder(s.Context()); next != day("2026-12-10") || !ok || err != nil {
		s.Error("next:", next, ok, err)
	}
	told := 0
	for _, kind := range s.kinds(r.ID) {
		if kind == requests.EventTold {
			told++
		}
	}
	if told != len(want) {
		s.Errorf("the timeline holds %d of %d reminders", told, len(want))
	}
}

// outage: after days without the bot everybody due is told once, by the
// state of that day.
func outage(s *stand) {
	s.at("2026-11-02", 10)
	first := s.create(idCard())
	n := idCard()
	n.Filed.Date = day("2026-10-27") // due on 17 November
	s.create(n)
	s.at("2026-11-20", 9)
	if _, err := s.store.Remind(s.Context(), s.calendar); err != nil { // queued, never sent
		s.Fatal(err)
	}
	s.at("2026-11-23", 7)
	if got := s.told(); len(got) != 0 {
		s.Error("at night:", got)
	}
	s.at("2026-11-23", 12)
	got := s.told()
	if len(got) != 2 || got[0] != "2026-11-17 overdue" && got[1] != "2026-11-17 overdue" || got[0] != "2026-11-23 due_day" && got[1] != "2026-11-23 due_day" {
		s.Error("told", got)
	}
	all, err := s.outbox.OfRequest(s.Context(), citizen, first.ID)
	s.must(err)
	if len(all) != 2 || all[0].State != notices.Cancelled || all[1].State != notices.Sent {
		s.Errorf("%+v", all)
	}
}

// noReminder: nobody is reminded who does not want it or need it.
func noReminder(s *stand) {
	ctx, c := s.Context(), s.calendar
	s.at("2026-11-02", 10)
	muted, closed, stopped, switchedOff := s.create(idCard()), s.create(idCard()), s.create(idCard()), idCard()
	_, err := s.store.Mute(ctx, c, citizen, muted.ID, 100, true)
	s.must(err)
	_, err = s.store.SetState(ctx, c, citizen, closed.ID, 101, requests.Ready)
	s.must(err)
	_, err = s.store.Stop(ctx, c, citizen, stopped.ID, 102, day("2026-11-02"))
	s.must(err)
	switchedOff.Chat = stranger
	s.create(switchedOff)
	s.must(s.people.Mute(ctx, stranger, string(notices.Reminder), true))
	for d := day("2026-11-03"); d < day("2026-12-08"); d++ {
		s.at(d.String(), 10)
		if got := s.told(); len(got) != 0 {
			s.Error(d, got)
		}
	}
	_, err = s.store.Mute(ctx, c, citizen, muted.ID, 103, false)
	s.must(err)
	s.must(s.people.Mute(ctx, stranger, string(notices.Reminder), false))
	s.at("2026-12-10", 10)
	if got := s.told(); len(got) != 2 {
		s.Error("after that", got)
	}
}
