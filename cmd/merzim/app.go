package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/handlers"
	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/console"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/feedback"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/open"
	"github.com/merzim/merzim/internal/reports"
	"github.com/merzim/merzim/internal/sessions"
	"github.com/merzim/merzim/locales"
)

const (
	sweepEvery = time.Hour        // of run-out sessions in the embedded database
	usualRate  = 25               // of broadcasts in estimates, a second, where no pace is kept
	stopWithin = 13 * time.Second // a stop may take so long: the poller's patience, and its last call
	stopLeast  = time.Second      // and so long for each of its steps, however late
)

// memory is the session store with what the health check asks.
type memory interface {
	handlers.Sessions
	console.Memory
	Ping(ctx context.Context) error
	Close() error
}

// app is the running bot without its way to Telegram.
type app struct {
	log        *slog.Logger
	clock      clock.Clock
	knowledge  atomic.Pointer[handlers.Knowledge]
	db         *database.DB
	cases      cases
	runner     *notices.Runner[bot.Reply]
	broadcasts *broadcasts.Store
	engine     *broadcasts.Engine
	recounting sync.Mutex
	background sync.WaitGroup // what runs until the program's context ends
	memory     memory
	telegram   bot.Caller
	dispatcher *bot.Dispatcher
	analysts   *analysts
	feedback   *feedback.Store
	open       *open.Store // nil: nothing is published
	openPage   http.Handler
	console    *console.Console
	metrics    *metrics
	stopBy     atomic.Pointer[time.Time] // when a stop that has begun must be over
	username   atomic.Pointer[string]    // of the bot, once Telegram has told
}

// appOptions are what an app is made of.
type appOptions struct {
	log         *slog.Logger
	clock       clock.Clock
	knowledge   *handlers.Knowledge
	databaseURL string
	redisURL    string // empty: sessions live in the database
	sendRate    int    // notices a second; 0: as fast as can be
	token       string
	apiURL      string
	publicURL   string       // of the program's pages; empty: on this machine
	client      *http.Client // nil: one made for Telegram
	openPage    bool         // publish figures at /open
}

// newApp opens the stores and puts the parts together.
func newApp(ctx context.Context, o appOptions) (*app, error) {
	a := &app{log: o.log, clock: o.clock, metrics: newMetrics()}
	a.knowledge.Store(o.knowledge)
	db, err := database.Open(ctx, o.databaseURL)
	if err != nil {
		return nil, err
	}
	a.db, a.cases = db, openCases(db, o.clock)
	if a.memory, err = openMemory(ctx, o, db); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	a.telegram = watchedTelegram{bot.NewTelegram(o.token, o.apiURL, o.client), a.metrics}
	sender, pace := bot.NewSender(a.telegram, nil, o.log), a.openPace(o)
	if pace != nil {
		sender = bot.NewSender(a.telegram, watchedPace{pace, a.metrics.replies}, o.log)
	}
	a.broadcasts = openBroadcasts(db, o.clock, a.cases, func() *catalog.Catalog { return a.knowledge.Load().Catalog })
	a.engine = a.newEngine(sender, pace)
	a.analysts, a.feedback = newAnalysts(reports.NewStore(db, o.clock), a.cases.roles, o.clock), feedback.NewStore(db, o.clock)
	if o.openPage {
		a.open = open.NewStore(db, o.clock)
		if a.openPage, err = a.openHandler(); err != nil {
			return nil, errors.Join(err, a.memory.Close(), db.Close())
		}
	}
	a.console = a.newConsole(o, append(a.reportPages(), a.broadcastPage(o))...)
	conversation := handlers.New(handlers.Options{
		Knowledge: a.knowledge.Load, Sessions: a.metrics.watch(a.memory), People: a.cases.people,
		Feedback: a.feedback, Requests: a.cases.requests, Complaints: a.cases.complaints, Privacy: a.cases.privacy, Reports: a.analysts,
		Topics: a.cases.topics, Roles: a.cases.roles, Broadcasts: a.broadcasts, Sending: a.engine, PerSecond: cmp.Or(o.sendRate, usualRate),
		Login: a.login, InvitationLink: a.invitationLink(o), SetMenu: a.setMenu,
		Username: a.botName, Now: o.clock.Now, Log: o.log,
	})
	a.dispatcher = bot.NewDispatcher(bot.DispatcherOptions{Conversation: conversation, Sender: sender, Parking: a.cases.parking, Log: o.log, Observe: a.metrics.update})
	a.runner = notices.NewRunner(notices.Options[bot.Reply]{
		Store: a.cases.outbox, Render: conversation.Render, Send: sender.Notify, Judge: judge, Pace: pace, Log: o.log, Observe: a.metrics.notice,
	})
	a.look()
	return a, nil
}

