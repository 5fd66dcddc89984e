package notices_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/people"
)

const (
	chat, other = 7_012_345_678, 1001
	lease       = time.Minute
)

// stand is a base with an outbox, at 10:00 on 23 November 2026.
type stand struct {
	*testing.T
	db     *database.DB
	now    *clock.Manual
	people *people.Store
	store  *notices.Store
}

func open(t *testing.T, db *database.DB) *stand {
	now := clock.At(at("2026-11-23", 10))
	return &stand{t, db, now, people.NewStore(db, now), notices.NewStore(db, now)}
}

func at(on string, hour int) time.Time {
	d, err := calendar.ParseDate(on)
	if err != nil {
		panic(err)
	}
	return d.At(hour, 0)
}

func (s *stand) to(on string, hour int) { s.now.Advance(at(on, hour).Sub(s.now.Now())) }

func (s *stand) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *stand) queue(n notices.New) bool {
	s.Helper()
	queued, err := s.store.Queue(s.Context(), n)
	s.must(err)
	return queued
}

func (s *stand) claim(n int) []notices.Notice {
	s.Helper()
	claimed, err := s.store.Claim(s.Context(), n, lease)
	s.must(err)
	return claimed
}

func (s *stand) try(n *notices.Notice) bool {
	s.Helper()
	ours, err := s.store.MarkTrying(s.Context(), n, lease)
	s.must(err)
	return ours
}

// states lists the states of all notices of the chat, oldest first.
func (s *stand) states() (out []notices.State) {
	s.Helper()
	all, err := s.store.OfChat(s.Context(), chat)
	s.must(err)
	for _, n := range all {
		out = append(out, n.State)
	}
	return out
}

func (s *stand) check(what string, want ...notices.State) {
	s.Helper()
	if got := s.states(); !slices.Equal(got, want) {
		s.Errorf("%s: %v, want %v", what, got, want)
	}
}

func reminder(request int64, dedupe string) notices.New {
	return notices.New{Chat: chat, Kind: notices.Reminder, Request: request, Dedupe: dedupe}
}

// TestNotices is the conformance suite of the store.
func TestNotices(t *testing.T) {
	suite := databasetest.Suite{}
	for name, part := range map[string]func(*stand){
		"queue": queue, "left out": leftOut, "newest only": newestOnly, "claim": claim, "lease": leases, "night": night, "retry": retry, "postpone": postpone,
		"ends": ends, "blocked": blocked, "cancel": cancel, "at once": atOnce, "retention": retention, "look": look, "sent": sent,
	} {
		suite[name] = func(t *testing.T, db *database.DB) { part(open(t, db)) }
	}
	suite.Run(t)
}

// queue: twice is once, and everything comes back as it was given.
func queue(s *stand) {
	n := notices.New{Chat: chat, Kind: notices.Recount, Request: 7, Complaint: 8, Dedupe: "a", Args: map[string]string{"was": "2026-11-24"}, SendAt: at("2026-11-24", 12)}
	if !s.queue(n) || s.queue(n) {
		s.Error("twice is not once")
	}
	all, err := s.store.OfRequest(s.Context(), chat, 7)
	s.must(err)
	if len(all) != 1 {
		s.Fatal(all)
	}
	got := all[0]
	var args map[string]string
	s.must(json.Unmarshal(got.Args, &args))
	if got.Chat != chat || got.Kind != notices.Recount || got.Complaint != 8 || args["was"] != "2026-11-24" || got.State != notices.Queued || !got.SendAt.Equal(n.SendAt) || !got.CreatedAt.Equal(s.now.Now()) {
		s.Errorf("%+v", got)
	}
	if strange, err := s.store.OfRequest(s.Context(), other, 7); len(strange) != 0 || err != nil {
		s.Error("another chat sees", strange, err)
	}
	if len(s.claim(10)) != 0 {
		s.Error("claimed before its time")
	}
	many := make([]notices.New, 2500)
	for i := range many {
		many[i] = notices.New{Chat: int64(i), Kind: notices.Status, Dedupe: fmt.Sprint("many", i)}
	}
	for _, want := range []int64{2500, 0} {
		s.must(s.db.Tx(s.Context(), func(tx *database.Tx) error {
			queued, err := s.store.QueueIn(s.Context(), tx, many...)
			if queued != want {
				s.Error(queued, "queued")
			}
			return err
		}))
	}
}

