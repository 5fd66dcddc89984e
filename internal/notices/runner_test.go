package notices_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/sessions"
	"github.com/merzim/merzim/internal/testserver"
)

// The answers of a Telegram that the tests make up.
var (
	errStopped = errors.New("403")
	errRefused = errors.New("400")
	errSoon    = errors.New("429")
	errAway    = errors.New("502")
)

func judge(err error) notices.Verdict {
	switch {
	case errors.Is(err, errStopped):
		return notices.Verdict{Blocked: true}
	case errors.Is(err, errRefused):
		return notices.Verdict{Refused: true}
	case errors.Is(err, errSoon):
		return notices.Verdict{RetryAfter: 3 * time.Second}
	}
	return notices.Verdict{}
}

// told is a Telegram that notes whom it was told what.
type told struct {
	mu   sync.Mutex
	all  map[string]int
	fail func(message string) error
	ends map[string]int // attempts by kind and how they ended
}

func (t *told) observe(kind notices.Kind, outcome string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.ends == nil {
		t.ends = map[string]int{}
	}
	t.ends[string(kind)+" "+outcome]++
}

func (t *told) send(_ context.Context, chat int64, message string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.fail != nil {
		if err := t.fail(message); err != nil {
			return err
		}
	}
	if t.all == nil {
		t.all = map[string]int{}
	}
	t.all[fmt.Sprint(chat, " ", message)]++
	return nil
}

func (t *told) count() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.all)
}

func runner(s *notices.Store, t *told, pace *notices.Pace) *notices.Runner[string] {
	return notices.NewRunner(notices.Options[string]{
		Store: s, Send: t.send, Judge: judge, Pace: pace, Log: slog.New(slog.DiscardHandler), Observe: t.observe,
		Render: func(_ context.Context, n notices.Notice) (string, bool, error) {
			switch n.Request {
			case 404:
				return "", false, nil
			case 500:
				return "", false, errors.New("no such text")
			case 666:
				panic("poison")
			}
			return fmt.Sprint(n.Kind, " ", n.Request), true, nil
		},
	})
}

// TestRunnerOutcomes: what becomes of a notice after each answer.
func TestRunnerOutcomes(t *testing.T) {
	t.Parallel()
	s := open(t, databasetest.Open(t, "sqlite::memory:"))
	s.must(s.people.SetLanguage(t.Context(), other, "ru"))
	telegram := &told{fail: func(message string) error {
		switch message {
		case "reminder 403":
			return errStopped
		case "reminder 400":
			return errRefused
		case "reminder 429":
			return errSoon
		case "reminder 502":
			return errAway
		}
		return nil
	}}
	r := runner(s.store, telegram, nil)
	want := map[int64]notices.State{
		200: notices.Sent, 404: notices.Cancelled, 500: notices.Queued, 666: notices.Queued, 400: notices.Failed, 429: notices.Queued, 502: notices.Queued,
	}
	for request := range want {
		s.queue(reminder(request, fmt.Sprint(request)))
	}
	s.queue(notices.New{Chat: other, Kind: notices.Reminder, Request: 403, Dedupe: "403"})
	if n, err := r.Once(t.Context()); n != len(want)+1 || err != nil {
		t.Error(n, err)
	}
	check := func(request int64, chat int64, want notices.State, attempts int) {
		t.Helper()
		all, err := s.store.OfRequest(t.Context(), chat, request)
		s.must(err)
		if all[0].State != want || all[0].Attempts != attempts {
			t.Errorf("%d: %s after %d attempts", request, all[0].State, all[0].Attempts)
		}
	}
	for request, state := range want {
		attempts := 1
		if request == 429 {
			attempts = 0
		}
		check(request, chat, state, attempts)
	}
	check(403, other, notices.Blocked, 1)
	ends := map[string]int{"reminder sent": 1, "reminder cancelled": 1, "reminder failed": 1, "reminder blocked": 1, "reminder postponed": 1, "reminder retried": 3}
	if !maps.Equal(telegram.ends, ends) {
		t.Errorf("attempts ended %v, want %v", telegram.ends, ends)
	}
	for range 4 * notices.MaxAttempts {
		s.now.Advance(2 * time.Hour)
		if _, err := r.Once(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for _, request := range []int64{500, 666, 502} {
		check(request, chat, notices.Parked, notices.MaxAttempts)
	}
	check(429, chat, notices.Queued, 0)
	if telegram.count() != 1 {
		t.Error(telegram.all)
	}
	if n := telegram.ends["reminder parked"]; n != 3 {
		t.Error(n, "attempts ended parked")
	}
}

// TestRunnerRuns: everything is sent once by many workers, what waits is given
// back at the end, and nothing is left running.
func TestRunnerRuns(t *testing.T) {
	t.Parallel()
	s := open(t, databasetest.Open(t, "sqlite:"+filepath.Join(t.TempDir(), "merzim.db")))
	const many = 200
	for i := range many {
		s.queue(notices.New{Chat: int64(i % 50), Kind: notices.Status, Request: int64(i + 1000), Dedupe: fmt.Sprint(i)})
	}
	telegram := &told{}
	ctx, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	r := runner(s.store, telegram, nil)
	all.Go(func() { r.Run(ctx) })
	testserver.Eventually(t, "the messages", func() bool { return telegram.count() == many })
	s.queue(notices.New{Chat: 1, Kind: notices.Status, Request: 1, Dedupe: "one more"})
	r.Poke()
	testserver.Eventually(t, "the messages", func() bool { return telegram.count() == many+1 })
	cancel()
	all.Wait()
	for message, n := range telegram.all {
		if n != 1 {
			t.Errorf("%s was told %d times", message, n)
		}
	}

	for i := range many { // at one a minute, most are given back
		s.queue(notices.New{Chat: int64(i), Kind: notices.Status, Request: int64(i + 5000), Dedupe: fmt.Sprint("slow", i)})
	}
	pace := notices.NewPace(1, nil, slog.New(slog.DiscardHandler))
	pace.Hold(t.Context(), time.Hour)
	ctx, cancel = context.WithCancel(t.Context())
	slow := runner(s.store, telegram, pace)
	all.Go(func() { slow.Run(ctx) })
	time.Sleep(100 * time.Millisecond)
	cancel()
	all.Wait()
	if left := len(s.claim(many)); left < many-1 {
		t.Errorf("%d of %d are left to claim", left, many)
	}
}

// TestTwoReplicas: two runners on one PostgreSQL and one Redis send each notice
// once, together at one pace.
func TestTwoReplicas(t *testing.T) {
	t.Parallel()
	postgres, redis := testserver.Postgres(t), testserver.Redis(t).URL()
	const many, perSecond = 120, 60
	telegram := &told{}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var all sync.WaitGroup
	now := clock.At(at("2026-11-23", 10))
	var begin time.Time
	for i := range 2 {
		store := notices.NewStore(databasetest.Open(t, postgres), now)
		if i == 0 {
			for j := range many {
				if _, err := store.Queue(t.Context(), notices.New{Chat: int64(j), Kind: notices.Status, Request: int64(j + 1000), Dedupe: fmt.Sprint(j)}); err != nil {
					t.Fatal(err)
				}
			}
			begin = time.Now()
		}
		memory, err := sessions.OpenRedis(redis)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = memory.Close() })
		r := runner(store, telegram, notices.NewPace(perSecond, memory.Pace(perSecond), slog.New(slog.DiscardHandler)))
		all.Go(func() { r.Run(ctx) })
	}
	testserver.Eventually(t, "the messages", func() bool { return telegram.count() == many })
	took := time.Since(begin)
	cancel()
	all.Wait()
	for message, n := range telegram.all {
		if n != 1 {
			t.Errorf("%s was told %d times", message, n)
		}
	}
	if least := (many - 1) * time.Second / perSecond; took < least-50*time.Millisecond {
		t.Errorf("%d at %d a second took only %s", many, perSecond, took)
	}
}

