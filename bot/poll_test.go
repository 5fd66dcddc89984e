package bot_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/local"
)

// polling runs a poller; stop ends it and returns what it said.
func (h *house) polling(t *testing.T, c bot.Caller) (stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- bot.NewPoller(c, h.dispatcher, h.logger).Run(ctx) }()
	return func() error {
		cancel()
		defer synctest.Wait() // Telegram too sees that the poll is over
		return <-ended
	}
}

// offsets are those of the polls that brought or confirmed something.
func (h *house) offsets() (list []int64) {
	for _, c := range h.server.Calls(local.CallFilter{Method: "getUpdates"}) {
		list = append(list, c.Params["offset"].(int64))
	}
	return list
}

// TestConfirmedWhenDone: Telegram keeps an update until it and all before it
// are answered.
func TestConfirmedWhenDone(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		release := make(chan struct{})
		h := newHouse(t, func(ctx context.Context, u bot.Update) ([]bot.Reply, error) {
			if u.Text == "slow" {
				<-release
			}
			return echo(ctx, u)
		})
		h.dana.Send("slow")
		h.arman.Send("fast")
		h.dana.Send("after")
		stop := h.polling(t, h.telegram)
		time.Sleep(9 * time.Second)
		h.expect(t, "answered to another", h.texts(arman), "fast")
		if n := h.server.PendingUpdates(); n != 3 {
			t.Errorf("%d of 3 are unconfirmed while one is being handled", n)
		}
		close(release)
		synctest.Wait()
		if n := h.server.PendingUpdates(); n != 0 {
			t.Errorf("%d are unconfirmed though all are done", n)
		}
		h.arman.Send("next")
		synctest.Wait()
		h.expect(t, "answered", h.texts(dana), "slow", "after")
		h.expect(t, "answered to another", h.texts(arman), "fast", "next")
		if err := stop(); err != nil {
			t.Error(err)
		}
		first := slices.Min(h.talk.handled)
		if got, want := slices.Compact(h.offsets()), []int64{0, first, first + 3, first + 4}; !slices.Equal(got, want) {
			t.Errorf("polled with the offsets %d, want %d", got, want)
		}
		if h.lot.size() != 0 {
			t.Error("parked:", h.lot.parked)
		}
	})
}

