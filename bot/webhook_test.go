package bot_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/local"
)

const (
	secret       = "w-secret_1"
	secretHeader = "X-Telegram-Bot-Api-Secret-Token"
)

// body is an update with a text, as Telegram posts it.
func body(id int, text string) string {
	return fmt.Sprintf(`{"update_id":%d,"message":{"message_id":3,"date":1,"chat":{"id":7,"type":"private"},"text":%q}}`, id, text)
}

// post calls the webhook; the channel gives its status.
func (h *house) post(ctx context.Context, content string) <-chan int {
	status := make(chan int, 1)
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, bot.WebhookPath, strings.NewReader(content))
	r.Header.Set(secretHeader, secret)
	go func() {
		w := httptest.NewRecorder()
		w.Code = 0
		bot.Webhook(secret, h.dispatcher, h.logger).ServeHTTP(w, r)
		status <- w.Code
	}()
	return status
}

// TestWebhookDoor: who is let in, and what is said to the others.
func TestWebhookDoor(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, method string
		secret       []string
		content      string
		want         int
		handled      int
	}{
		{"an update", "POST", []string{secret}, body(1, "x"), 200, 1},
		{"no secret", "POST", nil, body(1, "x"), 401, 0},
		{"an empty secret", "POST", []string{""}, body(1, "x"), 401, 0},
		{"a wrong secret", "POST", []string{"w-secret_2"}, body(1, "x"), 401, 0},
		{"a beginning of the secret", "POST", []string{"w-secret"}, body(1, "x"), 401, 0},
		{"a second secret does not help", "POST", []string{"wrong", secret}, body(1, "x"), 401, 0},
		{"a look", "GET", []string{secret}, "", 405, 0},
		{"a look without secret", "GET", nil, "", 401, 0},
		{"two megabytes", "POST", []string{secret}, body(1, strings.Repeat("x", 2<<20)), 413, 0},
		{"broken", "POST", []string{secret}, `{"update_id":1,"message":`, 400, 0},
		{"nothing", "POST", []string{secret}, "", 400, 0},
		{"a number for a message", "POST", []string{secret}, `{"update_id":1,"message":7}`, 400, 0},
		{"no number", "POST", []string{secret}, `{"message":{}}`, 400, 0},
		{"something new", "POST", []string{secret}, `{"update_id":1,"telepathy":{}}`, 200, 1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t, func(context.Context, bot.Update) ([]bot.Reply, error) { return nil, nil })
			server := httptest.NewServer(bot.Webhook(secret, h.dispatcher, h.logger))
			defer server.Close()
			r, err := http.NewRequestWithContext(t.Context(), c.method, server.URL+bot.WebhookPath, strings.NewReader(c.content))
			if err != nil {
				t.Fatal(err)
			}
			for _, value := range c.secret {
				r.Header.Add(secretHeader, value)
			}
			client := server.Client()
			defer client.CloseIdleConnections()
			w, err := client.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			said, _ := io.ReadAll(w.Body)
			_ = w.Body.Close()
			if w.StatusCode != c.want || strings.Contains(string(said), secret) {
				t.Errorf("%d %s, want %d", w.StatusCode, said, c.want)
			}
			if c.want == http.StatusMethodNotAllowed && w.Header.Get("Allow") != http.MethodPost {
				t.Error("it does not say what is allowed")
			}
			h.wait(t)
			if n := len(h.talk.handled); n != c.handled {
				t.Errorf("%d updates were handled", n)
			}
			if h.log.holds(secret) || h.log.holds("message_id") {
				t.Error("the log holds what was sent")
			}
		})
	}
	t.Run("without a secret nobody is let in", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t, echo)
		w := httptest.NewRecorder()
		bot.Webhook("", h.dispatcher, h.logger).ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body(1, "x"))))
		if w.Code != http.StatusUnauthorized {
			t.Error(w.Code)
		}
	})
}

