package main

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

// healthTimeout bounds the questions to the stores of one health check, which
// are asked at the same time: one that is away does not hold up the answer.
const healthTimeout = time.Second

// healthReport is what /healthz answers.
type healthReport struct {
	Database string   `json:"database"`                     // "ok" or "away"
	Sessions string   `json:"sessions"`                     // likewise; Redis, or the database
	Outbox   *float64 `json:"outbox_age_seconds,omitempty"` // how late the oldest notice is
	Poll     *float64 `json:"poll_age_seconds,omitempty"`   // since Telegram last answered a poll
}

// health answers 200 when the stores answer, else 503 with what is away. A late
// outbox or poll is told and no fault: another process would not mend it.
func (a *app) health(w http.ResponseWriter, r *http.Request) {
	late := make(chan *float64, 1)
	go func() { late <- a.lateness(r.Context()) }()
	took := a.ping(r.Context())
	word := func(name string) string {
		if took[name] < 0 {
			return "away"
		}
		return "ok"
	}
	report, status := healthReport{Database: word("database"), Sessions: word("sessions")}, http.StatusOK
	if report.Database != "ok" || report.Sessions != "ok" {
		status = http.StatusServiceUnavailable
	}
	if report.Database == "ok" {
		report.Outbox = <-late
	}
	if age, ok := a.metrics.pollAge(); ok {
		seconds := age.Seconds()
		report.Poll = &seconds
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(report)
}

// lateness is the outbox's age, nil when it can't be told.
func (a *app) lateness(ctx context.Context) *float64 {
	ctx, cancel := context.WithTimeout(ctx, healthTimeout)
	defer cancel()
	age, err := a.outboxAge(ctx)
	if err != nil {
		return nil
	}
	return &age
}

// ping asks the stores at once and says how long each took to answer; negative
// when one did not within healthTimeout.
func (a *app) ping(ctx context.Context) map[string]time.Duration {
	ctx, cancel := context.WithTimeout(ctx, healthTimeout)
	defer cancel()
	stores := map[string]func(context.Context) error{"database": a.db.Ping, "sessions": a.memory.Ping}
	type answer struct {
		store string
		took  time.Duration
	}
	answers, start := make(chan answer, len(stores)), time.Now()
	for name, ask := range stores {
		go func() {
			took := time.Duration(-1)
			if ask(ctx) == nil {
				took = time.Since(start)
			}
			answers <- answer{name, took}
		}()
	}
	out := map[string]time.Duration{"database": -1, "sessions": -1}
	for range stores {
		select {
		case a := <-answers:
			out[a.store] = a.took
		case <-ctx.Done(): // a client may not heed the context
			return out
		}
	}
	return out
}