// TestSlow: an update that outlasts the patience is parked and confirmed, and
// it is taken out of parking if it ends well.
func TestSlow(t *testing.T) {
	t.Parallel()
	takes := func(d time.Duration, err error) func(context.Context, bot.Update) ([]bot.Reply, error) {
		return func(_ context.Context, u bot.Update) ([]bot.Reply, error) {
			if u.Text == "slow" {
				time.Sleep(d)
				return say("slow"), err
			}
			return say(u.Text), nil
		}
	}
	boom := errors.New("boom")
	cases := []struct {
		name       string
		handle     func(context.Context, bot.Update) ([]bot.Reply, error)
		plant      local.Fault // for what the chat is told
		then, ends string      // the reason in parking after the patience and at the end
		says       string
	}{
		{"ends well", takes(25*time.Second, nil), local.Fault{}, "slow", "", "slow"},
		{"just in time", takes(9*time.Second, nil), local.Fault{}, "", "", "slow"},
		{"ends badly", takes(8*time.Second, boom), local.Fault{}, "slow", "error", excuse},
		{"ends as handled before", takes(25*time.Second, bot.ErrHandled), local.Fault{}, "slow", "", ""},
		{"its reply is slow", takes(0, nil), local.Fault{Delay: 15 * time.Second}, "slow", "", "slow"},
		{"its reply is refused in the end", takes(12*time.Second, nil), local.Fault{Code: 400}, "slow", "undelivered", ""},
		{"it has failed and the excuse is slow", takes(0, boom), local.Fault{Delay: 15 * time.Second}, "error", "error", excuse},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				h := newHouse(t, c.handle)
				if c.plant != (local.Fault{}) {
					c.plant.Method, c.plant.Chat = "sendMessage", dana
					h.server.Fault(c.plant)
				}
				h.dana.Send("slow")
				h.arman.Send("fast")
				stop := h.polling(t, h.telegram)
				time.Sleep(11 * time.Second)
				synctest.Wait()
				slow := slices.Min(h.talk.handled)
				if n := h.server.PendingUpdates(); n != 0 {
					t.Errorf("%d updates hold the others up", n)
				}
				if got := h.lot.reason(slow); got != c.then {
					t.Errorf("parked for %q, want %q", got, c.then)
				}
				h.arman.Send("next")
				synctest.Wait()
				h.expect(t, "answered to another", h.texts(arman), "fast", "next")
				time.Sleep(time.Minute)
				synctest.Wait()
				if got := h.lot.reason(slow); got != c.ends {
					t.Errorf("in the end parked for %q, want %q", got, c.ends)
				}
				var want []string
				if c.says != "" {
					want = []string{c.says}
				}
				h.expect(t, "answered", h.texts(dana), want...)
				if err := stop(); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// mortal is a link to Telegram that ends with its process.
type mortal struct {
	bot.Caller
	dead atomic.Bool
}

func (m *mortal) Call(ctx context.Context, method string, params bot.Params) ([]byte, error) {
	if m.dead.Load() {
		return nil, &bot.NetworkError{Method: method, Cause: "the process is gone"}
	}
	return m.Caller.Call(ctx, method, params)
}

// TestCrash: what was fetched but not confirmed comes again to the next start.
func TestCrash(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		crash := make(chan struct{})
		h := newHouse(t, func(context.Context, bot.Update) ([]bot.Reply, error) {
			<-crash
			return nil, errors.New("gone")
		})
		h.dana.Send("question")
		link := &mortal{Caller: h.telegram}
		stop := h.polling(t, link)
		synctest.Wait()
		first := h.talk.handled[0]
		link.dead.Store(true)
		close(crash)
		if err := stop(); err != nil {
			t.Error(err)
		}
		if n := h.server.PendingUpdates(); n != 1 {
			t.Fatalf("%d updates are kept for the next start", n)
		}
		h.server.ClearFaults()
		before := len(h.texts(dana))

		h.talk = &talk{handle: echo}
		h.open(0)
		stop = h.polling(t, h.telegram)
		synctest.Wait()
		if len(h.talk.handled) != 1 || h.talk.handled[0] != first {
			t.Errorf("update %d came again as %d", first, h.talk.handled)
		}
		h.expect(t, "answered", h.texts(dana)[before:], "question")
		if err := stop(); err != nil {
			t.Error(err)
		}
		if n := h.server.PendingUpdates(); n != 0 {
			t.Errorf("%d updates are unconfirmed", n)
		}
	})
}

// TestPollFails: a poll that fails is repeated with growing pauses, and goes on
// as if nothing had been.
func TestPollFails(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name   string
		plant  []local.Fault
		pauses []time.Duration
	}{
		{"of all sorts", []local.Fault{{Code: 409}, {Code: 500}, {HTML: true}, {Cut: true}}, []time.Duration{1, 2, 4, 8}},
		{"a long time", []local.Fault{{Code: 502, Times: 7}}, []time.Duration{1, 2, 4, 8, 16, 30, 30}},
		{"too many requests", []local.Fault{{RetryAfter: 40}, {RetryAfter: 1}}, []time.Duration{40, 2}},
		{"a page without sense", []local.Fault{{Code: 403, HTML: true}, {Code: 400}}, []time.Duration{1, 2}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				h := newHouse(t, echo)
				for _, f := range c.plant {
					f.Method = "getUpdates"
					h.server.Fault(f)
				}
				h.dana.Send("first")
				stop := h.polling(t, h.telegram)
				time.Sleep(5 * time.Minute)
				var pauses []time.Duration
				polls := h.server.Calls(local.CallFilter{Method: "getUpdates"})
				for i := 1; i < len(polls) && i <= len(c.pauses); i++ {
					pauses = append(pauses, polls[i].At.Sub(polls[i-1].At)/time.Second)
				}
				if !slices.Equal(pauses, c.pauses) {
					t.Errorf("pauses of %d seconds, want %d", pauses, c.pauses)
				}
				h.expect(t, "answered", h.texts(dana), "first")

				h.server.Fault(local.Fault{Method: "getUpdates", Code: 500}) // after a success it begins anew
				h.dana.Send("second")                                        // which the poll that is held brings
				time.Sleep(1500 * time.Millisecond)
				h.dana.Send("third")
				synctest.Wait()
				h.expect(t, "answered", h.texts(dana), "first", "second", "third")
				if err := stop(); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// TestTokenRefused: polling that can never work ends with an error.
func TestTokenRefused(t *testing.T) {
	t.Parallel()
	for _, code := range []int{401, 404} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				h := newHouse(t, echo)
				h.server.Fault(local.Fault{Method: "getUpdates", Code: 500})
				h.server.Fault(local.Fault{Method: "getUpdates", Code: code})
				err := bot.NewPoller(h.telegram, h.dispatcher, h.logger).Run(t.Context())
				var refused *bot.Error
				if !errors.As(err, &refused) || refused.Code != code || strings.Contains(err.Error(), "AAsecret") {
					t.Error(err)
				}
				if h.log.holds("AAsecret") {
					t.Error("the token is in the log")
				}
			})
		})
	}
}

