package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// poorTelegram is a Bot API server that knows six methods and refuses the rest.
type poorTelegram struct {
	mu      sync.Mutex
	waiting []string // updates as JSON, numbered from 1
	sent    []string // texts
	refused map[string]bool
	fresh   chan struct{}
}

func (p *poorTelegram) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	method := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
	result := "true"
	switch method {
	case "getMe":
		result = `{"id":4242,"is_bot":true,"first_name":"M","username":"poor_bot"}`
	case "getUpdates":
		result = p.updates(r)
	case "sendMessage", "editMessageText":
		p.mu.Lock()
		p.sent = append(p.sent, r.FormValue("text"))
		p.mu.Unlock()
		result = `{"message_id":7,"date":1,"chat":{"id":5,"type":"private"}}`
	case "answerCallbackQuery", "deleteMessage":
	default:
		p.mu.Lock()
		p.refused[method] = true
		p.mu.Unlock()
		w.WriteHeader(http.StatusNotFound)
		fmt.Fprint(w, `{"ok":false,"error_code":404,"description":"Not Found: method not found"}`)
		return
	}
	fmt.Fprintf(w, `{"ok":true,"result":%s}`, result)
}

func (p *poorTelegram) updates(r *http.Request) string {
	offset, _ := strconv.Atoi(r.FormValue("offset"))
	for {
		p.mu.Lock()
		from := min(max(0, offset-1), len(p.waiting))
		batch := p.waiting[from:]
		fresh := p.fresh
		p.mu.Unlock()
		if len(batch) > 0 || r.FormValue("timeout") == "0" {
			return "[" + strings.Join(batch, ",") + "]"
		}
		select {
		case <-fresh:
		case <-r.Context().Done():
			return "[]"
		}
	}
}

func (p *poorTelegram) add(update string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waiting = append(p.waiting, update)
	close(p.fresh)
	p.fresh = make(chan struct{})
}

func (p *poorTelegram) said() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Join(p.sent, "\n\n")
}

func TestAServerThatKnowsSixMethodsIsEnough(t *testing.T) {
	t.Parallel()
	poor := &poorTelegram{refused: map[string]bool{}, fresh: make(chan struct{})}
	web := httptest.NewServer(poor)
	t.Cleanup(web.Close)
	p := serving(t, t.TempDir(), "TELEGRAM_TOKEN="+token, "TELEGRAM_API_URL="+web.URL)
	t.Cleanup(p.kill)
	poor.add(textUpdate(1, 5, "/start s_id-card"))
	eventually(t, "a card", func() bool { return strings.Contains(poor.said(), "Удостоверение личности") }, p)
	poor.add(pressUpdate(2, 5, 7, "1|help"))
	eventually(t, "the help", func() bool { return strings.Contains(poor.said(), "Что я умею") }, p)
	eventually(t, "a warning about the menu", func() bool { return strings.Contains(p.err.String(), "level=WARN") }, p)
	lacks(t, p.err.String(), token)
	poor.mu.Lock()
	defer poor.mu.Unlock()
	if !poor.refused["setMyCommands"] {
		t.Error("the menu of commands was not tried")
	}
}

// A busy machine may slow one start down, not each of eight. On a quiet one it
// takes less than a second.
func TestTheChatPageAnswersAtOnceAfterTheStart(t *testing.T) {
	t.Parallel()
	const limit, tries = 3 * time.Second, 8
	for range tries {
		begun := time.Now()
		p := launch(t, t.TempDir(), []string{"HTTP_ADDR=127.0.0.1:0"}, "serve")
		page := get(t, p.printed(`Merzim is ready: (http://127\.0\.0\.1:\d+)/`)+"/")
		took := time.Since(begun)
		p.kill()
		holds(t, page, "Мерзім", "/local/assets/page.js")
		t.Logf("the page answered %s after the start", took.Round(time.Millisecond))
		if took <= limit {
			return
		}
	}
	t.Errorf("%d starts took longer than %s each", tries, limit)
}

// idleStop bounds a stop with nothing left to do: far less than what a stop may
// wait, and enough for a busy machine.
const idleStop = 8 * time.Second

func TestStoppingTakesSecondsAndIsNoFault(t *testing.T) {
	t.Parallel()
	for name, env := range map[string][]string{
		"local mode": {},
		"Telegram":   newLocal(t).env(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := serving(t, t.TempDir(), env...)
			begun := time.Now()
			if status := p.end(); status != statusOK {
				t.Errorf("status %d:\n%s", status, p.err.String())
			}
			if took := time.Since(begun); took > idleStop {
				t.Errorf("stopping took %s", took)
			}
		})
	}
}