// openPace makes the pace of notices, which all processes with one Redis share.
func (a *app) openPace(o appOptions) *notices.Pace {
	if o.sendRate == 0 {
		return nil
	}
	if r, ok := a.memory.(*sessions.Redis); ok {
		return notices.NewPace(o.sendRate, r.Pace(o.sendRate), o.log)
	}
	return notices.NewPace(o.sendRate, nil, o.log)
}

// botName is the bot's username, "" until Telegram has told it.
func (a *app) botName() string {
	if name := a.username.Load(); name != nil {
		return *name
	}
	return ""
}

func openMemory(ctx context.Context, o appOptions, db *database.DB) (memory, error) {
	if o.redisURL != "" {
		r, err := sessions.OpenRedis(o.redisURL)
		if err != nil {
			return nil, fmt.Errorf("REDIS_URL: %w", err)
		}
		return r, nil
	}
	store := sessions.NewSQL(db, o.clock)
	go store.SweepEvery(ctx, sweepEvery, func(err error) { o.log.Warn("old sessions not swept", "error", err) })
	return sqlMemory{store, db}, nil
}

// sqlMemory is the embedded session store; the database is closed by itself.
type sqlMemory struct {
	*sessions.SQL
	db *database.DB
}

func (m sqlMemory) Ping(ctx context.Context) error { return m.db.Ping(ctx) }
func (m sqlMemory) Close() error                   { return nil }

// stopping starts the time for a stop at the moment at which ctx ends; cancel
// gives up waiting for it.
func (a *app) stopping(ctx context.Context) (cancel func() bool) {
	return context.AfterFunc(ctx, func() {
		by := time.Now().Add(stopWithin)
		a.stopBy.Store(&by)
	})
}

// lastSteps is a context for a step of a stop: what is left of the time for all.
func (a *app) lastSteps() (context.Context, context.CancelFunc) {
	by := time.Now().Add(stopWithin)
	if stop := a.stopBy.Load(); stop != nil {
		by = *stop
	}
	return context.WithTimeout(context.Background(), max(time.Until(by), stopLeast))
}

// settle waits for the updates and the notices in flight, and for what runs in
// the background; the context that it runs under has ended before.
func (a *app) settle() {
	ctx, cancel := a.lastSteps()
	defer cancel()
	if err := a.dispatcher.Wait(ctx); err != nil {
		a.log.Warn("stopped with updates in flight; Telegram sends them again", "error", err)
	}
	ended := make(chan struct{})
	go func() { a.background.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-ctx.Done():
		a.log.Warn("stopped with notices in flight; they may be sent again", "error", ctx.Err())
	}
}

// close settles, then closes the stores.
func (a *app) close() error {
	a.settle()
	return errors.Join(a.memory.Close(), a.db.Close())
}

// introduce sets the menu of commands in both languages. A server that knows
// no such method costs a warning.
func (a *app) introduce(ctx context.Context) {
	texts := a.knowledge.Load().Texts
	for _, code := range append([]string{""}, locales.Codes()...) {
		language := texts.In(code)
		var items []bot.MenuItem
		for _, item := range handlers.Menu() {
			items = append(items, bot.MenuItem{Command: item.Command, Description: language.T(item.Key)})
		}
		if err := bot.SetMenu(ctx, a.telegram, code, items); err != nil && ctx.Err() == nil {
			a.log.Warn("menu of commands not set", "language", code, "error", err)
			return
		}
	}
}
