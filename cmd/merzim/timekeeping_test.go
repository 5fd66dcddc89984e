package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/local"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/requests"
)

// days are the days and hours, in Almaty, at which messages were sent.
func days(all []local.Message) (out []string) {
	for _, m := range all {
		out = append(out, time.Unix(m.Date, 0).In(calendar.Zone()).Format("2006-01-02 15:04"))
	}
	return out
}

// The clock stops at each due moment on the way, however it is moved: the same
// reminders come at the same moments, each once, and never at night.
func TestTheClockStopsAtEachDueMoment(t *testing.T) {
	t.Parallel()
	want := []string{"2026-11-20 09:00", "2026-11-23 09:00", "2026-11-24 09:00", "2026-11-27 09:00", "2026-12-02 09:00"}
	for name, moves := range map[string][]string{
		"at once":       {"+31d"},
		"day by day":    slices.Repeat([]string{"+1d"}, 31),
		"hour by hour":  slices.Repeat([]string{"+1h"}, 31*24),
		"and no moves":  {"+31d", "+0m", "+0d", "+1m", "+0h"},
		"in long steps": {"+700h", "+1d", "+20h"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, "2026-11-02 10:30", "sqlite::memory:")
			s.citizen(chatPerson, "ru")
			file(t, s.cases, s.hands.know, 1, chatPerson, "2026-11-02", nil)
			for _, line := range moves {
				s.move(line)
			}
			if got := days(s.told(chatPerson)); !slices.Equal(got, want) {
				t.Errorf("told at\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

// Nothing unasked at night: what comes due then waits for the morning.
func TestNothingUnaskedAtNight(t *testing.T) {
	t.Parallel()
	s := newStage(t, "2026-11-19 21:00", "sqlite::memory:")
	s.citizen(chatPerson, "kk")
	r := file(t, s.cases, s.hands.know, 1, chatPerson, "2026-11-02", nil)
	if _, err := s.cases.requests.SetStateByStaff(t.Context(), s.hands.know.Catalog.Calendar, r.ID, 2, requests.Accepted, ""); err != nil {
		t.Fatal(err)
	}
	for range 11 {
		s.move("+1h")
		if got := s.told(chatPerson); len(got) != 0 {
			t.Fatalf("told at %s:\n%s", days(got), got[0].Text)
		}
	}
	s.move("+1h")
	if got := days(s.told(chatPerson)); !slices.Equal(got, []string{"2026-11-20 09:00", "2026-11-20 09:00"}) {
		t.Error("told at", got)
	}
}

// After an outage everybody due is told once, by how things stand.
func TestAnOutageIsCaughtUpByState(t *testing.T) {
	t.Parallel()
	const people = 60
	for _, outage := range []time.Duration{24 * time.Hour, 16 * 24 * time.Hour} {
		s := newStage(t, "2026-11-02 10:30", "sqlite::memory:")
		for i := range people {
			s.citizen(int64(100+i), "ru")
			file(t, s.cases, s.hands.know, int64(i+1), int64(100+i), "2026-11-02", nil)
		}
		s.move("+17d")                // to 19 November
		s.hands.clock.Advance(outage) // nobody looks at the clock
		s.hands.clock.Advance(time.Hour)
		for range 3 {
			if _, err := s.hands.tell(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		want := "Скоро последний день срока"
		if outage > 24*time.Hour {
			want = "Срок нарушен на 9 рабочих дней"
		}
		for i := range people {
			got := s.told(int64(100 + i))
			if len(got) != 1 || !strings.Contains(got[0].Text, want) {
				t.Fatalf("after %s person %d was told %d times: %v", outage, i, len(got), got)
			}
		}
	}
}

// What the person has just told us is not told to them; a complaint is reminded
// of by itself, with the way on.
func TestACaseIsFollowedThroughItsComplaint(t *testing.T) {
	t.Parallel()
	s := newStage(t, "2026-11-24 10:00", "sqlite::memory:")
	s.citizen(chatPerson, "ru")
	cal, ladder := s.hands.know.Catalog.Calendar, s.hands.know.Catalog.Law.Ladder
	r := file(t, s.cases, s.hands.know, 1, chatPerson, "2026-11-02", nil)
	c, _, err := s.cases.complaints.Create(t.Context(), cal, 2, complaints.New{Chat: chatPerson, Request: r.ID, Kind: complaints.Delay, Service: r.Service, Language: "ru", Due: r.Due})
	if err != nil {
		t.Fatal(err)
	}
	today := calendar.DateIn(s.hands.clock.Now())
	if _, err := s.cases.complaints.File(t.Context(), ladder, cal, chatPerson, c.ID, 3, complaints.StepProvider, today, "Ж-1"); err != nil {
		t.Fatal(err)
	}
	s.move("+9d")
	var about []string
	for _, m := range s.told(chatPerson) {
		what := "request"
		if strings.Contains(m.Text, "последний день ответа") || strings.Contains(m.Text, "Ответ опаздывает") {
			what = "answer"
		}
		about = append(about, fmt.Sprint(days([]local.Message{m})[0][:10], " ", what))
	}
	want := []string{"2026-11-27 request", "2026-11-30 answer", "2026-12-01 answer", "2026-12-02 request", "2026-12-02 answer"}
	slices.Sort(about)
	slices.Sort(want)
	if !slices.Equal(about, want) {
		t.Errorf("told\n%s\nwant\n%s", strings.Join(about, "\n"), strings.Join(want, "\n"))
	}
	if _, err := s.cases.complaints.Answered(t.Context(), chatPerson, c.ID, 4, calendar.DateIn(s.hands.clock.Now()), true); err != nil {
		t.Fatal(err)
	}
	if _, err := s.cases.requests.SetState(t.Context(), cal, chatPerson, r.ID, 5, requests.Ready); err != nil {
		t.Fatal(err)
	}
	s.move("+60d")
	if got := s.told(chatPerson); len(got) != len(want) {
		t.Errorf("told after the end:\n%s", got[len(got)-1].Text)
	}
	events, err := s.cases.requests.Events(t.Context(), chatPerson, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	for _, e := range events {
		if e.Kind == requests.EventTold && e.Now == string(notices.Reminder) {
			told++
		}
	}
	if told != 2 {
		t.Errorf("%d reminders stand on the timeline, want 2", told)
	}
}

// Old things go by themselves as the clock moves.
func TestWhatIsOldIsErased(t *testing.T) {
	t.Parallel()
	s := newStage(t, "2026-11-02 10:30", "sqlite::memory:")
	s.citizen(chatPerson, "ru")
	r := file(t, s.cases, s.hands.know, 1, chatPerson, "2026-11-02", nil)
	if _, err := s.cases.requests.SetState(t.Context(), s.hands.know.Catalog.Calendar, chatPerson, r.ID, 2, requests.Ready); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		move string
		left bool
	}{{"+360d", true}, {"+6d", false}} {
		s.move(c.move)
		if _, found, err := s.cases.requests.Find(t.Context(), chatPerson, r.ID); err != nil || found != c.left {
			t.Errorf("after %s: there %t, want %t (%v)", c.move, found, c.left, err)
		}
	}
}
