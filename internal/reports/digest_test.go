package reports_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/reports"
)

func moment(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, calendar.Zone())
	if err != nil {
		panic(err)
	}
	return t
}

// TestDigestSchedule: Mondays of even ISO weeks at nine; a day off moves it on.
func TestDigestSchedule(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ now, last, next string }{
		{"2026-11-23 08:59", "2026-11-23 09:00 of 2026-11-09 to 2026-11-22", ""},
		{"2026-11-23 09:00", "2026-11-23 09:00 of 2026-11-09 to 2026-11-22", "2026-12-07 09:00 of 2026-11-23 to 2026-12-06"},
		{"2026-12-01 12:00", "2026-11-23 09:00 of 2026-11-09 to 2026-11-22", "2026-12-07 09:00 of 2026-11-23 to 2026-12-06"},
		// Week 53 of 2026 is odd and so is the first of 2027.
		{"2026-12-30 12:00", "2026-12-21 09:00 of 2026-12-07 to 2026-12-20", "2027-01-11 09:00 of 2026-12-28 to 2027-01-10"},
	} {
		at := moment(c.now)
		if c.next == "" { // just before
			if got := show(reports.NextDigest(law().Calendar, at)); got != c.last {
				t.Errorf("next after %s: %s", c.now, got)
			}
			continue
		}
		if got := show(reports.LastDigest(law().Calendar, at)); got != c.last {
			t.Errorf("last up to %s: %s, want %s", c.now, got, c.last)
		}
		if got := show(reports.NextDigest(law().Calendar, at)); got != c.next {
			t.Errorf("next after %s: %s, want %s", c.now, got, c.next)
		}
	}
	// Over three years: each run on a working day, two ISO weeks that follow each
	// other, and last and next agree.
	after, moved := moment("2025-01-01 00:00"), 0
	for after.Before(moment("2028-01-01 00:00")) {
		run := reports.NextDigest(law().Calendar, after)
		day := calendar.DateIn(run.At)
		if !law().Calendar.IsWorking(day) || run.Period.Days() != 14 || run.Period.From.Weekday() != time.Monday {
			t.Fatal(show(run))
		}
		if day.Weekday() != time.Monday {
			moved++
		}
		if got := reports.LastDigest(law().Calendar, run.At); got != run {
			t.Fatal(show(got), show(run))
		}
		after = run.At
	}
	if moved == 0 {
		t.Error("no Monday off in three years: the test looks at nothing")
	}
}

func show(r reports.Run) string {
	return fmt.Sprintf("%s of %s to %s", r.At.In(calendar.Zone()).Format("2006-01-02 15:04"), r.Period.From, r.Period.To)
}

// testDigestRuns: a run is taken once, by one of many; a process that dies gives
// it up; an outage is caught up once.
func testDigestRuns(t *testing.T, db *database.DB) {
	at := clock.At(moment("2026-11-20 12:00"))
	store, ctx, cal := reports.NewStore(db, at), t.Context(), law().Calendar
	claim := func(owner string) (reports.Run, bool) {
		t.Helper()
		run, ok, err := store.ClaimDigest(ctx, cal, owner)
		if err != nil {
			t.Fatal(err)
		}
		return run, ok
	}
	if _, ok := claim("a"); ok {
		t.Error("a run for nobody")
	}
	for range 2 {
		if err := store.Subscribe(ctx, 77); err != nil {
			t.Fatal(err)
		}
	}
	if _, ok := claim("a"); ok {
		t.Error("a run that was due before anybody subscribed")
	}
	at.Advance(moment("2026-11-23 09:05").Sub(at.Now()))
	var taken atomic.Int64
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			if _, ok, err := store.ClaimDigest(ctx, cal, fmt.Sprint("replica ", i)); err != nil {
				t.Error(err)
			} else if ok {
				taken.Add(1)
			}
		})
	}
	all.Wait()
	if taken.Load() != 1 {
		t.Error(taken.Load(), "replicas took the run")
	}
	at.Advance(2 * time.Hour) // the one that took it is dead
	run, ok := claim("b")
	if !ok {
		t.Fatal("nobody takes over")
	}
	if chats, err := store.Subscribers(ctx, run); err != nil || len(chats) != 1 || chats[0] != 77 {
		t.Error(chats, err)
	}
	if done, err := store.DigestDone(ctx, run, "a"); done || err != nil {
		t.Error("another one's run done", err)
	}
	if done, err := store.DigestDone(ctx, run, "b"); !done || err != nil {
		t.Error(done, err)
	}
	at.Advance(3 * time.Hour)
	if _, ok := claim("c"); ok {
		t.Error("a run that is done")
	}
	at.Advance(moment("2027-02-10 15:00").Sub(at.Now())) // five runs were missed
	run, ok = claim("c")
	if !ok || !run.At.Equal(moment("2027-02-08 09:00")) {
		t.Error(show(run), ok)
	}
	if _, err := store.DigestDone(ctx, run, "c"); err != nil {
		t.Error(err)
	}
	if _, ok := claim("c"); ok {
		t.Error("caught up twice")
	}
	if err := store.Unsubscribe(ctx, 77); err != nil {
		t.Fatal(err)
	}
	if on, err := store.Subscribed(ctx, 77); on || err != nil {
		t.Error("still subscribed", err)
	}
}
