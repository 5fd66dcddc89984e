package bot_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/merzim/merzim/bot"
)

// TestSlowHoldsNobody: while one update takes its time, others are fetched and
// answered, and Telegram is not asked without a pause.
func TestSlowHoldsNobody(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		m := newMailbox(t)
		h := m.open(func(_ context.Context, u bot.Update) ([]bot.Reply, error) {
			if u.ID == 1 {
				time.Sleep(9 * time.Second)
			}
			return nil, nil
		})
		start := time.Now()
		m.put(1, dana)
		stop := h.polling(t, m)
		time.Sleep(5 * time.Second)
		var pauses []time.Duration
		polls := m.since(start)
		for i := 1; i < len(polls); i++ {
			pauses = append(pauses, polls[i].at.Sub(polls[i-1].at)/time.Millisecond)
		}
		if want := []time.Duration{50, 100, 200, 400, 500, 500, 500, 500, 500, 500, 500, 500}; !slices.Equal(pauses, want) {
			t.Errorf("polled after pauses of %d ms, want %d", pauses, want)
		}
		for i := range int64(6) {
			m.put(2+i, arman)
			time.Sleep(500 * time.Millisecond)
			synctest.Wait()
			if !h.talk.isDone(2 + i) {
				t.Errorf("update %d waits for another chat's", 2+i)
			}
		}
		if m.left() != 7 {
			t.Errorf("%d of 7 are unconfirmed while the first is being handled", m.left())
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if m.left() != 0 {
			t.Errorf("%d are unconfirmed though all are done", m.left())
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
}

// TestNothingUnfinishedIsConfirmed: whatever ends when and however, each update
// is handled once, in order within its chat, and confirmed only afterwards.
func TestNothingUnfinishedIsConfirmed(t *testing.T) {
	t.Parallel()
	for seed := range uint64(40) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				chance := rand.New(rand.NewPCG(seed, 0))
				total := 1 + chance.Int64N(400)
				chats := 1 + total/15
				takes := map[int64]time.Duration{}
				bad := map[int64]bool{}
				for id := int64(1); id <= total; id++ {
					takes[id] = time.Duration(chance.IntN(40)) * time.Millisecond
					switch chance.IntN(60) {
					case 0:
						takes[id] = time.Duration(1+chance.IntN(15)) * time.Second
					case 1:
						bad[id] = true
					}
				}
				var mu sync.Mutex
				seen := map[int64][]int64{}
				m := newMailbox(t)
				h := m.open(func(_ context.Context, u bot.Update) ([]bot.Reply, error) {
					mu.Lock()
					if list := seen[u.Chat]; len(list) == 0 || list[len(list)-1] != u.ID {
						seen[u.Chat] = append(list, u.ID)
					}
					mu.Unlock()
					time.Sleep(takes[u.ID])
					if bad[u.ID] {
						return nil, errors.New("boom")
					}
					return nil, nil
				})
				m.way = time.Duration(chance.IntN(50)) * time.Millisecond
				if seed%3 == 0 {
					failing := rand.New(rand.NewPCG(seed, 1))
					m.fail = func() bool { return failing.IntN(10) == 0 }
				}
				stop := h.polling(t, m)
				for id := int64(1); id <= total; id++ {
					m.put(id, 100+id%chats)
					if chance.IntN(20) == 0 {
						time.Sleep(time.Duration(chance.IntN(2000)) * time.Millisecond)
					}
				}
				if seed%2 == 0 {
					time.Sleep(5 * time.Minute)
					synctest.Wait()
					if m.left() != 0 {
						t.Errorf("%d updates are unconfirmed in the end", m.left())
					}
				}
				if err := stop(); err != nil {
					t.Error(err)
				}
				h.wait(t)
				handled := int64(0)
				for chat, ids := range seen {
					if !slices.IsSorted(ids) || len(slices.Compact(slices.Clone(ids))) != len(ids) {
						t.Errorf("chat %d was served in the order %d", chat, ids)
					}
					handled += int64(len(ids))
				}
				if want := total - int64(m.left()); handled < want || seed%2 == 0 && handled != total {
					t.Errorf("%d of %d confirmed updates were handled", handled, want)
				}
			})
		})
	}
}

