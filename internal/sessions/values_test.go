package sessions_test

import (
	"context"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/sessions"
	"github.com/merzim/merzim/internal/testserver"
)

// values is what both stores offer for short-lived values.
type values interface {
	SetValue(ctx context.Context, key, value string, lifetime time.Duration) error
	Value(ctx context.Context, key string) (string, bool, error)
	TakeValue(ctx context.Context, key string) (string, bool, error)
	DeleteValue(ctx context.Context, key string) error
	CountValue(ctx context.Context, key string, lifetime time.Duration) (int64, error)
}

// short is a lifetime that a test can wait for.
const short = 300 * time.Millisecond

// TestValues runs one suite over everything that keeps short-lived values. pass
// lets time go by.
func TestValues(t *testing.T) {
	t.Parallel()
	wait := func(d time.Duration) { <-time.After(d) }
	stores := map[string]func(t *testing.T) (values, func(time.Duration)){
		"redis": func(t *testing.T) (values, func(time.Duration)) { return openRedis(t, testserver.Redis(t).URL()), wait },
		"cluster": func(t *testing.T) (values, func(time.Duration)) {
			return openRedis(t, testserver.RedisCluster(t)), wait
		},
	}
	for name, address := range map[string]func(t *testing.T) string{
		"sqlite":   func(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "merzim.db") },
		"memory":   func(*testing.T) string { return "sqlite::memory:" },
		"postgres": func(t *testing.T) string { return testserver.Postgres(t) },
	} {
		stores[name] = func(t *testing.T) (values, func(time.Duration)) {
			now := clock.At(time.Date(2026, 11, 23, 5, 0, 0, 0, time.UTC))
			return sessions.NewSQL(databasetest.Open(t, address(t)), now), now.Advance
		}
	}
	for name, open := range stores {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, pass := open(t)
			keeps(t, s)
			runsOut(t, s, pass)
			takenOnce(t, s)
		})
	}
}

func keeps(t *testing.T, s values) {
	t.Helper()
	ctx := t.Context()
	found := func(key, want string) {
		t.Helper()
		if got, ok, err := s.Value(ctx, key); got != want || ok != (want != "") || err != nil {
			t.Errorf("%s: %q %v %v, want %q", key, got, ok, err, want)
		}
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	found("a", "")
	must(s.SetValue(ctx, "a", "1", time.Hour))
	must(s.SetValue(ctx, "b:c", "ә\"'\n?", time.Hour))
	must(s.SetValue(ctx, "a", "2", time.Hour))
	found("a", "2")
	found("b:c", "ә\"'\n?")
	must(s.DeleteValue(ctx, "a"))
	must(s.DeleteValue(ctx, "a"))
	found("a", "")
	if got, ok, err := s.TakeValue(ctx, "b:c"); got != "ә\"'\n?" || !ok || err != nil {
		t.Error(got, ok, err)
	}
	if got, ok, err := s.TakeValue(ctx, "b:c"); got != "" || ok || err != nil {
		t.Error(got, ok, err)
	}
	for want := range int64(3) {
		if n, err := s.CountValue(ctx, "count", time.Hour); n != want+1 || err != nil {
			t.Error(n, err)
		}
	}
	if n, err := s.CountValue(ctx, "another", time.Hour); n != 1 || err != nil {
		t.Error(n, err)
	}
}

func runsOut(t *testing.T, s values, pass func(time.Duration)) {
	t.Helper()
	ctx := t.Context()
	if err := s.SetValue(ctx, "short", "x", short); err != nil {
		t.Fatal(err)
	}
	if err := s.SetValue(ctx, "long", "x", time.Hour); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := s.CountValue(ctx, "window", short); err != nil {
			t.Fatal(err)
		}
	}
	pass(short + 50*time.Millisecond)
	if _, ok, err := s.Value(ctx, "short"); ok || err != nil {
		t.Error("a value outlived its time", err)
	}
	if _, ok, err := s.TakeValue(ctx, "short"); ok || err != nil {
		t.Error("a value was taken after its time", err)
	}
	if _, ok, err := s.Value(ctx, "long"); !ok || err != nil {
		t.Error("a value ended before its time", err)
	}
	if n, err := s.CountValue(ctx, "window", short); n != 1 || err != nil {
		t.Error("the count did not begin anew:", n, err)
	}
}

// takenOnce: of many who take a value one gets it, and a count loses nothing.
func takenOnce(t *testing.T, s values) {
	t.Helper()
	if err := s.SetValue(t.Context(), "one", "x", time.Hour); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	var got atomic.Int64
	for range 8 {
		all.Go(func() {
			if _, ok, err := s.TakeValue(context.Background(), "one"); err != nil {
				t.Error(err)
			} else if ok {
				got.Add(1)
			}
			if _, err := s.CountValue(context.Background(), "many", time.Hour); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n, err := s.CountValue(t.Context(), "many", time.Hour); got.Load() != 1 || n != 9 || err != nil {
		t.Error(got.Load(), "took it; counted", n, err)
	}
}

// TestValuesAreSwept: what has run out leaves the base.
func TestValuesAreSwept(t *testing.T) {
	t.Parallel()
	now := clock.At(time.Date(2026, 11, 23, 5, 0, 0, 0, time.UTC))
	db := databasetest.Open(t, "sqlite::memory:")
	s := sessions.NewSQL(db, now)
	for key, lifetime := range map[string]time.Duration{"a": time.Minute, "b": time.Hour} {
		if err := s.SetValue(t.Context(), key, "x", lifetime); err != nil {
			t.Fatal(err)
		}
	}
	now.Advance(time.Minute)
	if err := s.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	var n int
	if err := db.QueryRow(t.Context(), `SELECT COUNT(*) FROM short_values`).Scan(&n); err != nil || n != 1 {
		t.Error(n, "rows are left", err)
	}
}
