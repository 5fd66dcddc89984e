package broadcasts_test

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/testserver"
)

// unruly is a Telegram that fails by chance, seen by one process that may die.
type unruly struct {
	*telegram
	mu     *sync.Mutex
	dice   *rand.Rand
	hung   atomic.Bool   // the process is as good as dead: its calls never return
	wake   chan struct{} // it comes back
	weight int           // percent of calls that fail
}

func (u *unruly) roll(n int) int {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.dice.IntN(n)
}

func (u *unruly) send(ctx context.Context, m broadcasts.Message) (int64, string, error) {
	time.Sleep(time.Duration(u.roll(200)) * time.Millisecond)
	if u.hung.Load() {
		if u.roll(2) == 0 {
			<-u.wake
			return 0, "", errCut
		}
		id, file, err := u.telegram.send(ctx, m) // it took effect, but who was to note it is gone
		<-u.wake
		return id, file, err
	}
	if u.roll(100) < u.weight {
		switch u.roll(8) {
		case 0:
			return 0, "", errStopped
		case 1:
			return 0, "", errRefused
		case 2, 3, 4:
			return 0, "", errSoon
		case 5:
			id, file, _ := u.telegram.send(ctx, m)
			_, _ = id, file
			return 0, "", errCut
		default:
			return 0, "", errAway
		}
	}
	return u.telegram.send(ctx, m)
}

// TestBooksBalance: whatever fails, hangs, dies or is steered, at every moment
// the books balance, in the end nobody is missing from them, and nobody has got
// it twice: also with two engines at work, and with dead ones that come back.
func TestBooksBalance(t *testing.T) {
	t.Parallel()
	seeds := uint64(12)
	if testserver.UnderRace {
		seeds = 2
	}
	for seed := range seeds {
		synctest.Test(t, func(t *testing.T) { life(t, seed) })
	}
}

func life(t *testing.T, seed uint64) {
	s := open(t, databasetest.Open(t, "sqlite::memory:"))
	dice := rand.New(rand.NewPCG(seed, 7))
	world, luck := &telegram{}, &sync.Mutex{}
	people := 1 + dice.IntN(900)
	s.crowd(people)
	tick := func(d time.Duration) {
		time.Sleep(d)
		s.now.Advance(d)
	}
	id := s.scheduled(everybody(broadcasts.Content{ExpiresAt: monday.Add(5 * time.Hour)}), nil)
	var all sync.WaitGroup
	var stops []context.CancelFunc
	var crew []*unruly
	roll := func(n int) int {
		luck.Lock()
		defer luck.Unlock()
		return dice.IntN(n)
	}
	begin := func() {
		u := &unruly{telegram: world, mu: luck, dice: dice, wake: make(chan struct{}), weight: roll(20)}
		ctx, cancel := context.WithCancel(t.Context())
		e := broadcasts.NewEngine(broadcasts.Options{Store: s.store, Send: u.send, Judge: judge, Label: label, Clock: s.now, Log: slog.New(slog.DiscardHandler)})
		crew, stops = append(crew, u), append(stops, cancel)
		all.Go(func() { e.Run(ctx) })
	}
	begin()
	begin()
	for range 12 {
		tick(time.Duration(roll(3000)) * time.Millisecond)
		switch i := roll(len(crew)); roll(7) {
		case 0, 1: // one dies, another starts
			crew[i].hung.Store(true)
			stops[i]()
			begin()
		case 2: // one stops in order
			stops[i]()
			begin()
		case 3:
			_ = s.store.Pause(t.Context(), admin, id)
		case 4:
			_ = s.store.Resume(t.Context(), chief, id)
		case 5:
			tick(3 * time.Minute) // the leases of the dead run out
		case 6:
			if roll(6) == 0 {
				_ = s.store.Cancel(t.Context(), admin, id)
			}
		}
		s.account(id)
	}
	for range 400 {
		if s.account(id).Final {
			break
		}
		_ = s.store.Resume(t.Context(), chief, id)
		tick(10 * time.Second)
	}
	for i, u := range crew { // the dead come back
		stops[i]()
		if u.hung.Load() {
			close(u.wake)
		}
	}
	all.Wait()
	a := s.account(id)
	if !a.Final || a.Frozen && a.Audience != int64(people) {
		t.Errorf("seed %d: %d people, %+v", seed, people, a)
	}
	s.books(id)
	world.once(s)
	missing := int64(people) - int64(len(world.got))
	if a.Frozen && (missing > a.Failed+a.Blocked+a.Unknown+a.Cancelled || int64(len(world.got)) > a.Sent+a.Unknown) {
		t.Errorf("seed %d: %d got it, %+v", seed, len(world.got), a)
	}
	t.Logf("seed %d: %d people, %d engines, %+v", seed, people, len(crew), a)
}
