package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/local"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/internal/testserver"
)

// theyTrack makes so many people, each with a request that is due on 23 November
// 2026; their chats begin at 100.
func theyTrack(t *testing.T, s cases, many int) {
	t.Helper()
	know, err := known()
	if err != nil {
		t.Fatal(err)
	}
	for i := range many {
		chat := int64(100 + i)
		agree(t, s, chat, []string{"ru", "kk"}[i%2])
		file(t, s, know, int64(i+1), chat, "2026-11-02", nil)
	}
}

// Two processes on one PostgreSQL and one Redis tell each person once, at the
// pace that they share.
func TestTwoProcessesTellEachPersonOnce(t *testing.T) {
	t.Parallel()
	const many, perSecond = 120, 60
	base, memory, s := testserver.Postgres(t), testserver.Redis(t), newLocal(t)
	store := openCases(databasetest.Open(t, base), clock.At(almaty(t, "2026-11-02 10:00")))
	theyTrack(t, store, many)
	for i := range many {
		s.Person(int64(100+i), local.PersonOptions{Started: true, Lang: "ru"})
	}
	s.Fault(local.Fault{Method: "sendMessage", Code: http.StatusTooManyRequests, RetryAfter: 1}) // no failure, and not told twice
	env := append(s.env(), "DATABASE_URL="+base, "REDIS_URL="+memory.URL(), fmt.Sprint("SEND_RATE=", perSecond))
	var processes []*process
	var starting sync.WaitGroup
	var mu sync.Mutex
	for range 2 {
		starting.Go(func() {
			p := servingAt(t, t.TempDir(), almaty(t, "2026-11-23 10:00"), env...)
			mu.Lock()
			defer mu.Unlock()
			processes = append(processes, p)
		})
	}
	starting.Wait()
	sent := func() (calls []local.Call) {
		for _, c := range s.Calls(local.CallFilter{Method: "sendMessage"}) {
			if c.Status == http.StatusOK {
				calls = append(calls, c)
			}
		}
		return calls
	}
	eventually(t, "everybody to be told", func() bool { return len(sent()) >= many }, processes...)
	<-time.After(2 * time.Second) // for what would come twice
	for i := range many {
		if got := toldBy(t, s.Server, int64(100+i)); len(got) != 1 {
			t.Errorf("person %d was told %d times", i, len(got))
		}
	}
	all := sent()
	took, least := all[len(all)-1].At.Sub(all[0].At), many*9/10*time.Second/perSecond
	if took < least {
		t.Errorf("%d notices at %d a second took %s, at least %s", len(all), perSecond, took, least)
	}
	for _, p := range processes {
		if status := p.end(); status != statusOK {
			t.Errorf("status %d", status)
		}
		lacks(t, p.err.String(), token, "panic", "level=ERROR")
	}
}

// The bot is killed at any moment, again and again, while it tells hundreds of
// people: nobody is left out, and a crash repeats at most what was in flight.
func TestKillsLoseNoReminder(t *testing.T) {
	t.Parallel()
	const many, kills, inFlight = 240, 8, 16
	r, dir, address := newRemote(t), t.TempDir(), inFile(t)
	db := databasetest.Open(t, address)
	store := openCases(db, clock.At(almaty(t, "2026-11-02 10:00")))
	theyTrack(t, store, many)
	for i := range many {
		r.post("person", map[string]any{"id": 100 + i, "lang": "ru", "first_name": "P", "started": true})
	}
	now := almaty(t, "2026-11-23 09:30")
	env := []string{"TELEGRAM_TOKEN=" + token, "TELEGRAM_API_URL=" + r.url, "DATABASE_URL=" + address, "SEND_RATE=200"}
	for range kills {
		before := r.answered()
		enough := before + rand.IntN(2*many/kills)
		p := servingAt(t, dir, now, env...)
		eventually(t, "some reminders", func() bool { return r.answered() >= min(enough, many) }, p)
		p.kill()
		lacks(t, p.err.String(), token, "panic")
		now = now.Add(10 * time.Minute) // the leases of the dead run out
	}
	p := servingAt(t, dir, now, env...)
	eventually(t, "all reminders to be sent", func() bool {
		var left int
		if err := db.QueryRow(t.Context(), `SELECT COUNT(*) FROM notices WHERE state <> 'sent'`).Scan(&left); err != nil {
			t.Fatal(err)
		}
		return left == 0 && r.answered() >= many
	}, p)
	repeated := 0
	for i := range many {
		n := len(r.messages(100 + i))
		if n == 0 || n > 1+kills {
			t.Errorf("person %d was told %d times", i, n)
		}
		repeated += max(0, n-1)
		chat := int64(100 + i)
		list, err := store.requests.List(t.Context(), chat)
		if err != nil || len(list) != 1 {
			t.Fatalf("person %d has %d requests, %v", i, len(list), err)
		}
		events, err := store.requests.Events(t.Context(), chat, list[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		told := 0
		for _, e := range events {
			if e.Kind == requests.EventTold {
				told++
			}
		}
		if told != 1 {
			t.Errorf("%d reminders stand on the timeline of person %d", told, i)
		}
	}
	if repeated > kills*inFlight {
		t.Errorf("%d reminders were repeated by %d crashes", repeated, kills)
	}
	t.Logf("%d of %d told again after %d crashes", repeated, many, kills)
	if status := p.end(); status != statusOK {
		t.Errorf("status %d", status)
	}
}

// A program that is asked to stop in the middle of telling finishes what is in
// flight: nobody is told twice, nobody is left out.
func TestAStopRepeatsNothing(t *testing.T) {
	t.Parallel()
	const many = 90
	s, address := newLocal(t), inFile(t)
	theyTrack(t, openCases(databasetest.Open(t, address), clock.At(almaty(t, "2026-11-02 10:00"))), many)
	for i := range many {
		s.Person(int64(100+i), local.PersonOptions{Started: true, Lang: "ru"})
	}
	env := append(s.env(), "DATABASE_URL="+address, "SEND_RATE=60")
	sent := func() int { return len(s.Calls(local.CallFilter{Method: "sendMessage"})) }
	for round := 1; round <= 3; round++ {
		p := servingAt(t, t.TempDir(), almaty(t, fmt.Sprintf("2026-11-23 10:0%d", round)), env...)
		eventually(t, "some reminders", func() bool { return sent() >= round*many/3 }, p)
		if status := p.end(); status != statusOK || strings.Contains(p.err.String(), "level=WARN") {
			t.Errorf("status %d\n%s", status, p.err.String())
		}
	}
	p := servingAt(t, t.TempDir(), almaty(t, "2026-11-23 11:00"), env...)
	eventually(t, "everybody to be told", func() bool { return sent() >= many }, p)
	p.end()
	for i := range many {
		if got := toldBy(t, s.Server, int64(100+i)); len(got) != 1 {
			t.Errorf("person %d was told %d times", i, len(got))
		}
	}
}
