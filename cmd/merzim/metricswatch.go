package main

import (
	"context"
	"errors"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/handlers"
	"github.com/merzim/merzim/internal/sessions"
)

// watchedTelegram counts the calls of the Bot API.
type watchedTelegram struct {
	bot.Caller
	m *metrics
}

// Call makes a call and counts it.
func (w watchedTelegram) Call(ctx context.Context, method string, params bot.Params) ([]byte, error) {
	start := time.Now()
	result, err := w.Caller.Call(ctx, method, params)
	w.m.called(method, time.Since(start), err)
	return result, err
}

// Upload makes a call with a file and counts it.
func (w watchedTelegram) Upload(ctx context.Context, method string, params bot.Params, field string, doc bot.Document) ([]byte, error) {
	start := time.Now()
	result, err := w.Caller.Upload(ctx, method, params, field, doc)
	w.m.called(method, time.Since(start), err)
	return result, err
}

func (m *metrics) called(method string, took time.Duration, err error) {
	m.calls.WithLabelValues(method, callOutcome(err)).Inc()
	m.held.Add(bot.RetryAfter(err).Seconds())
	if method != "getUpdates" { // it takes as long as nobody writes
		m.callTook.WithLabelValues(method).Observe(took.Seconds())
	} else if err == nil {
		m.polls()
	}
}

// callOutcome names how a call ended. An edit that would change nothing went well.
func callOutcome(err error) string {
	var silence *bot.NetworkError
	switch {
	case err == nil, bot.NotModified(err):
		return "ok"
	case bot.RetryAfter(err) > 0:
		return "too_many"
	case bot.Blocked(err):
		return "blocked"
	case errors.As(err, &silence):
		return "no_answer"
	case bot.Temporary(err):
		return "fault"
	}
	return "refused"
}

// watchedPace counts replies, of which every pace is told.
type watchedPace struct {
	bot.Pace
	replies prometheus.Counter
}

// Charge counts a reply.
func (w watchedPace) Charge(ctx context.Context, chat int64) {
	w.replies.Inc()
	w.Pace.Charge(ctx, chat)
}

// watchedSessions times the session store, which every update asks.
type watchedSessions struct {
	handlers.Sessions
	load, save, mark prometheus.Observer
	failed           prometheus.Counter
}

func (m *metrics) watch(s handlers.Sessions) watchedSessions {
	of := func(operation string) prometheus.Observer { return m.sessions.WithLabelValues(operation) }
	return watchedSessions{s, of("load"), of("save"), of("mark"), m.forgotten}
}

func (w watchedSessions) note(operation prometheus.Observer, start time.Time, err error) {
	operation.Observe(time.Since(start).Seconds())
	if err != nil {
		w.failed.Inc()
	}
}

// Load times a look at a chat's state.
func (w watchedSessions) Load(ctx context.Context, chat, update int64) (sessions.Stored, error) {
	start := time.Now()
	state, err := w.Sessions.Load(ctx, chat, update)
	w.note(w.load, start, err)
	return state, err
}

// Save times the keeping of a chat's state.
func (w watchedSessions) Save(ctx context.Context, chat, version int64, data []byte) (saved bool, err error) {
	start := time.Now()
	saved, err = w.Sessions.Save(ctx, chat, version, data)
	w.note(w.save, start, err)
	return saved, err
}

// MarkHandled times the mark on an update.
func (w watchedSessions) MarkHandled(ctx context.Context, chat, update int64) error {
	start := time.Now()
	err := w.Sessions.MarkHandled(ctx, chat, update)
	w.note(w.mark, start, err)
	return err
}