// leftOut: who muted a kind or stopped the bot gets nothing.
func leftOut(s *stand) {
	s.must(s.people.SetLanguage(s.Context(), chat, "kk"))
	s.must(s.people.Mute(s.Context(), chat, string(notices.Reminder), true))
	if s.queue(reminder(1, "a")) || !s.queue(notices.New{Chat: chat, Kind: notices.Status, Dedupe: "b"}) {
		s.Error("mutes are by kind")
	}
	s.must(s.people.Mute(s.Context(), chat, string(notices.Reminder), false))
	s.must(s.people.SetBlocked(s.Context(), chat, true))
	if s.queue(reminder(1, "a")) {
		s.Error("queued for somebody who stopped the bot")
	}
	s.must(s.people.SetLanguage(s.Context(), chat, "kk"))
	if !s.queue(reminder(1, "a")) {
		s.Error("not queued for somebody who is back")
	}
}

// newestOnly: what waits is replaced by news of the same; what is being sent, or
// is about something else, is not.
func newestOnly(s *stand) {
	s.queue(reminder(1, "a"))
	s.queue(reminder(2, "b"))
	s.queue(notices.New{Chat: chat, Kind: notices.Recount, Request: 1, Dedupe: "c"})
	s.queue(reminder(1, "d"))
	s.queue(reminder(1, "d")) // twice
	s.queue(reminder(1, "a")) // an old one that comes again
	s.check("queued", notices.Cancelled, notices.Queued, notices.Queued, notices.Queued)
	for _, n := range s.claim(10) {
		s.try(&n)
	}
	s.queue(reminder(1, "e"))
	s.check("while it is being sent", notices.Cancelled, notices.Trying, notices.Trying, notices.Trying, notices.Queued)
	s.now.Advance(2 * lease)
	s.queue(reminder(1, "f"))
	s.check("after its sender is gone", notices.Cancelled, notices.Trying, notices.Trying, notices.Cancelled, notices.Cancelled, notices.Queued)
	s.queue(notices.New{Chat: chat, Kind: notices.AnswerDue, Complaint: 5, Dedupe: "g"})
	s.queue(notices.New{Chat: chat, Kind: notices.AnswerDue, Complaint: 5, Dedupe: "h"})
	if got := s.states(); got[6] != notices.Cancelled || got[7] != notices.Queued {
		s.Error("of a complaint:", got)
	}
}

// claim: oldest first, as many as asked, nobody twice.
func claim(s *stand) {
	for i, hour := range []int{12, 11, 13} {
		s.queue(notices.New{Chat: chat, Kind: notices.Status, Dedupe: fmt.Sprint(i), Request: int64(hour), SendAt: at("2026-11-23", hour)})
	}
	s.to("2026-11-23", 14)
	first, second := s.claim(2), s.claim(2)
	if len(first) != 2 || first[0].Request != 11 || first[1].Request != 12 || len(second) != 1 || second[0].Request != 13 {
		s.Errorf("%+v %+v", first, second)
	}
	s.must(s.store.Release(s.Context(), first[1]))
	if again := s.claim(2); len(again) != 1 || again[0].Request != 12 || again[0].Attempts != 0 {
		s.Errorf("%+v", again)
	}
}

