package main

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/local"
	"github.com/merzim/merzim/internal/testserver"
)

// figures are the metrics that a program shows, by name and labels as written.
func figures(t *testing.T, p *process) map[string]float64 {
	t.Helper()
	out := map[string]float64{}
	for line := range strings.Lines(get(t, p.address+"/metrics")) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), "} "); ok {
			out[name+"}"], _ = strconv.ParseFloat(value, 64)
		} else if name, value, ok := strings.Cut(strings.TrimSpace(line), " "); ok && name != "#" {
			out[name], _ = strconv.ParseFloat(value, 64)
		}
	}
	return out
}

// The metrics add up to what was done: updates, replies, calls, notices, and
// what waits in the stores. They name nobody.
func TestTheMetricsTellWhatWasDone(t *testing.T) {
	t.Parallel()
	s, address, memory := newLocal(t), inFile(t), testserver.Redis(t)
	store := openCases(databasetest.Open(t, address), clock.At(almaty(t, "2026-11-02 10:00")))
	theyTrack(t, store, 3)
	if err := store.parking.Park(t.Context(), 9_000_001, 100, "text", "panic", "x"); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		s.Person(int64(100+i), local.PersonOptions{Started: true, Lang: "ru"})
	}
	s.Fault(local.Fault{Method: "sendMessage", Chat: 101, Code: http.StatusForbidden})
	p := servingAt(t, t.TempDir(), almaty(t, "2026-11-24 10:00"), append(s.env(), "DATABASE_URL="+address, "REDIS_URL="+memory.URL())...)
	const chat = 7_345_612_098
	citizen := s.person(chat, "ru")
	s.Fault(local.Fault{Method: "sendMessage", Chat: chat, RetryAfter: 1})
	card := s.writes(citizen, "/start s_id-card")
	s.presses(citizen, card, "Документы")
	var got map[string]float64
	eventually(t, "everything to be counted", func() bool {
		got = figures(t, p)
		return got[`merzim_updates_total{kind="press",outcome="ok"}`] == 1 && got[`merzim_notices_total{kind="reminder",outcome="sent"}`] == 2 &&
			got["merzim_outbox_waiting"] == 0 // asked for every ten seconds
	}, p)
	for name, want := range map[string]float64{
		`merzim_updates_total{kind="text",outcome="ok"}`:                       1,
		`merzim_updates_total{kind="text",outcome="fault"}`:                    0,
		`merzim_update_seconds_count`:                                          2,
		`merzim_update_seconds_bucket{le="0.5"}`:                               1, // the other waited a second for Telegram
		`merzim_replies_total`:                                                 2,
		`merzim_telegram_calls_total{method="sendMessage",outcome="ok"}`:       3, // a reply, two reminders
		`merzim_telegram_calls_total{method="sendMessage",outcome="too_many"}`: 1,
		`merzim_telegram_calls_total{method="sendMessage",outcome="blocked"}`:  1,
		`merzim_telegram_calls_total{method="editMessageText",outcome="ok"}`:   1,
		`merzim_telegram_hold_seconds_total`:                                   1,
		`merzim_notices_total{kind="reminder",outcome="blocked"}`:              1,
		`merzim_store_up{store="database"}`:                                    1,
		`merzim_store_up{store="sessions"}`:                                    1,
		`merzim_outbox_waiting`:                                                0,
		`merzim_outbox_age_seconds`:                                            0,
		`merzim_broadcasts{state="sending"}`:                                   0,
		`merzim_updates_waiting`:                                               0,
		`merzim_parked_updates`:                                                1,
		`merzim_requests{standing="open"}`:                                     3,
		`merzim_requests{standing="overdue"}`:                                  3,
		`merzim_session_errors_total`:                                          0,
		`merzim_session_seconds_count{operation="mark"}`:                       2,
	} {
		if value, ok := got[name]; !ok || value != want {
			t.Errorf("%s is %v (there: %t), want %v", name, value, ok, want)
		}
	}
	for _, name := range []string{
		`merzim_store_ping_seconds{store="sessions"}`, `merzim_store_ping_seconds{store="database"}`, "merzim_poll_age_seconds", "process_resident_memory_bytes",
		"go_goroutines", `merzim_database_wait_seconds_total{pool="write"}`, `merzim_database_connections{pool="read"}`,
	} {
		if value, ok := got[name]; !ok || value > 1e12 {
			t.Errorf("%s is %v (there: %t)", name, value, ok)
		}
	}
	lacks(t, get(t, p.address+"/metrics"), strconv.Itoa(chat), token, "<b>")
}

