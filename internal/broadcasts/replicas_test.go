package broadcasts_test

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/sessions"
	"github.com/merzim/merzim/internal/testserver"
)

// heardWithin is how soon every replica follows what was pressed at one of them.
const heardWithin = 5 * time.Second

// replica is a process of its own as far as it matters: its connections, its
// engine, and what left from there.
type replica struct {
	*stand
	mine strict
}

// replicas begins n engines on one PostgreSQL, one Redis and one pace, and makes
// people; all send to one Telegram. stop ends them.
func replicas(t *testing.T, n, people, perSecond int) (all []*replica, world *strict, stop func()) {
	t.Helper()
	postgres, redis := testserver.Postgres(t), testserver.Redis(t).URL()
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	world = &strict{}
	for range n {
		r := &replica{stand: open(t, databasetest.Open(t, postgres))}
		memory, err := sessions.OpenRedis(redis)
		r.must(err)
		t.Cleanup(func() { _ = memory.Close() })
		if len(all) == 0 {
			r.crowd(people)
		}
		all = append(all, r)
		pace := notices.NewPace(perSecond, memory.Pace(perSecond), slog.New(slog.DiscardHandler))
		send := func(ctx context.Context, m broadcasts.Message) (int64, string, error) {
			r.mine.note()
			return world.send(ctx, m)
		}
		running.Go(func() { r.paced(send, pace, r.now).Run(ctx) })
	}
	stop = func() { cancel(); running.Wait() }
	t.Cleanup(stop)
	return all, world, stop
}

// sends is whether so many more messages have left from here since it was asked for.
func (r *replica) sends(more int) func() bool {
	from := len(r.mine.all())
	return func() bool { return len(r.mine.all()) >= from+more }
}

// TestPressedAtOneReplica: pause, resume and cancel at one replica hold at the
// other within five seconds, in real time, while both send at one pace.
func TestPressedAtOneReplica(t *testing.T) {
	t.Parallel()
	const people, perSecond = 2000, 25
	all, world, stop := replicas(t, 2, people, perSecond)
	here, there := all[0], all[1]
	id := here.scheduled(everybody(), nil)
	for _, r := range all {
		r.wait(r.sends(10))
	}
	ends := func(act string, press func(context.Context, broadcasts.Actor, int64) error) {
		t.Helper()
		pressed := time.Now()
		here.must(press(t.Context(), chief, id))
		for i, r := range all {
			var last time.Duration
			for quiet := false; !quiet; time.Sleep(50 * time.Millisecond) {
				sent := r.mine.all()
				if last = sent[len(sent)-1].Sub(pressed); last > heardWithin {
					t.Fatalf("replica %d still sends %s after %s", i+1, last, act)
				}
				quiet = time.Since(pressed)-last > time.Second
			}
			t.Logf("replica %d: its last %s after %s", i+1, last.Round(time.Millisecond), act)
		}
	}
	ends("pause", here.store.Pause)

	begins := there.sends(10)
	pressed := time.Now()
	here.must(here.store.Resume(t.Context(), chief, id))
	there.wait(begins)
	if took := time.Since(pressed); took > heardWithin {
		t.Errorf("the other replica sends again %s after resume", took)
	}

	ends("cancel", here.store.Cancel)
	here.wait(here.final(id))
	stop()
	sent := int64(len(world.all()))
	if a := there.account(id); a.State != broadcasts.Cancelled || a.Sent != sent || a.Cancelled != people-sent || a.Unknown != 0 {
		t.Errorf("%+v; %d sent", a, sent)
	}
	here.books(id)
}