// TestWebhookAnswers: when Telegram is told that an update arrived, and when
// that it must send it again.
func TestWebhookAnswers(t *testing.T) {
	t.Parallel()
	boom := errors.New("boom")
	cases := []struct {
		name   string
		handle func(context.Context, bot.Update) ([]bot.Reply, error)
		away   error // of parking
		plant  local.Fault
		after  time.Duration
		want   int
		texts  []string
		undone bool
	}{
		{name: "stored", handle: echo, want: 200, texts: []string{"x"}},
		{name: "only after it is stored", handle: func(ctx context.Context, u bot.Update) ([]bot.Reply, error) {
			time.Sleep(10 * time.Second)
			return echo(ctx, u)
		}, after: 10 * time.Second, want: 200, texts: []string{"x"}},
		{name: "before the reply is sent", handle: echo, plant: local.Fault{Method: "sendMessage", Delay: 20 * time.Second}, want: 200, texts: []string{"x"}},
		{name: "a duplicate", handle: func(context.Context, bot.Update) ([]bot.Reply, error) { return nil, bot.ErrHandled }, want: 200, undone: true},
		{name: "parked", handle: func(context.Context, bot.Update) ([]bot.Reply, error) { return nil, boom }, after: 300 * time.Millisecond, want: 200, texts: []string{excuse}},
		{name: "neither handled nor parked", handle: func(context.Context, bot.Update) ([]bot.Reply, error) { return nil, boom }, away: boom, after: 300 * time.Millisecond, want: 503, texts: []string{excuse}, undone: true},
		{name: "a panic", handle: func(context.Context, bot.Update) ([]bot.Reply, error) { panic("x") }, after: 300 * time.Millisecond, want: 200, texts: []string{excuse}},
		{name: "not stored in time", handle: func(ctx context.Context, u bot.Update) ([]bot.Reply, error) {
			time.Sleep(30 * time.Second)
			return echo(ctx, u)
		}, after: 25 * time.Second, want: 503, texts: []string{"x"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				h := newHouse(t, c.handle)
				h.lot.away = c.away
				if c.plant != (local.Fault{}) {
					h.server.Fault(c.plant)
				}
				start := time.Now()
				status := <-h.post(t.Context(), body(1, "x"))
				if took := time.Since(start); status != c.want || took != c.after {
					t.Errorf("%d after %s, want %d after %s", status, took, c.want, c.after)
				}
				h.wait(t)
				h.expect(t, "answered", h.texts(dana), c.texts...)
				if h.talk.isDone(1) == c.undone {
					t.Error("marked as done:", !c.undone)
				}
			})
		})
	}
}

// TestWebhookOrder: updates of one chat that are posted while another is being
// handled wait for it, and each post for its own update.
func TestWebhookOrder(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		h := newHouse(t, func(ctx context.Context, u bot.Update) ([]bot.Reply, error) {
			time.Sleep(time.Second)
			return echo(ctx, u)
		})
		first := h.post(t.Context(), body(1, "first"))
		synctest.Wait()
		second := h.post(t.Context(), body(2, "second"))
		synctest.Wait()
		if a := <-first; a != 200 {
			t.Error(a)
		}
		select {
		case <-second:
			t.Error("the second was answered with the first")
		default:
		}
		if b := <-second; b != 200 {
			t.Error(b)
		}
		h.wait(t)
		h.expect(t, "answered", h.texts(dana), "first", "second")
	})
}

// TestWebhookCallerGone: whoever hangs up does not stop the handling, and is
// not told that it went well.
func TestWebhookCallerGone(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		h := newHouse(t, func(ctx context.Context, u bot.Update) ([]bot.Reply, error) {
			time.Sleep(time.Second)
			return say(u.Text), ctx.Err()
		})
		ctx, cancel := context.WithCancel(t.Context())
		status := h.post(ctx, body(1, "x"))
		synctest.Wait()
		cancel()
		if code := <-status; code != 0 {
			t.Error(code)
		}
		h.wait(t)
		h.expect(t, "answered", h.texts(dana), "x")
	})
}
