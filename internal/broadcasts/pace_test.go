package broadcasts_test

import (
	"context"
	"log/slog"
	"os"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/testserver"
)

// strict is a Telegram that answers after a tenth of a second and refuses what
// is more than thirty messages in any second.
type strict struct {
	mu      sync.Mutex
	at      []time.Time
	refused int
}

func (s *strict) send(ctx context.Context, _ broadcasts.Message) (int64, string, error) {
	s.mu.Lock()
	now := time.Now()
	if n := len(s.at); n >= 30 && now.Sub(s.at[n-30]) < time.Second {
		s.refused++
		s.mu.Unlock()
		return 0, "", errSoon
	}
	s.at = append(s.at, now)
	number := int64(len(s.at))
	s.mu.Unlock()
	select {
	case <-time.After(100 * time.Millisecond):
	case <-ctx.Done():
	}
	return number, "", nil
}

// note notes a message that leaves now.
func (s *strict) note() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at = append(s.at, time.Now())
}

func (s *strict) all() []time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.at)
}

// paced is an engine on the clock of the machine, or of the bubble.
func (s *stand) paced(send func(context.Context, broadcasts.Message) (int64, string, error), pace *notices.Pace, c clock.Clock) *broadcasts.Engine {
	return broadcasts.NewEngine(broadcasts.Options{
		Store: s.store, Send: send, Judge: judge, Label: label, Pace: pace, Clock: c, Log: slog.New(slog.DiscardHandler),
	})
}

// TestPaceIsReached: over ten minutes one process sends at least 98 % of what is
// allowed although each call takes a tenth of a second, and Telegram never has
// to ask for a pause. Replies go out meanwhile and are charged.
func TestPaceIsReached(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const perSecond = 25
		minutes := time.Duration(10)
		if testserver.UnderRace {
			minutes = 2
		}
		s := open(t, databasetest.Open(t, "sqlite::memory:"))
		time.Sleep(4 * time.Hour) // the bubble begins at night
		s.now.Advance(time.Until(monday) * -1)
		s.crowd(perSecond*60*int(minutes) + 1000)
		id := s.scheduled(everybody(), nil)
		world := &strict{}
		pace := notices.NewPace(perSecond, nil, slog.New(slog.DiscardHandler))
		ctx, cancel := context.WithCancel(t.Context())
		var all sync.WaitGroup
		all.Go(func() { s.paced(world.send, pace, s.now).Run(ctx) })
		for len(world.all()) == 0 {
			time.Sleep(10 * time.Millisecond)
		}
		time.Sleep(minutes * time.Minute)
		sent := len(world.all())
		before := time.Now()
		pace.Charge(ctx, 1)
		if waited := time.Since(before); waited > 0 {
			t.Errorf("a reply waited %s", waited)
		}
		cancel()
		all.Wait()
		if share := float64(sent) / float64(perSecond*60*minutes); share < 0.98 || share > 1.001 || world.refused > 0 {
			t.Errorf("%.4f of the pace, %d refused", share, world.refused)
		} else {
			t.Logf("%.4f of the pace, %d refused", share, world.refused)
		}
		if a := s.account(id); a.Sent != int64(len(world.at)) || a.Unknown != 0 {
			t.Errorf("after a stop: %+v, %d sent", a, len(world.at))
		}
	})
}

// TestPauseDuringAPause: somebody pauses a broadcast while Telegram has asked
// everybody to wait; when that is over, nothing leaves, and nobody is unknown.
func TestPauseDuringAPause(t *testing.T) {
	t.Parallel()
	for _, wait := range []time.Duration{5 * time.Second, 40 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			s := open(t, databasetest.Open(t, "sqlite::memory:"))
			s.crowd(500)
			id := s.scheduled(everybody(), nil)
			world, pace := &strict{}, notices.NewPace(25, nil, slog.New(slog.DiscardHandler))
			ctx, cancel := context.WithCancel(t.Context())
			var all sync.WaitGroup
			all.Go(func() { s.paced(world.send, pace, s.now).Run(ctx) })
			for len(world.all()) < 50 {
				time.Sleep(10 * time.Millisecond)
			}
			pace.Hold(ctx, wait)
			time.Sleep(time.Second)
			then := len(world.all())
			s.must(s.store.Pause(ctx, chief, id))
			time.Sleep(2 * wait)
			if now := len(world.all()); now != then {
				t.Errorf("%d left after the pause", now-then)
			}
			if a := s.account(id); a.Unknown != 0 || a.Sent != int64(then) {
				t.Errorf("%+v", a)
			}
			s.must(s.store.Resume(ctx, chief, id))
			time.Sleep(time.Minute)
			cancel()
			all.Wait()
			if a := s.account(id); a.Sent != 500 || len(world.at) != 500 {
				t.Errorf("%+v; %d sent", a, len(world.at))
			}
		})
	}
}

// TestReplicasShareThePace: two replicas on one PostgreSQL and one Redis keep
// one pace together for a minute, and nobody is written to twice. It measures
// real time, so it wants the machine to itself.
func TestReplicasShareThePace(t *testing.T) {
	if os.Getenv("MERZIM_TEST_REALTIME") == "" {
		t.Skip("a minute of real time on a quiet machine: MERZIM_TEST_REALTIME=1")
	}
	const perSecond, seconds = 25, 60
	all, world, stop := replicas(t, 2, perSecond*seconds+500, perSecond)
	id := all[0].scheduled(everybody(), nil)
	for _, r := range all {
		r.wait(r.sends(1))
	}
	time.Sleep(seconds * time.Second)
	stop()
	sent := world.all()
	within := 0
	for _, at := range sent {
		if at.Sub(sent[0]) < seconds*time.Second {
			within++
		}
	}
	if most := perSecond*seconds + 5; within > most || within < perSecond*seconds*8/10 || world.refused > 0 {
		t.Errorf("%d in a minute, %d refused", within, world.refused)
	}
	t.Logf("%d of %d in a minute, %d refused", within, perSecond*seconds, world.refused)
	if a := all[0].account(id); a.Sent != int64(len(sent)) || a.Unknown != 0 {
		t.Errorf("%+v, %d sent", a, len(sent))
	}
	all[0].books(id)
}