// leases: what a process that died held comes back, and it holds it no more.
func leases(s *stand) {
	s.queue(reminder(1, "a"))
	first := s.claim(1)[0]
	s.now.Advance(lease - time.Second)
	if len(s.claim(1)) != 0 {
		s.Error("taken under a lease")
	}
	s.now.Advance(time.Second)
	second := s.claim(1)[0]
	if s.try(&first) {
		s.Error("tried after the lease was over")
	}
	if !s.try(&second) || second.Attempts != 1 {
		s.Error("not tried by the one who holds it")
	}
	s.now.Advance(lease)
	third := s.claim(1)[0]
	if third.Attempts != 1 {
		s.Error("a try that nobody finished does not count:", third.Attempts)
	}
	s.must(s.store.Sent(s.Context(), second)) // too late
	s.check("marked by one who holds it no more", notices.Queued)
	s.try(&third)
	s.must(s.store.Sent(s.Context(), third))
	s.check("at last", notices.Sent)
	if len(s.claim(1)) != 0 {
		s.Error("sent, and claimed again")
	}
}

// night: nothing between 20:00 and 09:00.
func night(s *stand) {
	for _, c := range []struct {
		day, want string
		hour      int
	}{{"2026-11-23", "2026-11-23", 8}, {"2026-11-23", "2026-11-24", 20}, {"2026-11-24", "2026-11-24", 3}} {
		if got := notices.Waking(at(c.day, c.hour)); !got.Equal(at(c.want, 9)) {
			s.Error(c.day, c.hour, "wakes at", got)
		}
	}
	for hour := range 24 {
		if awake := notices.Awake(at("2026-11-23", hour)); awake != (hour >= 9 && hour < 20) {
			s.Error(hour, awake)
		}
	}
	s.to("2026-11-23", 21)
	s.queue(reminder(1, "a"))
	if next, ok, err := s.store.NextWake(s.Context()); !next.Equal(at("2026-11-24", 9)) || !ok || err != nil {
		s.Error(next, ok, err)
	}
	s.to("2026-11-24", 19)
	s.queue(reminder(2, "b"))
	s.to("2026-11-24", 20) // both are late now
	if len(s.claim(9)) != 0 {
		s.Error("claimed at night")
	}
	if next, ok, err := s.store.NextWake(s.Context()); ok && next.After(at("2026-11-25", 9)) || err != nil {
		s.Error(next, ok, err)
	}
	s.to("2026-11-25", 9)
	if len(s.claim(9)) != 2 {
		s.Error("not claimed in the morning")
	}
}

// retry: growing pauses, then parked.
func retry(s *stand) {
	s.queue(reminder(1, "a"))
	for attempt := 1; attempt <= notices.MaxAttempts; attempt++ {
		claimed := s.claim(1)
		if len(claimed) != 1 {
			s.Fatal("attempt", attempt, "was not claimed at", s.now.Now())
		}
		n := claimed[0]
		if !s.try(&n) || n.Attempts != attempt {
			s.Fatal(n.Attempts, attempt)
		}
		s.must(s.store.Retry(s.Context(), n, errors.New(strings.Repeat("ы", 500)+"\x00")))
		if attempt == notices.MaxAttempts {
			break
		}
		pause := notices.Pause(attempt)
		s.now.Advance(pause - time.Second)
		if len(s.claim(1)) != 0 {
			s.Error("tried again within", pause)
		}
		s.now.Advance(time.Second)
		if !notices.Awake(s.now.Now()) {
			s.now.Advance(notices.Waking(s.now.Now()).Sub(s.now.Now()))
		}
	}
	s.check("tried for ever", notices.Parked)
	if notices.Pause(1) != 30*time.Second || notices.Pause(3) != 2*time.Minute || notices.Pause(100) != 2*time.Hour {
		s.Error(notices.Pause(1), notices.Pause(3), notices.Pause(100))
	}
}