// TestFull: when as many updates as a poll can bring are in flight, nothing is
// asked until the oldest is over.
func TestFull(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		m := newMailbox(t)
		release := map[int64]chan struct{}{}
		for id := int64(1); id <= 130; id++ {
			release[id] = make(chan struct{})
			m.put(id, 1000+id)
		}
		h := m.open(func(_ context.Context, u bot.Update) ([]bot.Reply, error) {
			<-release[u.ID]
			return nil, nil
		})
		stop := h.polling(t, m)
		synctest.Wait()
		for id := int64(2); id <= 80; id++ {
			close(release[id])
		}
		time.Sleep(5 * time.Second)
		if polls := m.since(time.Time{}); len(polls) != 1 || polls[0].got != 100 {
			t.Errorf("polled %d times while nothing new can come", len(polls))
		}
		close(release[1])
		synctest.Wait()
		polls := m.since(time.Time{})
		if last := polls[len(polls)-1]; len(polls) != 2 || last.offset != 81 || last.got != 50 {
			t.Errorf("then polled as %+v, want the 50 from 81 on", polls[1:])
		}
		for id := int64(81); id <= 130; id++ {
			close(release[id])
		}
		synctest.Wait()
		if m.left() != 0 || h.lot.size() != 0 {
			t.Errorf("%d unconfirmed, parked: %v", m.left(), h.lot.parked)
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
}

// TestFullOfStuck: a whole batch that hangs is parked after the patience, and
// the next one comes.
func TestFullOfStuck(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		m := newMailbox(t)
		for id := int64(1); id <= 101; id++ {
			m.put(id, 1000+id)
		}
		h := m.open(func(_ context.Context, u bot.Update) ([]bot.Reply, error) {
			if u.ID <= 100 {
				time.Sleep(30 * time.Second)
			}
			return nil, nil
		})
		stop := h.polling(t, m)
		time.Sleep(10*time.Second + 500*time.Millisecond)
		synctest.Wait()
		if h.lot.size() != 100 || !h.talk.isDone(101) || m.left() != 0 {
			t.Errorf("%d of 100 are parked, the next done: %v, %d unconfirmed", h.lot.size(), h.talk.isDone(101), m.left())
		}
		time.Sleep(time.Minute)
		if h.lot.size() != 0 || h.talk.times(1) != 1 {
			t.Errorf("%d are parked in the end, the first was handled %d times", h.lot.size(), h.talk.times(1))
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
}

// TestStopWithStuck: a stop waits as long as the patience lasts. What hangs is
// left to the next start, neither confirmed nor parked.
func TestStopWithStuck(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		m := newMailbox(t)
		h := m.open(func(_ context.Context, u bot.Update) ([]bot.Reply, error) {
			if u.ID == 2 {
				time.Sleep(time.Minute)
			}
			return nil, nil
		})
		for id := int64(1); id <= 3; id++ {
			m.put(id, 100+id)
		}
		start := time.Now()
		stop := h.polling(t, m)
		time.Sleep(time.Second)
		if err := stop(); err != nil {
			t.Error(err)
		}
		if took := time.Since(start); took < 10*time.Second || took > 12*time.Second {
			t.Error("the stop ended after", took)
		}
		if polls := m.since(start.Add(2 * time.Second)); len(polls) != 1 || polls[0].offset != 2 {
			t.Errorf("polled at the stop as %+v, want once from 2 on", polls)
		}
		if m.left() != 2 || h.lot.size() != 0 {
			t.Errorf("%d unconfirmed, parked: %v", m.left(), h.lot.parked)
		}
		h.wait(t)
	})
}

// TestNumbersBeginAnew: after a quiet week Telegram may count from anywhere.
func TestNumbersBeginAnew(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		h := newHouse(t, echo)
		text := `"message":{"message_id":3,"date":1,"chat":{"id":7,"type":"private"},"text":"x"}`
		telegram := &batches{Caller: h.telegram, left: []string{`[{"update_id":900,` + text + `}]`, `[]`, `[{"update_id":5,` + text + `}]`}}
		stop := h.polling(t, telegram)
		time.Sleep(time.Second)
		if err := stop(); err != nil {
			t.Error(err)
		}
		if want := []string{"0", "901", "901", "6", "6"}; !slices.Equal(telegram.offsets, want) {
			t.Errorf("polled with the offsets %s, want %s", telegram.offsets, want)
		}
		h.expect(t, "answered", h.texts(dana), "x", "x")
	})
}
