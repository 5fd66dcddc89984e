package main

import (
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/notices"
)

// metrics are what the program counts of its own work, in Prometheus's form:
// its histograms are what every alert and dashboard reads, which is worth the
// library. No label names a person or a chat, and each has few values.
type metrics struct {
	registry  *prometheus.Registry
	updates   *prometheus.CounterVec
	took      prometheus.Histogram
	replies   prometheus.Counter
	calls     *prometheus.CounterVec
	callTook  *prometheus.HistogramVec
	held      prometheus.Counter
	notices   *prometheus.CounterVec
	sessions  *prometheus.HistogramVec
	forgotten prometheus.Counter
	polledAt  atomic.Int64 // unix nanoseconds of the last poll that Telegram answered, or of the start of polling; 0: no polling
}

// Bounds of the histograms, in seconds.
var (
	updateBounds  = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 20} // the last is a handler's time limit
	callBounds    = []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}              // the last is a call's
	sessionBounds = []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .05, .1, .5, 1}
)

var updateKinds = []bot.Kind{
	bot.KindText, bot.KindPress, bot.KindFile, bot.KindMedia, bot.KindInline, bot.KindBlocked, bot.KindJoined, bot.KindGroup, bot.KindOther,
}

func newMetrics() *metrics {
	counter := func(name, help string) prometheus.CounterOpts { return prometheus.CounterOpts{Name: name, Help: help} }
	histogram := func(name, help string, bounds []float64) prometheus.HistogramOpts {
		return prometheus.HistogramOpts{Name: name, Help: help, Buckets: bounds}
	}
	m := &metrics{
		registry:  prometheus.NewRegistry(),
		updates:   prometheus.NewCounterVec(counter("merzim_updates_total", "Updates that are over, by kind and how they ended."), []string{"kind", "outcome"}),
		took:      prometheus.NewHistogram(histogram("merzim_update_seconds", "From when an update was taken until its replies were sent.", updateBounds)),
		replies:   prometheus.NewCounter(counter("merzim_replies_total", "Replies to citizens.")),
		calls:     prometheus.NewCounterVec(counter("merzim_telegram_calls_total", "Calls of the Bot API, by method and how they ended."), []string{"method", "outcome"}),
		callTook:  prometheus.NewHistogramVec(histogram("merzim_telegram_call_seconds", "How long calls of the Bot API took, polls left out.", callBounds), []string{"method"}),
		held:      prometheus.NewCounter(counter("merzim_telegram_hold_seconds_total", "Seconds for which Telegram asked to wait (429).")),
		notices:   prometheus.NewCounterVec(counter("merzim_notices_total", "Attempts at notices, by kind and how they ended."), []string{"kind", "outcome"}),
		sessions:  prometheus.NewHistogramVec(histogram("merzim_session_seconds", "How long the session store (Redis, or the database) took.", sessionBounds), []string{"operation"}),
		forgotten: prometheus.NewCounter(counter("merzim_session_errors_total", "Failures of the session store.")),
	}
	m.registry.MustRegister(m.updates, m.took, m.replies, m.calls, m.callTook, m.held, m.notices, m.sessions, m.forgotten,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), collectors.NewBuildInfoCollector())
	for _, kind := range updateKinds { // from nought on: an increase that begins with the first fault would not show it
		for _, outcome := range []string{"ok", "fault", "undelivered", "duplicate", "dropped"} {
			m.updates.WithLabelValues(string(kind), outcome)
		}
	}
	return m
}

// update counts an update that is over; see bot.DispatcherOptions.
func (m *metrics) update(u bot.Update, took time.Duration, outcome string) {
	m.updates.WithLabelValues(string(u.Kind), outcome).Inc()
	if outcome != "duplicate" && outcome != "dropped" {
		m.took.Observe(took.Seconds())
	}
}

// notice counts an attempt at a notice; see notices.Options.
func (m *metrics) notice(kind notices.Kind, outcome string) {
	m.notices.WithLabelValues(string(kind), outcome).Inc()
}

// polls notes that Telegram is polled, and answers, from now on.
func (m *metrics) polls() { m.polledAt.Store(time.Now().UnixNano()) }

// pollAge is how long ago Telegram answered a poll, which it does within a
// minute also when nobody writes; ok is false where updates come by webhook.
func (m *metrics) pollAge() (age time.Duration, ok bool) {
	at := m.polledAt.Load()
	return time.Since(time.Unix(0, at)), at != 0
}

// handler shows the metrics to this machine alone. A reverse proxy comes from
// this machine too: who is passed on by one is a stranger as well.
func (m *metrics) handler() http.Handler {
	show := promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.RemoteAddr)
		if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsLoopback() || passedOn(r.Header) {
			http.NotFound(w, r)
			return
		}
		show.ServeHTTP(w, r)
	})
}

// passedOn reports that a proxy says for whom it asks.
func passedOn(h http.Header) bool {
	for _, name := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via"} {
		if h.Get(name) != "" {
			return true
		}
	}
	return false
}