// postpone: when Telegram asks to wait, that is no failure.
func postpone(s *stand) {
	s.queue(reminder(1, "a"))
	for range 3 * notices.MaxAttempts {
		n := s.claim(1)[0]
		s.try(&n)
		s.must(s.store.Postpone(s.Context(), n, 5*time.Second))
		if len(s.claim(1)) != 0 {
			s.Error("claimed at once")
		}
		s.now.Advance(5 * time.Second)
	}
	if n := s.claim(1)[0]; n.Attempts != 0 {
		s.Error(n.Attempts, "attempts")
	}
}

// ends: what is given up is given up.
func ends(s *stand) {
	for i, end := range []func(n notices.Notice) error{
		func(n notices.Notice) error { return s.store.Fail(s.Context(), n, errors.New("chat not found")) },
		func(n notices.Notice) error { return s.store.Park(s.Context(), n, errors.New("poison")) },
		func(n notices.Notice) error { return s.store.Drop(s.Context(), n) },
	} {
		s.queue(reminder(int64(i+1), fmt.Sprint(i)))
		n := s.claim(1)[0]
		s.try(&n)
		s.must(end(n))
	}
	s.now.Advance(time.Hour)
	if len(s.claim(9)) != 0 {
		s.Error("claimed again")
	}
	s.check("ends", notices.Failed, notices.Parked, notices.Cancelled)
}

// blocked: a person who stopped the bot gets nothing more, and others do.
func blocked(s *stand) {
	s.must(s.people.SetLanguage(s.Context(), chat, "ru"))
	for i := range 3 {
		s.queue(reminder(int64(i+1), fmt.Sprint(i)))
	}
	s.queue(notices.New{Chat: other, Kind: notices.Status, Dedupe: "other"})
	n := s.claim(1)[0]
	s.try(&n)
	s.must(s.store.Blocked(s.Context(), n.Chat))
	s.check("blocked", notices.Blocked, notices.Blocked, notices.Blocked)
	if left := s.claim(9); len(left) != 1 || left[0].Chat != other {
		s.Error(left)
	}
	if p, _, err := s.people.Find(s.Context(), chat); !p.Blocked || err != nil {
		s.Error(p, err)
	}
}

// cancel: nothing is told that the person has just told us.
func cancel(s *stand) {
	do := func(kinds ...notices.Kind) {
		s.must(s.db.Tx(s.Context(), func(tx *database.Tx) error { return s.store.CancelRequest(s.Context(), tx, 1, kinds...) }))
	}
	s.queue(reminder(1, "a"))
	s.queue(notices.New{Chat: chat, Kind: notices.Status, Request: 1, Dedupe: "b"})
	s.queue(reminder(2, "c"))
	claimed := s.claim(9)
	do(notices.Status, notices.Recount)
	s.check("one kind", notices.Queued, notices.Cancelled, notices.Queued)
	do()
	s.check("all", notices.Cancelled, notices.Cancelled, notices.Queued)
	for _, n := range claimed {
		if ours := s.try(&n); ours != (n.Request == 2) {
			s.Errorf("%s about %d is tried: %v", n.Kind, n.Request, ours)
		}
	}
}

