package bot_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/local"
)

// TestOrder: a chat's updates are handled one after the other in their order,
// chats do not wait for each other.
func TestOrder(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		const chats, each = 5, 18
		var mu sync.Mutex
		busy, seen := map[int64]bool{}, map[int64][]int64{}
		h := newHouse(t, func(_ context.Context, u bot.Update) ([]bot.Reply, error) {
			mu.Lock()
			if busy[u.Chat] {
				t.Error("two updates of one chat at once")
			}
			busy[u.Chat] = true
			seen[u.Chat] = append(seen[u.Chat], u.ID)
			mu.Unlock()
			time.Sleep(time.Second - time.Duration(u.ID)*10*time.Millisecond) // the later, the faster
			mu.Lock()
			busy[u.Chat] = false
			mu.Unlock()
			return say(u.Text), nil
		})
		start := time.Now()
		var want []string
		for i := range int64(each) {
			want = append(want, fmt.Sprint(i+1))
			for chat := range int64(chats) {
				h.server.Person(dana+chat, local.PersonOptions{Started: true})
				h.submit(t, dana+chat, i+1, want[i])
			}
		}
		h.wait(t)
		if took := time.Since(start); took >= each*time.Second {
			t.Errorf("%d chats took %s: they waited for each other", chats, took)
		}
		for chat := range int64(chats) {
			if ids := seen[dana+chat]; !slices.IsSorted(ids) || len(ids) != each {
				t.Error("handled in the order", ids)
			}
			h.expect(t, "answered", h.texts(dana+chat), want...)
		}
		if h.outcomes.of("ok") != chats*each || h.lot.size() != 0 {
			t.Error("ok:", h.outcomes.of("ok"), "parked:", h.lot.size())
		}
	})
}

// TestRepliesKeepTheOrder: the next update waits until the reply to the one
// before it is on its way.
func TestRepliesKeepTheOrder(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		h := newHouse(t, echo)
		h.server.Fault(local.Fault{Method: "sendMessage", Contains: "first", Delay: 5 * time.Second})
		h.submit(t, dana, 1, "first", "second")
		h.wait(t)
		h.expect(t, "answered", h.texts(dana), "first", "second")
	})
}

// TestWorkers: no more updates at once than workers.
func TestWorkers(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		var mu sync.Mutex
		now, most := 0, 0
		h := newHouseOf(t, 3, func(context.Context, bot.Update) ([]bot.Reply, error) {
			mu.Lock()
			now++
			most = max(most, now)
			mu.Unlock()
			time.Sleep(time.Second)
			mu.Lock()
			now--
			mu.Unlock()
			return nil, nil
		})
		start := time.Now()
		for chat := range int64(10) {
			h.submit(t, 100+chat, 1+chat, "x")
		}
		h.wait(t)
		if took := time.Since(start); most != 3 || took != 4*time.Second {
			t.Errorf("three workers did %d at once and took %s", most, took)
		}
	})
}

// TestPanic: wherever the conversation panics, it costs that update alone, and
// what the person wrote is not in the log.
func TestPanic(t *testing.T) {
	t.Parallel()
	const boom = "менің құпиям"
	cases := map[string]struct {
		prepare func(*talk)
		want    []string
		reason  string
	}{
		"handling":                {func(*talk) {}, []string{"before", excuse, "after"}, "panic"},
		"handling and the excuse": {func(c *talk) { c.excuse = func() { panic(boom) } }, []string{"before", "after"}, "panic"},
		"marking":                 {func(c *talk) { c.marked = func() { panic(boom) } }, []string{"before", excuse, "after"}, "panic"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				h := newHouse(t, func(ctx context.Context, u bot.Update) ([]bot.Reply, error) {
					if u.Text == boom {
						panic("cannot handle " + u.Text)
					}
					return echo(ctx, u)
				})
				c.prepare(h.talk)
				h.submit(t, dana, 1, "before", boom, "after")
				h.submit(t, arman, 4, "other")
				h.wait(t)
				h.expect(t, "answered", h.texts(dana), c.want...)
				h.expect(t, "answered to another", h.texts(arman), "other")
				if h.lot.size() != 1 || h.lot.reason(2) != c.reason {
					t.Error("parked:", h.lot.parked)
				}
				if h.log.holds(boom) || strings.Contains(h.lot.detail, boom) {
					t.Error("what the person wrote was kept")
				}
				if !h.log.holds("dispatch_test.go") {
					t.Error("the log does not say where it was")
				}
			})
		})
	}
}

