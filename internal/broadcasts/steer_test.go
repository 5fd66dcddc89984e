package broadcasts_test

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/testserver"
)

// onTheirWay is how many messages one engine has marked or under way at most.
const onTheirWay = 64 + 16

// TestSteering: nothing leaves after a pause has returned, and the account of a
// cancelled or expired broadcast is settled.
func TestSteering(t *testing.T) {
	t.Parallel()
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		s, world := open(t, db), &telegram{}
		var under atomic.Int64 // calls on their way
		world.fail = func(broadcasts.Message) error {
			under.Add(1)
			defer under.Add(-1)
			time.Sleep(2 * time.Millisecond)
			return nil
		}
		s.crowd(3000)
		id := s.scheduled(everybody(broadcasts.Content{ExpiresAt: monday.Add(time.Hour)}), nil)
		s.run(s.engine(world), func() bool {
			if world.count() < 200 {
				return false
			}
			s.must(s.store.Pause(t.Context(), chief, id))
			// Who was marked before still gets it; then nobody does.
			paused, then := world.count(), -1
			testserver.Eventually(s, "rest", func() bool {
				before := then
				then = world.count()
				time.Sleep(100 * time.Millisecond)
				return then == before && under.Load() == 0
			})
			time.Sleep(300 * time.Millisecond)
			if now := world.count(); now != then {
				t.Errorf("%d left after the pause", now-then)
			}
			if late := then - paused; late > onTheirWay {
				t.Errorf("%d arrived after the pause, more than can be on their way", late)
			}
			s.must(s.store.Pause(t.Context(), chief, id)) // twice is once
			s.must(s.store.Resume(t.Context(), admin, id))
			s.wait(func() bool { return world.count() > then+100 })
			s.must(s.store.Cancel(t.Context(), admin, id))
			s.wait(s.final(id))
			return true
		})
		a := s.account(id)
		if a.State != broadcasts.Cancelled || a.Sent != int64(world.sends) || a.Cancelled != 3000-a.Sent || a.Cancelled == 0 {
			t.Errorf("%+v; %d sent", a, world.sends)
		}
		s.books(id)
		world.once(s)
		if err := s.store.Resume(t.Context(), admin, id); err != broadcasts.ErrState {
			t.Error(err)
		}

		world = &telegram{}
		world.fail = func(m broadcasts.Message) error {
			if m.Chat == 500 { // the time comes in the middle; some before it are still on their way
				s.now.Advance(2 * time.Hour)
			}
			return nil
		}
		id = s.scheduled(everybody(broadcasts.Content{ExpiresAt: monday.Add(time.Hour)}), nil)
		s.run(s.engine(world), s.final(id))
		if a := s.account(id); a.State != broadcasts.Expired || a.Sent < 450 || a.Sent+a.Cancelled+a.Unknown != 3000 || a.Cancelled < 2000 {
			t.Errorf("%+v", a)
		}
		s.books(id)
	})
}

// TestHours: nothing starts or leaves in quiet hours, nor before its time.
func TestHours(t *testing.T) {
	t.Parallel()
	s, world := open(t, databasetest.Open(t, "sqlite::memory:")), &telegram{}
	s.crowd(150)
	id := s.scheduled(everybody(broadcasts.Content{SendAt: monday.Add(12 * time.Hour)}), nil) // 22:00
	if b, err := s.store.Find(t.Context(), admin, id); err != nil || b.SendAt.Sub(monday) != 23*time.Hour {
		t.Error(b.SendAt, err)
	}
	e := s.engine(world)
	s.run(e, func() bool {
		for range 5 {
			time.Sleep(300 * time.Millisecond)
			if world.count() > 0 {
				t.Fatal("sent at", s.now.Now())
			}
			s.now.Advance(4*time.Hour + 30*time.Minute) // up to 08:30
		}
		s.now.Advance(time.Hour)
		s.wait(s.final(id))
		return true
	})
	night := make(chan struct{})
	world.fail = func(m broadcasts.Message) error {
		if m.Chat == 20 {
			s.now.Advance(12 * time.Hour) // night falls
			close(night)
		}
		return nil
	}
	id = s.scheduled(everybody(), nil)
	s.run(s.engine(world), func() bool {
		<-night // whose outcome was not yet written is unknown: their lease ended with the day
		time.Sleep(500 * time.Millisecond)
		if a := s.account(id); a.Left < 50 {
			t.Errorf("at %s: %+v", s.now.Now(), a)
		}
		world.mu.Lock()
		world.fail = nil
		world.mu.Unlock()
		s.now.Advance(12 * time.Hour)
		s.wait(s.final(id))
		return true
	})
	if a := s.account(id); a.Sent+a.Unknown != 150 {
		t.Errorf("%+v", a)
	}
	s.books(id)
}
