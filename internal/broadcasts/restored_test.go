package broadcasts_test

import (
	"maps"
	"testing"
	"time"

	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
)

// TestAfterRestore: what may have gone out since the backup waits for people,
// and what can't have gone out stays as it is. Each is counted where it stands.
func TestAfterRestore(t *testing.T) {
	t.Parallel()
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		s, world := open(t, db), &telegram{}
		s.crowd(3000)
		world.fail = func(broadcasts.Message) error { time.Sleep(time.Millisecond); return nil }
		sending := s.scheduled(everybody(broadcasts.Content{}), nil)
		s.run(s.engine(world), func() bool { return world.count() >= 50 }) // the rest is left in the base
		due := s.scheduled(everybody(broadcasts.Content{SendAt: s.now.Now().Add(time.Hour)}), nil)
		later := s.scheduled(everybody(broadcasts.Content{SendAt: s.now.Now().Add(3 * time.Hour)}), nil)
		s.now.Advance(2 * time.Hour)

		check := func(want map[broadcasts.State]int64) {
			t.Helper()
			if got, err := s.store.UnderWay(t.Context()); err != nil || !maps.Equal(got, want) {
				t.Errorf("%v, %v; want %v", got, err, want)
			}
		}
		check(map[broadcasts.State]int64{broadcasts.Waiting: 0, broadcasts.Scheduled: 2, broadcasts.Sending: 1, broadcasts.Paused: 0})
		if n, err := s.store.AfterRestore(t.Context()); n != 2 || err != nil {
			t.Error(n, "stopped", err)
		}
		check(map[broadcasts.State]int64{broadcasts.Waiting: 0, broadcasts.Scheduled: 1, broadcasts.Sending: 0, broadcasts.Paused: 1})
		for id, want := range map[int64]broadcasts.State{sending: broadcasts.Paused, due: broadcasts.Draft, later: broadcasts.Scheduled} {
			if b, err := s.store.Find(t.Context(), admin, id); err != nil || b.State != want {
				t.Errorf("%d is %s, want %s (%v)", id, b.State, want, err)
			}
		}
		before := world.count()
		s.run(s.engine(world), func() bool { <-time.After(300 * time.Millisecond); return true })
		if after := world.count(); after != before {
			t.Errorf("%d were sent after the restore", after-before)
		}
		if n, err := s.store.AfterRestore(t.Context()); n != 0 || err != nil {
			t.Error("twice:", n, err)
		}
	})
}
