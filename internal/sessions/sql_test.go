package sessions_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/sessions"
)

// TestSQLLifetimes: in SQL things run out by the clock that is passed in.
func TestSQLLifetimes(t *testing.T) {
	t.Parallel()
	const chat, update = 7_012_345_678, 55
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		now := clock.At(time.Date(2026, 11, 23, 5, 0, 0, 0, time.UTC))
		s := sessions.NewSQL(db, now)
		rows := func(table string) (n int) {
			t.Helper()
			if err := db.QueryRow(t.Context(), "SELECT COUNT(*) FROM "+table).Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		mustSave(t, s, chat, 0, "old")
		if err := s.MarkHandled(t.Context(), chat, update); err != nil {
			t.Fatal(err)
		}
		now.Advance(sessions.HandledLifetime - time.Second)
		if got := load(t, s, chat, update); !got.Handled || string(got.Data) != "old" {
			t.Errorf("a second before two days: %+v", got)
		}
		now.Advance(time.Second)
		if load(t, s, chat, update).Handled {
			t.Error("marked after two days")
		}
		now.Advance(sessions.Lifetime - sessions.HandledLifetime - time.Second)
		if got := load(t, s, chat, update); string(got.Data) != "old" {
			t.Errorf("a second before thirty days: %+v", got)
		}
		mustSave(t, s, chat, 1, "used") // which makes it last anew
		now.Advance(sessions.Lifetime - time.Second)
		if got := load(t, s, chat, update); string(got.Data) != "used" || got.Version != 2 {
			t.Errorf("a session in use: %+v", got)
		}
		now.Advance(time.Second)
		if got := load(t, s, chat, update); got.Data != nil || got.Version != 0 {
			t.Errorf("after thirty days: %+v", got)
		}
		if ok, err := s.Save(t.Context(), chat, 2, []byte("late")); ok || err != nil {
			t.Error("saved over what has run out:", ok, err)
		}
		mustSave(t, s, chat, 0, "anew")
		mustSave(t, s, chat+1, 0, "other")

		if err := s.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n, marks := rows("sessions"), rows("handled_updates"); n != 2 || marks != 0 {
			t.Errorf("swept to %d sessions and %d marks", n, marks)
		}
		now.Advance(sessions.Lifetime)
		if err := s.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := rows("sessions"); n != 0 {
			t.Errorf("%d sessions that nobody can load are kept", n)
		}
	})
}

// TestSQLGone: a base that is gone is said to be away.
func TestSQLGone(t *testing.T) {
	t.Parallel()
	db, err := database.Open(t.Context(), "sqlite::memory:")
	if err != nil {
		t.Fatal(err)
	}
	s := sessions.NewSQL(db, clock.System())
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	unavailable(t, s, time.Second)

	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		failures := 0
		go s.SweepEvery(ctx, time.Hour, func(error) { failures++ })
		time.Sleep(150 * time.Minute)
		synctest.Wait()
		if failures != 2 {
			t.Errorf("%d of 2 failed sweeps were reported", failures)
		}
		cancel()
		synctest.Wait()
	})
}
