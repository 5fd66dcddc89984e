package bot_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/local"
)

// paceBook notes what a pace is told.
type paceBook struct {
	mu      sync.Mutex
	charged []int64
	held    []time.Duration
}

func (p *paceBook) Charge(_ context.Context, chat int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.charged = append(p.charged, chat)
}

func (p *paceBook) Hold(_ context.Context, d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.held = append(p.held, d)
}

// TestNotify: one attempt, whatever comes of it, and the error tells what.
func TestNotify(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name                 string
		fault                local.Fault
		blocked, refused, ok bool
		after                time.Duration
	}{
		{name: "sent", ok: true},
		{name: "stopped by the person", fault: local.Fault{Code: 403, Description: "Forbidden: bot was blocked by the user"}, blocked: true},
		{name: "malformed", fault: local.Fault{Code: 400, Description: "Bad Request: can't parse entities"}, refused: true},
		{name: "a wrong token", fault: local.Fault{Code: 401, Description: "Unauthorized"}},
		{name: "Telegram broken", fault: local.Fault{Code: 502, Description: "Bad Gateway"}},
		{name: "too fast", fault: local.Fault{Code: 429, Description: "Too Many Requests", RetryAfter: 3}, after: 3 * time.Second},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t, echo)
			if !c.ok {
				c.fault.Method = "sendMessage"
				h.server.Fault(c.fault)
			}
			err := h.sender.Notify(t.Context(), dana, bot.Reply{Text: "<b>a</b>", Keyboard: bot.Keyboard{bot.Row(bot.Button{Label: "1", Data: "1|a"})}})
			if (err == nil) != c.ok || bot.Blocked(err) != c.blocked || bot.Refused(err) != c.refused || bot.RetryAfter(err) != c.after {
				t.Errorf("%v: blocked %t, refused %t, retry after %s", err, bot.Blocked(err), bot.Refused(err), bot.RetryAfter(err))
			}
			if calls := h.wire(); len(calls) != 1 {
				t.Errorf("one attempt made the calls %v", calls)
			}
		})
	}
}

// TestPaceIsTold: of each reply, and of each 429.
func TestPaceIsTold(t *testing.T) {
	t.Parallel()
	h := newHouse(t, echo)
	book := &paceBook{}
	sender := bot.NewSender(h.telegram, book, h.logger)
	h.server.Fault(local.Fault{Method: "sendMessage", Code: 429, Description: "Too Many Requests", RetryAfter: 1})
	u := bot.Update{ID: 1, Chat: dana, Kind: bot.KindText, MessageID: 5}
	if err := sender.Deliver(t.Context(), u, []bot.Reply{{Text: "a"}, {Text: "b"}, {Toast: "only a note"}}); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(book.charged, []int64{dana, dana}) || !slices.Equal(book.held, []time.Duration{time.Second}) {
		t.Errorf("charged %v, held %v", book.charged, book.held)
	}
}
