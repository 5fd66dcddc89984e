package local

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

// hookBot is a bot behind a webhook that fails its first deliveries.
type hookBot struct {
	mu      sync.Mutex
	fail    int
	secrets []string
	bodies  []string
	answer  string
}

func (b *hookBot) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.secrets = append(b.secrets, r.Header.Get("X-Telegram-Bot-Api-Secret-Token"))
	b.bodies = append(b.bodies, string(body))
	if b.fail > 0 {
		b.fail--
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, b.answer)
}

func (b *hookBot) seen() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.bodies)
}

func TestWebhookRetriesUntilTaken(t *testing.T) {
	t.Parallel()
	s, p := started(t)
	bot := &hookBot{fail: 2, answer: `{"method":"sendMessage","chat_id":7,"text":"by the answer"}`}
	web := httptest.NewServer(bot)
	defer web.Close()
	p.Send("before the webhook")
	s.testCall(t, "setWebhook", "url", web.URL+"/hook", "secret_token", "s3cret", "max_connections", "1")
	if !s.Idle(t.Context()) || s.PendingUpdates() != 0 {
		t.Fatal("not delivered")
	}
	if bot.seen() != 3 || bot.secrets[2] != "s3cret" || bot.bodies[0] != bot.bodies[2] {
		t.Errorf("%q %q", bot.secrets, bot.bodies)
	}
	if got := s.Chat(7).Last(); got.Text != "by the answer" {
		t.Errorf("%+v", got)
	}
	var info webhookInfo
	decode(t, s.testCall(t, "getWebhookInfo").Result, &info)
	if info.URL != web.URL+"/hook" || info.LastError != "wrong response from the webhook: 502 Bad Gateway" || info.MaxConnections != 1 {
		t.Errorf("%+v", info)
	}
	s.testCall(t, "deleteWebhook")
	p.Send("for the poll")
	if got := s.testUpdates(t, "0"); len(got) != 1 {
		t.Errorf("%s", got)
	}
}

func TestWebhookDropsPending(t *testing.T) {
	t.Parallel()
	s, p := started(t)
	bot := &hookBot{}
	web := httptest.NewServer(bot)
	defer web.Close()
	p.Send("old")
	s.testCall(t, "setWebhook", "url", web.URL, "drop_pending_updates", "true")
	p.Send("new")
	if !s.Idle(t.Context()) || bot.seen() != 1 {
		t.Errorf("%q", bot.bodies)
	}
}