// TestStop: a stop waits for what is being handled and confirms it; what came
// too late is kept for the next start.
func TestStop(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		h := newHouse(t, func(ctx context.Context, u bot.Update) ([]bot.Reply, error) {
			time.Sleep(3 * time.Second)
			return say(u.Text), ctx.Err()
		})
		h.dana.Send("in time")
		stop := h.polling(t, h.telegram)
		time.Sleep(time.Second)
		h.arman.Send("too late")
		start := time.Now()
		if err := stop(); err != nil {
			t.Error(err)
		}
		if took := time.Since(start); took != 2*time.Second {
			t.Error("the stop took", took)
		}
		h.expect(t, "answered", h.texts(dana), "in time")
		h.expect(t, "answered to who came too late", h.texts(arman))
		if n := h.server.PendingUpdates(); n != 1 {
			t.Errorf("%d updates are kept for the next start", n)
		}
		first := h.talk.handled[0]
		if got, want := slices.Compact(h.offsets()), []int64{0, first, first + 1}; !slices.Equal(got, want) {
			t.Errorf("polled with the offsets %d, want %d", got, want)
		}
	})
}

// TestStopBeforeTheFirst: nothing was handled, so nothing is confirmed.
func TestStopBeforeTheFirst(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		h := newHouse(t, echo)
		stop := h.polling(t, h.telegram)
		time.Sleep(10 * time.Second)
		if err := stop(); err != nil {
			t.Error(err)
		}
		if n := h.offsets(); len(n) != 0 || h.log.holds("not confirmed") {
			t.Error("confirmed", n)
		}
	})
}

// batches is a Telegram that answers polls with what it is given.
type batches struct {
	bot.Caller
	left    []string
	offsets []string
}

func (b *batches) Call(ctx context.Context, method string, params bot.Params) ([]byte, error) {
	if method != "getUpdates" {
		return b.Caller.Call(ctx, method, params)
	}
	b.offsets = append(b.offsets, params["offset"])
	if len(b.left) == 0 {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	raw := b.left[0]
	b.left = b.left[1:]
	return []byte(raw), nil
}

// TestPoisonIsConfirmed: an update that cannot be read does not come for ever.
func TestPoisonIsConfirmed(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		h := newHouse(t, echo)
		text := `"message":{"message_id":3,"date":1,"chat":{"id":7,"type":"private"},"text":"x"}`
		telegram := &batches{Caller: h.telegram, left: []string{
			`[{"update_id":5,` + text + `},{"update_id":6,"message":5}]`, `{"no":"list"}`, `[{"update_id":7,` + text + `}]`,
		}}
		stop := h.polling(t, telegram)
		time.Sleep(10 * time.Second)
		h.expect(t, "answered", h.texts(dana), "x", "x")
		cancelled := stop()
		if cancelled != nil {
			t.Error(cancelled)
		}
		if want := []string{"0", "7", "7", "8", "8"}; !slices.Equal(telegram.offsets, want) {
			t.Errorf("polled with the offsets %s, want %s", telegram.offsets, want)
		}
	})
}
