package broadcasts_test

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/embeddedtest"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/people"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/internal/subscriptions"
	"github.com/merzim/merzim/internal/testserver"
)

// The staff of the tests.
var (
	author    = broadcasts.Actor{Chat: 9_000_001, Agency: "police-migration", Region: "almaty"}
	colleague = broadcasts.Actor{Chat: 9_000_002, Agency: "police-migration", Region: "almaty"}
	elsewhere = broadcasts.Actor{Chat: 9_000_003, Agency: "police-migration", Region: "astana"}
	stranger  = broadcasts.Actor{Chat: 9_000_004, Agency: "akimat-land", Region: "almaty"}
	admin     = broadcasts.Actor{Chat: 9_000_005, Admin: true}
	chief     = broadcasts.Actor{Chat: 9_000_006, Admin: true}
)

var texts = broadcasts.Texts{KK: "Бөлім <b>жұмыс істемейді</b>.", RU: "Отдел <b>не работает</b>."}

// services are those of the agencies of the tests.
func services(agency string) []string {
	return map[string][]string{"police-migration": {"id-card", "passport"}, "akimat-land": {"land-plot"}}[agency]
}

// stand is a base with the stores around broadcasts, at 10:00 on 23 November 2026.
type stand struct {
	*testing.T
	db     *database.DB
	now    *clock.Manual
	people *people.Store
	topics *subscriptions.Store
	filed  *requests.Store
	outbox *notices.Store
	store  *broadcasts.Store
	update int64
}

var monday = calendar.DateIn(time.Date(2026, 11, 23, 12, 0, 0, 0, calendar.Zone())).At(10, 0)

func open(t *testing.T, db *database.DB) *stand {
	t.Helper()
	now := clock.At(monday)
	s := &stand{T: t, db: db, now: now, people: people.NewStore(db, now), topics: subscriptions.NewStore(db, now), outbox: notices.NewStore(db, now)}
	s.filed = requests.NewStore(db, now, s.outbox)
	s.store = broadcasts.NewStore(db, now, s.outbox, services)
	return s
}

func (s *stand) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// crowd makes people 1…n, every second one Kazakh, in a few statements.
func (s *stand) crowd(n int) {
	s.Helper()
	_, err := s.db.Exec(s.Context(), `WITH RECURSIVE c (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < ?)
		INSERT INTO people (chat, language, created_at, updated_at) SELECT i, CASE WHEN i % 2 = 0 THEN 'kk' ELSE 'ru' END, 0, 0 FROM c`, n)
	s.must(err)
}

// citizen makes a person with consent.
func (s *stand) citizen(chat int64, language, region string, topics ...subscriptions.Topic) {
	s.Helper()
	s.must(s.people.GiveConsent(s.Context(), chat, language))
	s.must(s.people.SetRegion(s.Context(), chat, region))
	for _, topic := range topics {
		s.must(s.topics.Subscribe(s.Context(), chat, topic))
	}
}

// request tracks an open request of a person.
func (s *stand) request(chat int64, service, region string) int64 {
	s.Helper()
	s.update++
	r, err := s.filed.Create(s.Context(), embeddedtest.Catalog().Calendar, s.update, requests.New{
		Chat: chat, Service: service, Kind: catalog.Rendering, TermStatus: catalog.StatusPage, Region: region,
		Filed: calendar.Filing{Date: calendar.DateIn(monday), Minute: calendar.NoHour},
	})
	s.must(err)
	return r.ID
}

func everybody(c ...broadcasts.Content) broadcasts.Content {
	out := broadcasts.Content{}
	if len(c) > 0 {
		out = c[0]
	}
	out.Texts = texts
	if out.Audience.To == "" {
		out.Audience.To = broadcasts.Everybody
	}
	return out
}

// scheduled is an admin's broadcast to everybody that starts at once.
func (s *stand) scheduled(c broadcasts.Content, f *broadcasts.NewFile) int64 {
	s.Helper()
	b, err := s.store.Create(s.Context(), admin, "", c, f)
	s.must(err)
	s.submit(b)
	return b.ID
}

// submit brings a draft to its start.
func (s *stand) submit(b broadcasts.Broadcast) {
	s.Helper()
	state, err := s.store.Submit(s.Context(), broadcasts.Actor{Chat: b.Author, Admin: true}, b.ID)
	s.must(err)
	if state == broadcasts.Waiting {
		s.must(s.store.Approve(s.Context(), chief, b.ID, b.Version))
	}
}

func (s *stand) account(id int64) broadcasts.Account {
	s.Helper()
	a, err := s.store.Account(s.Context(), admin, id)
	s.must(err)
	if a.Sent+a.Failed+a.Blocked+a.Unknown+a.Cancelled+a.Left != a.Audience || a.Left < 0 || a.Final && a.Left != 0 {
		s.Errorf("the books do not balance: %+v", a)
	}
	return a
}

// books checks that the counts of the batches are those of the people.
func (s *stand) books(id int64) {
	s.Helper()
	var off int
	s.must(s.db.QueryRow(s.Context(), `SELECT COUNT(*) FROM broadcast_batches b WHERE broadcast = ? AND (
		sent <> (SELECT COUNT(*) FROM broadcast_recipients r WHERE r.broadcast = b.broadcast AND r.batch = b.number AND r.state = 'sent') OR
		failed <> (SELECT COUNT(*) FROM broadcast_recipients r WHERE r.broadcast = b.broadcast AND r.batch = b.number AND r.state = 'failed') OR
		blocked <> (SELECT COUNT(*) FROM broadcast_recipients r WHERE r.broadcast = b.broadcast AND r.batch = b.number AND r.state = 'blocked') OR
		unknown <> (SELECT COUNT(*) FROM broadcast_recipients r WHERE r.broadcast = b.broadcast AND r.batch = b.number AND r.state = 'unknown') OR
		cancelled <> (SELECT COUNT(*) FROM broadcast_recipients r WHERE r.broadcast = b.broadcast AND r.batch = b.number AND r.state = 'cancelled') OR
		size <> (SELECT COUNT(*) FROM broadcast_recipients r WHERE r.broadcast = b.broadcast AND r.batch = b.number))`, id).Scan(&off))
	if off > 0 {
		s.Errorf("%d batches count other than their people", off)
	}
}

func label(language string, at time.Time) string {
	return "<b>" + language + at.In(calendar.Zone()).Format(" 15:04") + ":</b>"
}

func (s *stand) engine(t *telegram) *broadcasts.Engine {
	return broadcasts.NewEngine(broadcasts.Options{
		Store: s.store, Send: t.send, Edit: t.edit, Judge: judge, Label: label, Clock: s.now, Log: slog.New(slog.DiscardHandler), Look: 20 * time.Millisecond,
	})
}

// run runs an engine until ok.
func (s *stand) run(e *broadcasts.Engine, ok func() bool) {
	s.Helper()
	ctx, cancel := context.WithCancel(s.Context())
	var all sync.WaitGroup
	all.Go(func() { e.Run(ctx) })
	defer all.Wait()
	defer cancel()
	s.wait(ok)
}

func (s *stand) wait(ok func() bool) {
	s.Helper()
	testserver.Eventually(s, "the broadcast", ok)
}

// final waits in run until the account of a broadcast is.
func (s *stand) final(id int64) func() bool {
	return func() bool { return s.account(id).Final }
}