// TestTries: what becomes of an update whose handling fails so many times.
func TestTries(t *testing.T) {
	t.Parallel()
	fails := func(times int) func(context.Context, bot.Update) ([]bot.Reply, error) {
		return func(_ context.Context, u bot.Update) ([]bot.Reply, error) {
			if times--; times >= 0 {
				return nil, errors.New("database is locked")
			}
			return say(u.Text), nil
		}
	}
	answer := func(err error) func(context.Context, bot.Update) ([]bot.Reply, error) {
		return func(context.Context, bot.Update) ([]bot.Reply, error) { return nil, err }
	}
	cases := []struct {
		name    string
		handle  func(context.Context, bot.Update) ([]bot.Reply, error)
		prepare func(*house)
		texts   []string
		tries   int
		reason  string
		outcome string
		undone  bool // not marked as done
		lost    bool
	}{
		{name: "never", handle: fails(0), texts: []string{"x"}, tries: 1, outcome: "ok"},
		{name: "once", handle: fails(1), texts: []string{"x"}, tries: 2, outcome: "ok"},
		{name: "twice", handle: fails(2), texts: []string{"x"}, tries: 3, outcome: "ok"},
		{name: "three times", handle: fails(3), texts: []string{excuse}, tries: 3, reason: "error", outcome: "fault"},
		{name: "always, and parking is away", handle: fails(9), prepare: func(h *house) { h.lot.away = errors.New("away") }, texts: []string{excuse}, tries: 3, outcome: "fault", undone: true, lost: true},
		{name: "handled before", handle: answer(bot.ErrHandled), tries: 1, outcome: "duplicate", undone: true},
		{name: "handled before, said in other words", handle: answer(fmt.Errorf("session: %w", bot.ErrHandled)), tries: 1, outcome: "duplicate", undone: true},
		{name: "nothing to say", handle: answer(nil), tries: 1, outcome: "ok"},
		{name: "the person stopped the bot", handle: fails(0), prepare: func(h *house) { h.dana.Block() }, tries: 1, outcome: "ok"},
		{name: "the account is gone", handle: fails(0), prepare: func(h *house) { h.dana.Deactivate() }, tries: 1, outcome: "ok"},
		{name: "Telegram refuses the reply", handle: fails(0), prepare: func(h *house) {
			h.server.Fault(local.Fault{Method: "sendMessage", Code: 400, Description: "Bad Request: can't parse entities", Times: -1})
		}, tries: 1, reason: "undelivered", outcome: "undelivered"},
		{name: "Telegram is away", handle: fails(0), prepare: func(h *house) {
			h.server.Fault(local.Fault{Method: "sendMessage", HTML: true, Times: -1})
		}, tries: 1, reason: "undelivered", outcome: "undelivered"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				h := newHouse(t, c.handle)
				if c.prepare != nil {
					c.prepare(h)
				}
				ticket := h.submit(t, dana, 1, "x")[0]
				h.wait(t)
				<-ticket.Stored()
				<-ticket.Done()
				h.expect(t, "answered", h.texts(dana), c.texts...)
				if n := h.talk.times(1); n != c.tries {
					t.Errorf("%d tries, want %d", n, c.tries)
				}
				if got := h.lot.reason(1); got != c.reason {
					t.Errorf("parked for %q, want %q", got, c.reason)
				}
				if c.reason == "error" && h.lot.detail != "database is locked" {
					t.Errorf("parked with %q", h.lot.detail)
				}
				if h.talk.isDone(1) == c.undone || ticket.Lost() != c.lost || h.outcomes.of(c.outcome) != 1 {
					t.Errorf("done: %v, lost: %v, outcomes: %v", h.talk.isDone(1), ticket.Lost(), h.outcomes.n)
				}
			})
		})
	}
}

// TestHangs: a store that hangs is given up, and the next update gets its turn.
func TestHangs(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		h := newHouse(t, func(ctx context.Context, u bot.Update) ([]bot.Reply, error) {
			if u.Text == "hang" {
				<-ctx.Done()
				return nil, ctx.Err()
			}
			return echo(ctx, u)
		})
		start := time.Now()
		h.submit(t, dana, 1, "hang", "next")
		h.wait(t)
		if took := time.Since(start); took > 2*time.Minute {
			t.Error("the next one waited", took)
		}
		h.expect(t, "answered", h.texts(dana), excuse, "next")
	})
}

