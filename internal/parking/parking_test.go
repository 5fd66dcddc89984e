package parking_test

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/parking"
)

func start() time.Time { return time.Date(2026, 11, 23, 5, 0, 0, 0, time.UTC) }

// TestParking is the conformance suite of the store.
func TestParking(t *testing.T) {
	t.Parallel()
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		now := clock.At(start())
		store := parking.NewStore(db, now)
		if got := list(t, store, 10); len(got) != 0 {
			t.Fatal("a new base holds", got)
		}
		park := func(update int64, reason, detail string) {
			t.Helper()
			if err := store.Park(t.Context(), update, update+7_000_000_000, "text", reason, detail); err != nil {
				t.Fatal(err)
			}
		}
		park(1, "panic", "first")
		park(3, "slow", "at the same moment")
		park(2, "error", "at the same moment")
		now.Advance(time.Minute)
		park(4, "slow", "later")
		checkOrder(t, list(t, store, 10), 4, 3, 2, 1)
		checkOrder(t, list(t, store, 2), 4, 3)

		now.Advance(time.Minute)
		park(1, "undelivered", "second")
		got := list(t, store, 10)
		checkOrder(t, got, 1, 4, 3, 2)
		want := parking.Row{Update: 1, Chat: 7_000_000_001, Kind: "text", Reason: "undelivered", Detail: "second", At: start().Add(2 * time.Minute)}
		if !got[0].At.Equal(want.At) {
			t.Error("parked at", got[0].At)
		}
		if got[0].At = want.At; got[0] != want {
			t.Errorf("parked twice: %+v, want %+v", got[0], want)
		}

		for _, update := range []int64{1, 2, 3, 4, 4, 99} { // of these only 3 and 4 were slow
			if err := store.Settle(t.Context(), update); err != nil {
				t.Fatal(err)
			}
		}
		checkOrder(t, list(t, store, 10), 1, 2)
		if n, err := store.Count(t.Context()); n != 2 || err != nil {
			t.Error(n, "are parked", err)
		}
	})
}

// TestDetails: whatever an error says, it can be kept and read.
func TestDetails(t *testing.T) {
	t.Parallel()
	const most = 500
	cases := []struct{ name, detail, want string }{
		{"short", "база недоступна", "база недоступна"},
		{"empty", "", ""},
		{"as long as can be", strings.Repeat("x", most), strings.Repeat("x", most)},
		{"too long", strings.Repeat("x", most+1), strings.Repeat("x", most)},
		{"cut between letters", strings.Repeat("қ", most), strings.Repeat("қ", most/2)},
		{"cut inside a letter", "x" + strings.Repeat("қ", most), "x" + strings.Repeat("қ", most/2-1)},
		{"cut inside a picture", "xy" + strings.Repeat("🪪", most), "xy" + strings.Repeat("🪪", most/4-1)},
		{"not a text", "a\xffb", "a\ufffdb"},
		{"a zero byte", "a\x00b", "ab"},
	}
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		store := parking.NewStore(db, clock.At(start()))
		for i, c := range cases {
			if err := store.Park(t.Context(), int64(i+1), 7, "text", "error", c.detail); err != nil {
				t.Errorf("%s: %v", c.name, err)
				continue
			}
			got := list(t, store, 1)[0].Detail
			if got != c.want || !utf8.ValidString(got) {
				t.Errorf("%s: kept %q (%d bytes), want %q", c.name, got, len(got), c.want)
			}
		}
	})
}

// TestWithoutBase: whoever parks must learn that it failed.
func TestWithoutBase(t *testing.T) {
	t.Parallel()
	db, err := database.Open(t.Context(), "sqlite::memory:")
	if err != nil {
		t.Fatal(err)
	}
	store := parking.NewStore(db, clock.System())
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := store.Park(t.Context(), 1, 7, "text", "error", ""); err == nil {
		t.Error("parked without a base")
	}
	if err := store.Settle(t.Context(), 1); err == nil {
		t.Error("settled without a base")
	}
	if _, err := store.List(t.Context(), 1); err == nil {
		t.Error("listed without a base")
	}
}

func list(t *testing.T, s *parking.Store, limit int) []parking.Row {
	t.Helper()
	rows, err := s.List(t.Context(), limit)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func checkOrder(t *testing.T, rows []parking.Row, want ...int64) {
	t.Helper()
	var got []int64
	for _, r := range rows {
		got = append(got, r.Update)
	}
	if !slices.Equal(got, want) {
		t.Errorf("listed %v, want %v", got, want)
	}
}
