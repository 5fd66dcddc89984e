package main

import (
	"context"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/merzim/merzim/internal/notices"
)

const (
	lookWithin = 3 * time.Second  // all questions to the stores of one scrape; scrapers wait about ten
	lookOften  = 10 * time.Second // what is cheap to ask
	lookSeldom = time.Minute      // what reads many rows
)

// sample is one value of a gauge, with a value for each of its labels.
type sample struct {
	value  float64
	labels []string
}

// gauge is a figure that a store knows. It is asked for at a scrape and kept
// for a while, so that many scrapers cost no more than one.
type gauge struct {
	desc  *prometheus.Desc
	grows prometheus.ValueType
	every time.Duration
	read  func(ctx context.Context) ([]sample, error)

	readAt time.Time
	last   []sample // none after a failure: what is old must not look like news
}

// looker reads gauges when it is scraped.
type looker struct {
	mu     sync.Mutex
	gauges []*gauge
}

func newGauge(name, help string, every time.Duration, read func(ctx context.Context) ([]sample, error), labels ...string) *gauge {
	return &gauge{desc: prometheus.NewDesc(name, help, labels, nil), grows: prometheus.GaugeValue, every: every, read: read}
}

// counting makes a gauge a counter: it only grows.
func (g *gauge) counting() *gauge {
	g.grows = prometheus.CounterValue
	return g
}

// Describe names the gauges.
func (l *looker) Describe(to chan<- *prometheus.Desc) {
	for _, g := range l.gauges {
		to <- g.desc
	}
}

// Collect reads the gauges. A store that is away leaves its gauges out.
func (l *looker) Collect(to chan<- prometheus.Metric) {
	l.mu.Lock()
	defer l.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), lookWithin)
	defer cancel()
	for _, g := range l.gauges {
		if time.Since(g.readAt) >= g.every {
			values, err := g.read(ctx)
			if err != nil {
				values = nil
			}
			g.last, g.readAt = values, time.Now()
		}
		for _, s := range g.last {
			to <- prometheus.MustNewConstMetric(g.desc, g.grows, s.value, s.labels...)
		}
	}
}

// look registers what the stores and the dispatcher know.
func (a *app) look() {
	var up, pinged []sample // of one scrape
	ping := func(ctx context.Context) ([]sample, error) {
		up, pinged = a.pingStores(ctx)
		return up, nil
	}
	one := func(read func(context.Context) (float64, error)) func(context.Context) ([]sample, error) {
		return func(ctx context.Context) ([]sample, error) {
			value, err := read(ctx)
			return []sample{{value: value}}, err
		}
	}
	a.metrics.registry.MustRegister(&looker{gauges: []*gauge{
		newGauge("merzim_store_up", "Whether a store answers.", 0, ping, "store"),
		newGauge("merzim_store_ping_seconds", "How long a store took to answer the simplest question; none where it does not.", 0,
			func(context.Context) ([]sample, error) { return pinged, nil }, "store"),
		newGauge("merzim_database_connections", "Connections to the database in use.", 0, a.connections, "pool"),
		newGauge("merzim_database_wait_seconds_total", "Seconds that callers have waited for a connection.", 0, a.connectionWaits, "pool").counting(),
		newGauge("merzim_updates_waiting", "Updates that were taken and are not finished.", 0,
			one(func(context.Context) (float64, error) { return float64(a.dispatcher.Waiting()), nil })),
		newGauge("merzim_poll_age_seconds", "Since Telegram last answered a poll; none with a webhook.", 0, a.pollAges),
		newGauge("merzim_outbox_waiting", "Notices that wait, those of a later hour included.", lookOften, one(func(ctx context.Context) (float64, error) {
			n, err := a.cases.outbox.Waiting(ctx)
			return float64(n), err
		})),
		newGauge("merzim_outbox_age_seconds", "How late the oldest notice is; 0 in quiet hours.", lookOften, one(a.outboxAge)),
		newGauge("merzim_broadcasts", "Broadcasts that are not over, by state.", lookOften, a.broadcastsUnderWay, "state"),
		newGauge("merzim_parked_updates", "Updates that could not be handled and are kept for an admin.", lookOften, one(func(ctx context.Context) (float64, error) {
			n, err := a.cases.parking.Count(ctx)
			return float64(n), err
		})),
		newGauge("merzim_requests", "Open requests, and those of them that are overdue.", lookSeldom, a.requestsTally, "standing"),
	}})
}

// pingStores says which stores answer, and in how many seconds.
func (a *app) pingStores(ctx context.Context) (up, pinged []sample) {
	for name, took := range a.ping(ctx) {
		if took < 0 {
			up = append(up, sample{0, []string{name}})
			continue
		}
		up = append(up, sample{1, []string{name}})
		pinged = append(pinged, sample{took.Seconds(), []string{name}})
	}
	return up, pinged
}

// outboxAge is how late the oldest notice is, in seconds. In quiet hours
// nothing may be sent, so nothing is late.
func (a *app) outboxAge(ctx context.Context) (seconds float64, err error) {
	if !notices.Awake(a.clock.Now()) {
		return 0, nil
	}
	age, err := a.cases.outbox.Oldest(ctx)
	return age.Seconds(), err
}

func (a *app) requestsTally(ctx context.Context) ([]sample, error) {
	open, overdue, err := a.cases.requests.Tally(ctx)
	return []sample{{float64(open), []string{"open"}}, {float64(overdue), []string{"overdue"}}}, err
}

func (a *app) broadcastsUnderWay(ctx context.Context) (out []sample, err error) {
	states, err := a.broadcasts.UnderWay(ctx)
	for state, n := range states {
		out = append(out, sample{float64(n), []string{string(state)}})
	}
	return out, err
}

func (a *app) pollAges(context.Context) ([]sample, error) {
	if age, ok := a.metrics.pollAge(); ok {
		return []sample{{value: age.Seconds()}}, nil
	}
	return nil, nil
}

func (a *app) connections(context.Context) (out []sample, err error) {
	for pool, s := range a.db.Pools() {
		out = append(out, sample{float64(s.InUse), []string{pool}})
	}
	return out, nil
}

func (a *app) connectionWaits(context.Context) (out []sample, err error) {
	for pool, s := range a.db.Pools() {
		out = append(out, sample{s.WaitDuration.Seconds(), []string{pool}})
	}
	return out, nil
}