// TestFlood: of more than twenty unhandled messages of a chat the rest is
// dropped with one kind message, and the order of the others is kept.
func TestFlood(t *testing.T) {
	t.Parallel()
	for name, broken := range map[string]bool{"kindly": false, "though the kind message panics": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				h := newHouse(t, func(ctx context.Context, u bot.Update) ([]bot.Reply, error) {
					time.Sleep(time.Second)
					return echo(ctx, u)
				})
				if broken {
					h.talk.excuse = func() { panic("x") }
				}
				var texts []string
				for i := range 35 {
					texts = append(texts, fmt.Sprint(i+1))
				}
				tickets := h.submit(t, dana, 1, texts...)
				h.submit(t, arman, 100, "other")
				synctest.Wait()
				kind := []string{many}
				if broken {
					kind = nil
				}
				h.expect(t, "said at once", h.texts(dana), kind...)
				for i, ticket := range tickets {
					select {
					case <-ticket.Done():
						if i < 20 {
							t.Errorf("message %d is done already", i+1)
						}
					default:
						if i >= 20 {
							t.Errorf("message %d waits", i+1)
						}
					}
				}
				h.wait(t)
				h.expect(t, "answered", h.texts(dana), append(slices.Clone(kind), texts[:20]...)...)
				h.expect(t, "answered to another", h.texts(arman), "other")
				if h.outcomes.of("dropped") != 15 || h.lot.size() != 0 || !h.talk.isDone(35) {
					t.Error("dropped:", h.outcomes.of("dropped"), "parked:", h.lot.parked)
				}

				before := len(h.texts(dana))
				h.submit(t, dana, 200, texts[:20]...) // twenty are never too many
				h.wait(t)
				h.expect(t, "after the flood", h.texts(dana)[before:], texts[:20]...)
				before += 20
				h.submit(t, dana, 300, texts[:22]...) // a new flood is told anew
				h.wait(t)
				h.expect(t, "in the next flood", h.texts(dana)[before:], append(kind, texts[:20]...)...)
			})
		})
	}
}

// TestCallerGone: whoever handed an update in and left does not stop it.
func TestCallerGone(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		h := newHouse(t, func(ctx context.Context, u bot.Update) ([]bot.Reply, error) {
			time.Sleep(time.Second)
			return say(u.Text), ctx.Err()
		})
		ctx, cancel := context.WithCancel(t.Context())
		for i, text := range []string{"first", "second"} {
			h.dispatcher.Submit(ctx, bot.Update{ID: int64(i + 1), Chat: dana, Kind: bot.KindText, Text: text})
		}
		cancel()
		h.wait(t)
		h.expect(t, "answered", h.texts(dana), "first", "second")
	})
}

// TestWait: it waits for the replies too, and no longer than it is let.
func TestWait(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		h := newHouse(t, echo)
		start := time.Now()
		h.wait(t)
		h.server.Fault(local.Fault{Method: "sendMessage", Delay: 10 * time.Second})
		h.submit(t, dana, 1, "x")
		short, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := h.dispatcher.Wait(short); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Second {
			t.Error(err, time.Since(start))
		}
		h.wait(t)
		if took := time.Since(start); took != 10*time.Second || len(h.texts(dana)) != 1 {
			t.Error("waited", took, "until", h.texts(dana))
		}
	})
}

// TestManyAtOnce drives the dispatcher from many sides, for the race detector.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		h := newHouse(t, func(_ context.Context, u bot.Update) ([]bot.Reply, error) {
			switch u.ID % 10 {
			case 3:
				return nil, bot.ErrHandled
			case 7:
				panic(u.Text)
			}
			return nil, nil
		})
		var all sync.WaitGroup
		for side := range int64(4) {
			all.Go(func() {
				for i := range int64(300) {
					ticket := h.dispatcher.Submit(t.Context(), bot.Update{ID: side*1000 + i + 1, Chat: 100 + i%7, Kind: bot.KindText, Text: "x"})
					if i%3 == 0 {
						<-ticket.Done()
					}
				}
			})
		}
		all.Wait()
		h.wait(t)
		sum := 0
		for _, n := range h.outcomes.n {
			sum += n
		}
		if sum != 1200 {
			t.Errorf("of 1200 updates %d ended: %v", sum, h.outcomes.n)
		}
	})
}