// atOnce: many who claim at once share the work.
func atOnce(s *stand) {
	const many = 300
	for i := range many {
		s.queue(notices.New{Chat: int64(i), Kind: notices.Status, Dedupe: fmt.Sprint(i)})
	}
	var all sync.WaitGroup
	var mu sync.Mutex
	seen := map[int64]int{}
	for range 8 {
		all.Go(func() {
			for {
				claimed, err := s.store.Claim(s.Context(), 7, lease)
				if err != nil {
					s.Error(err)
					return
				}
				if len(claimed) == 0 {
					return
				}
				mu.Lock()
				for _, n := range claimed {
					seen[n.ID]++
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	for len(seen) < many { // a claimer may have passed over rows that another was claiming
		claimed := s.claim(50)
		if len(claimed) == 0 {
			break
		}
		for _, n := range claimed {
			seen[n.ID]++
		}
	}
	for id, n := range seen {
		if n != 1 {
			s.Errorf("notice %d was claimed %d times", id, n)
		}
	}
	if len(seen) != many {
		s.Errorf("%d of %d claimed", len(seen), many)
	}
}

// retention: after ninety days only nameless counts are left.
func retention(s *stand) {
	for i := range 5 {
		s.queue(reminder(int64(i+1), fmt.Sprint(i)))
		if i < 4 {
			n := s.claim(1)[0]
			s.try(&n)
			s.must(s.store.Sent(s.Context(), n))
		}
		if i == 1 {
			s.to("2026-11-24", 9)
		}
	}
	counted := func() (out string) {
		rows, err := s.db.Query(s.Context(), `SELECT day, kind, state, total FROM notice_counts ORDER BY day`)
		s.must(err)
		defer rows.Close()
		for rows.Next() {
			var day, kind, state string
			var n int
			s.must(rows.Scan(&day, &kind, &state, &n))
			out += fmt.Sprint(day, " ", kind, " ", state, " ", n, "; ")
		}
		return out
	}
	for _, step := range []struct {
		after  time.Duration
		turned int64
		counts string
	}{
		{notices.Kept - 23*time.Hour, 0, ""},
		{time.Second, 2, "2026-11-23 reminder sent 2; "},
		{23 * time.Hour, 2, "2026-11-23 reminder sent 2; 2026-11-24 reminder sent 2; "},
		{0, 0, "2026-11-23 reminder sent 2; 2026-11-24 reminder sent 2; "},
	} {
		s.now.Advance(step.after)
		turned, err := s.store.Retain(s.Context())
		s.must(err)
		if got := counted(); turned != step.turned || got != step.counts {
			s.Errorf("turned %d: %q, want %d: %q", turned, got, step.turned, step.counts)
		}
	}
	s.check("what waits stays", notices.Queued)
}

// look: how late the outbox is, and when it goes on.
func look(s *stand) {
	look := func(wantOldest time.Duration, wantNext time.Time) {
		s.Helper()
		oldest, err := s.store.Oldest(s.Context())
		s.must(err)
		next, ok, err := s.store.NextWake(s.Context())
		s.must(err)
		if oldest != wantOldest || ok == wantNext.IsZero() || !next.Equal(wantNext) {
			s.Error("late", oldest, "next", next, ok)
		}
		if waiting, err := s.store.Waiting(s.Context()); err != nil || waiting > 0 != ok {
			s.Error(waiting, "wait", err)
		}
	}
	look(0, time.Time{})
	s.queue(notices.New{Chat: chat, Kind: notices.Status, Dedupe: "a", SendAt: at("2026-11-23", 12)})
	look(0, at("2026-11-23", 12))
	s.to("2026-11-23", 13)
	look(time.Hour, at("2026-11-23", 12))
	n := s.claim(1)[0]
	look(time.Hour, at("2026-11-23", 13).Add(lease))
	s.try(&n)
	s.must(s.store.Sent(s.Context(), n))
	look(0, time.Time{})
}

// sent: the timeline hears of it in the same transaction, once.
func sent(s *stand) {
	heard, fail := 0, errors.New("no timeline")
	s.store.AfterSent = func(_ context.Context, _ *database.Tx, n notices.Notice) error {
		if n.State != notices.Sent || !n.DoneAt.Equal(s.now.Now()) {
			s.Errorf("%+v", n)
		}
		heard++
		return fail
	}
	s.queue(reminder(1, "a"))
	n := s.claim(1)[0]
	s.try(&n)
	if err := s.store.Sent(s.Context(), n); !errors.Is(err, fail) {
		s.Error(err)
	}
	s.check("not marked", notices.Trying)
	fail = nil
	for range 2 {
		s.must(s.store.Sent(s.Context(), n))
	}
	s.check("marked", notices.Sent)
	if heard != 2 {
		s.Error("heard", heard, "times")
	}
}