// TestPace: one process alone keeps the pace, also to one person, and a pause
// holds everybody.
func TestPace(t *testing.T) {
	t.Parallel()
	p := notices.NewPace(100, bucketAway{}, slog.New(slog.DiscardHandler))
	start := time.Now()
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			if err := p.Wait(t.Context(), int64(i)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if took := time.Since(start); took < 180*time.Millisecond || took > 5*time.Second {
		t.Errorf("twenty at a hundred a second took %s", took)
	}
	if err := p.Wait(t.Context(), 3); err != nil || time.Since(start) < 900*time.Millisecond {
		t.Error("a second message to a person after", time.Since(start), err)
	}
	p.Hold(t.Context(), time.Hour)
	p.Hold(t.Context(), time.Second)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := p.Wait(ctx, 99); !errors.Is(err, context.DeadlineExceeded) {
		t.Error("not held:", err)
	}
	for range 10_000 { // replies never wait
		p.Charge(t.Context(), 5)
	}
}

// TestReplies: the shared bucket is told of all replies, many in one call.
func TestReplies(t *testing.T) {
	t.Parallel()
	shared := &bucketOfReplies{}
	p := notices.NewPace(100, shared, slog.New(slog.DiscardHandler))
	for i := range 300 {
		p.Charge(t.Context(), int64(i))
	}
	testserver.Eventually(t, "the messages", func() bool { return shared.told.Load() == 300 })
	if calls := shared.calls.Load(); calls > 10 {
		t.Errorf("told of 300 replies in %d calls", calls)
	}
	p.Charge(t.Context(), 1) // and of those that come later
	testserver.Eventually(t, "the messages", func() bool { return shared.told.Load() == 301 })
}

// bucketOfReplies counts the replies that it is told of.
type bucketOfReplies struct{ told, calls atomic.Int64 }

func (b *bucketOfReplies) Take(context.Context, int64) (time.Duration, bool, error) {
	return 0, true, nil
}

func (b *bucketOfReplies) Charge(_ context.Context, chats []int64) error {
	b.told.Add(int64(len(chats)))
	b.calls.Add(1)
	return nil
}

func (b *bucketOfReplies) Hold(context.Context, time.Duration) error { return nil }

// bucketAway is a shared pace that does not answer.
type bucketAway struct{}

func (bucketAway) Take(context.Context, int64) (time.Duration, bool, error) {
	return 0, false, errAway
}
func (bucketAway) Charge(context.Context, []int64) error     { return errAway }
func (bucketAway) Hold(context.Context, time.Duration) error { return errAway }