func TestAStopWhileTelegramIsHeldOpenByAVisitor(t *testing.T) {
	t.Parallel()
	p := serving(t, t.TempDir())
	resp, err := http.Get(p.address + "/local/api/events")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	begun := time.Now()
	if status := p.end(); status != statusOK {
		t.Errorf("status %d:\n%s", status, p.err.String())
	}
	if took := time.Since(begun); took > idleStop {
		t.Errorf("stopping took %s while a page was open", took)
	}
}

func TestABadConfigurationNamesAllItsFaults(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		env  []string
		want []string
	}{
		"many at once": {
			[]string{"TELEGRAM_TOKEN=secretless", "TELEGRAM_API_URL=nowhere", "HTTP_ADDR=8080", "DATABASE_URL=mysql:x", "REDIS_URL=http://x", "LOG_LEVEL=loud", "LOG_FORMAT=xml"},
			[]string{"TELEGRAM_TOKEN", "TELEGRAM_API_URL", "HTTP_ADDR", "DATABASE_URL", "REDIS_URL", "LOG_LEVEL", "LOG_FORMAT"},
		},
		"local mode for everybody": {[]string{"HTTP_ADDR=0.0.0.0:0"}, []string{"HTTP_ADDR", "TELEGRAM_TOKEN"}},
		"every address":            {[]string{"HTTP_ADDR=:0"}, []string{"HTTP_ADDR"}},
		"a webhook without secret": {[]string{"TELEGRAM_TOKEN=" + token, "WEBHOOK_URL=https://example.kz"}, []string{"WEBHOOK_SECRET"}},
		"no such secret file":      {[]string{"TELEGRAM_TOKEN_FILE=/nowhere/token"}, []string{"TELEGRAM_TOKEN_FILE"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := outsideIn(t, t.TempDir(), c.env, "")
			if r.status != statusFault || !oneErrorLine(r.err) {
				t.Errorf("status %d, standard error %q; want 1 and one line", r.status, r.err)
			}
			holds(t, r.err, c.want...)
			lacks(t, r.err, "secretless", token)
		})
	}
}

func TestARefusedTokenEndsTheProgram(t *testing.T) {
	t.Parallel()
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusUnauthorized)
		fmt.Fprint(w, `{"ok":false,"error_code":401,"description":"Unauthorized"}`)
	}))
	t.Cleanup(web.Close)
	p := launch(t, t.TempDir(), []string{"HTTP_ADDR=127.0.0.1:0", "TELEGRAM_TOKEN=" + token, "TELEGRAM_API_URL=" + web.URL}, "serve")
	eventually(t, "the end", func() bool { return !p.running() })
	if status := p.cmd.ProcessState.ExitCode(); status != statusFault {
		t.Errorf("status %d, want %d", status, statusFault)
	}
	holds(t, p.err.String(), "TELEGRAM_TOKEN")
	lacks(t, p.err.String(), token)
}

func TestHealthAndTheBareAddress(t *testing.T) {
	t.Parallel()
	s := newLocal(t)
	p := serving(t, t.TempDir(), s.env()...)
	address := strings.TrimPrefix(p.address, "http://")
	r := outsideIn(t, t.TempDir(), []string{"HTTP_ADDR=" + address}, "", "health").must(t)
	if r.out != "ok\n" {
		t.Errorf("health says %q", r.out)
	}
	resp, err := (&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Get(p.address + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if to := resp.Header.Get("Location"); resp.StatusCode != http.StatusFound || !strings.HasPrefix(to, "https://t.me/") {
		t.Errorf("the bare address: status %d, to %q", resp.StatusCode, to)
	}
	r = outsideIn(t, t.TempDir(), []string{"HTTP_ADDR=" + freeAddress(t)}, "", "health")
	if r.status != statusFault || !oneErrorLine(r.err) {
		t.Errorf("health of nothing: status %d, %q", r.status, r.err)
	}
}

func TestChatsSurviveARestartOfLocalMode(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := serving(t, dir)
	send := func(p *process, body string) {
		resp, err := http.Post(p.address+"/local/api/send", "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
	}
	shown := func(p *process) string { return get(t, p.address+"/local/api/messages?chat=1002") }
	send(p, `{"chat":1002,"text":"/start s_id-card"}`)
	eventually(t, "a card", func() bool { return strings.Contains(shown(p), "Удостоверение личности") }, p)
	p.end()
	p = serving(t, dir)
	holds(t, shown(p), "/start s_id-card", "Удостоверение личности")
}

// get reads an address.
func get(t *testing.T, address string) string {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