// Only this machine sees the metrics, and not who comes through its proxy.
func TestTheMetricsAreForThisMachine(t *testing.T) {
	t.Parallel()
	handler := newMetrics().handler()
	for name, c := range map[string]struct {
		from   string
		header [2]string
		want   int
	}{
		"this machine":        {"127.0.0.1:5000", [2]string{}, http.StatusOK},
		"this machine, IPv6":  {"[::1]:5000", [2]string{}, http.StatusOK},
		"another machine":     {"10.0.0.7:5000", [2]string{}, http.StatusNotFound},
		"another, by IPv6":    {"[2001:db8::1]:5000", [2]string{}, http.StatusNotFound},
		"nobody":              {"", [2]string{}, http.StatusNotFound},
		"through a proxy":     {"127.0.0.1:5000", [2]string{"X-Forwarded-For", "10.0.0.7"}, http.StatusNotFound},
		"through another":     {"127.0.0.1:5000", [2]string{"Forwarded", "for=10.0.0.7"}, http.StatusNotFound},
		"through a plain one": {"127.0.0.1:5000", [2]string{"X-Real-IP", "10.0.0.7"}, http.StatusNotFound},
	} {
		r := httptest.NewRequest(http.MethodGet, "/metrics", nil)
		r.RemoteAddr = c.from
		if c.header[0] != "" {
			r.Header.Set(c.header[0], c.header[1])
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code != c.want {
			t.Errorf("%s: status %d, want %d", name, w.Code, c.want)
		}
	}
}

// The names follow Prometheus's rules.
func TestTheMetricsAreWellNamed(t *testing.T) {
	t.Parallel()
	s := newStage(t, "2026-11-23 10:00", "sqlite::memory:")
	problems, err := testutil.GatherAndLint(s.metrics.registry)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%s: %s", p.Metric, p.Text)
	}
}

// What an edit, a refusal and a silence are counted as.
func TestHowCallsEnd(t *testing.T) {
	t.Parallel()
	for want, err := range map[string]error{
		"ok":        &bot.Error{Code: 400, Description: "Bad Request: message is not modified"},
		"refused":   &bot.Error{Code: 400, Description: "Bad Request: chat not found"},
		"blocked":   &bot.Error{Code: 403},
		"too_many":  &bot.Error{Code: 429, RetryAfter: 3 * time.Second},
		"fault":     &bot.Error{Code: 502},
		"no_answer": &bot.NetworkError{Cause: "cut"},
	} {
		if got := callOutcome(err); got != want {
			t.Errorf("%v is counted as %s, want %s", err, got, want)
		}
	}
	m := newMetrics()
	m.called("sendMessage", time.Second, &bot.Error{Code: 429, RetryAfter: 3 * time.Second})
	if got := testutil.ToFloat64(m.held); got != 3 {
		t.Errorf("held for %v seconds", got)
	}
}

// A store that is away is named, the other is not, and the answer comes at
// once: also when the store hangs instead of refusing.
func TestHealthTellsTheStoresApartAndStaysQuick(t *testing.T) {
	t.Parallel()
	memory, s := testserver.Redis(t), newLocal(t)
	p := serving(t, t.TempDir(), append(s.env(), "REDIS_URL="+memory.URL())...)
	// The address answers before the first poll has.
	eventually(t, "the first poll", func() bool { return strings.Contains(get(t, p.address+"/healthz"), `"poll_age_seconds":`) }, p)
	holds(t, get(t, p.address+"/healthz"), `"database":"ok"`, `"sessions":"ok"`, `"outbox_age_seconds":0`)
	ask := func(want int, parts ...string) {
		t.Helper()
		start := time.Now()
		resp, err := http.Get(p.address + "/healthz")
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if took := time.Since(start); took > healthTimeout+5*time.Second { // a busy machine is slow
			t.Errorf("the health check took %s", took)
		}
		if resp.StatusCode != want {
			t.Errorf("status %d, want %d", resp.StatusCode, want)
		}
		holds(t, get(t, p.address+"/healthz"), parts...)
	}
	memory.Signal(syscall.SIGSTOP) // it takes connections and says nothing
	ask(http.StatusServiceUnavailable, `"database":"ok"`, `"sessions":"away"`, `"outbox_age_seconds":0`)
	if got := figures(t, p); got[`merzim_store_up{store="sessions"}`] != 0 || got[`merzim_store_up{store="database"}`] != 1 {
		t.Error("the metrics don't tell the stores apart:", got)
	}
	memory.Signal(syscall.SIGCONT)
	eventually(t, "the memory to be back", func() bool { return strings.Contains(get(t, p.address+"/healthz"), `"sessions":"ok"`) }, p)
	memory.Stop()
	ask(http.StatusServiceUnavailable, `"database":"ok"`, `"sessions":"away"`)
}

// The database away: the sessions in Redis are well.
func TestHealthWithoutTheDatabase(t *testing.T) {
	t.Parallel()
	away, err := database.Open(t.Context(), "sqlite::memory:")
	if err != nil {
		t.Fatal(err)
	}
	if err := away.Close(); err != nil {
		t.Fatal(err)
	}
	now := clock.System()
	a := &app{clock: now, metrics: newMetrics(), db: away, cases: openCases(away, now), memory: sqlMemory{db: databasetest.Open(t, "sqlite::memory:")}}
	w := httptest.NewRecorder()
	a.health(w, httptest.NewRequest(http.MethodGet, "/healthz", nil))
	if got, want := strings.TrimSpace(w.Body.String()), `{"database":"away","sessions":"ok"}`; w.Code != http.StatusServiceUnavailable || got != want {
		t.Errorf("status %d: %s", w.Code, got)
	}
}
