package bot_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/merzim/merzim/bot"
)

// TestObserved: an update takes as long as its person waits, the turn of the
// chat's earlier ones included; how many wait can be asked meanwhile.
func TestObserved(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		h := newHouse(t, func(context.Context, bot.Update) ([]bot.Reply, error) {
			time.Sleep(time.Second)
			return say("x"), nil
		})
		var mu sync.Mutex
		took := map[int64]time.Duration{}
		h.dispatcher = bot.NewDispatcher(bot.DispatcherOptions{
			Conversation: h.talk, Sender: h.sender, Parking: h.lot, Log: h.logger,
			Observe: func(u bot.Update, d time.Duration, outcome string) {
				mu.Lock()
				defer mu.Unlock()
				if took[u.ID] = d; outcome != "ok" {
					t.Error(u.ID, outcome)
				}
			},
		})
		h.submit(t, dana, 1, "a", "b", "c")
		h.submit(t, arman, 4, "d")
		if n := h.dispatcher.Waiting(); n != 4 {
			t.Error(n, "wait")
		}
		time.Sleep(1500 * time.Millisecond)
		if n := h.dispatcher.Waiting(); n != 2 {
			t.Error(n, "wait after the first of each chat")
		}
		h.wait(t)
		for id, want := range map[int64]time.Duration{1: time.Second, 2: 2 * time.Second, 3: 3 * time.Second, 4: time.Second} {
			if took[id] < want || took[id] > want+500*time.Millisecond {
				t.Errorf("update %d took %s, want about %s", id, took[id], want)
			}
		}
		if n := h.dispatcher.Waiting(); n != 0 {
			t.Error(n, "wait in the end")
		}
	})
}
