package privacy_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/embeddedtest"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/parking"
	"github.com/merzim/merzim/internal/people"
	"github.com/merzim/merzim/internal/privacy"
	"github.com/merzim/merzim/internal/reports"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/internal/subscriptions"
	"github.com/merzim/merzim/internal/testserver"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const citizen, other = 7_012_345_678, 7_087_654_321

var law = embeddedtest.Catalog

// stand is a base with all stores of a person.
type stand struct {
	*testing.T
	db         *database.DB
	now        *clock.Manual
	people     *people.Store
	outbox     *notices.Store
	requests   *requests.Store
	complaints *complaints.Store
	topics     *subscriptions.Store
	broadcasts *broadcasts.Store
	roles      *roles.Store
	store      *privacy.Store
	update     int64
}

func open(t *testing.T, db *database.DB) *stand {
	t.Helper()
	now := clock.At(day("2026-11-23").At(10, 0))
	s := &stand{T: t, db: db, now: now, people: people.NewStore(db, now), outbox: notices.NewStore(db, now)}
	s.requests = requests.NewStore(db, now, s.outbox)
	s.complaints = complaints.NewStore(db, now, s.outbox)
	s.topics = subscriptions.NewStore(db, now)
	s.broadcasts = broadcasts.NewStore(db, now, s.outbox, func(string) []string { return nil })
	s.roles = roles.NewStore(db, now)
	s.store = privacy.NewStore(db, now, s.outbox)
	return s
}

func (s *stand) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *stand) next() int64 { s.update++; return s.update }

func day(text string) calendar.Date { return embeddedtest.Day(text) }

// live gives a person a whole case: consent, region, mutes, a request with a
// number, an overdue reminder, a complaint filed with a number, a parked update.
// Everything that could be told of them by its text holds mark.
func (s *stand) live(chat int64, mark string) {
	s.Helper()
	ctx, c, l := s.Context(), law().Calendar, law().Law.Ladder
	s.must(s.people.GiveConsent(ctx, chat, "kk"))
	s.must(s.people.SetRegion(ctx, chat, "almaty"))
	s.must(s.people.Mute(ctx, chat, string(notices.Status), true))
	rule := calendar.Rule{Length: 5, Unit: calendar.WorkingDays}
	r, err := s.requests.Create(ctx, c, s.next(), requests.New{
		Chat: chat, Service: "id-card", Choice: catalog.Choice{"reason": "loss"}, Term: 1, Kind: catalog.Rendering, TermStatus: catalog.StatusPage, Rule: &rule,
		Filed: calendar.Filing{Date: day("2026-11-13"), Minute: calendar.NoHour}, Number: mark + "-1",
	})
	s.must(err)
	_, err = s.requests.SetStateByStaff(ctx, c, r.ID, s.next(), requests.Accepted, "note "+mark)
	s.must(err)
	complaint, _, err := s.complaints.Create(ctx, c, s.next(), complaints.New{
		Chat: chat, Request: r.ID, Kind: complaints.Delay, Service: "id-card", Agency: "police-migration", Region: "almaty", Language: "kk",
		Filed: day("2026-11-13"), Due: day("2026-11-20"), Text: "text " + mark,
	})
	s.must(err)
	_, err = s.complaints.File(ctx, l, c, chat, complaint.ID, s.next(), 1, day("2026-11-23"), mark+"-2")
	s.must(err)
	_, err = s.outbox.Queue(ctx, notices.New{Chat: chat, Kind: notices.Reminder, Request: r.ID, Dedupe: fmt.Sprint("test:", r.ID), Args: map[string]string{"x": mark}})
	s.must(err)
	read := reports.NewStore(s.db, s.now)
	s.must(read.Subscribe(ctx, chat))
	s.must(read.AddNote(ctx, complaint.ID, chat, "analyst "+mark))
	s.must(parking.NewStore(s.db, s.now).Park(ctx, s.next(), chat, "text", "error", "detail "+mark))
	s.must(s.topics.Subscribe(ctx, chat, subscriptions.Topic{Kind: subscriptions.Service, ID: "id-card"}))
}

// broadcast sends one broadcast of a person, as an admin, to everybody.
func (s *stand) broadcast(by int64) {
	s.Helper()
	admin := broadcasts.Actor{Chat: by, Admin: true}
	b, err := s.broadcasts.Create(s.Context(), admin, "", broadcasts.Content{
		Texts: broadcasts.Texts{KK: "Сәлем", RU: "Привет"}, Audience: broadcasts.Audience{To: broadcasts.Everybody},
	}, nil)
	s.must(err)
	_, err = s.broadcasts.Submit(s.Context(), admin, b.ID)
	s.must(err)
	ctx, cancel := context.WithCancel(s.Context())
	engine := broadcasts.NewEngine(broadcasts.Options{
		Store: s.broadcasts, Clock: s.now, Log: slog.New(slog.DiscardHandler), Look: 20 * time.Millisecond,
		Send: func(context.Context, broadcasts.Message) (int64, string, error) { return 1, "", nil },
	})
	var all sync.WaitGroup
	all.Go(func() { engine.Run(ctx) })
	testserver.Eventually(s, "the account", func() bool {
		a, err := s.broadcasts.Account(ctx, admin, b.ID)
		s.must(err)
		return a.Final
	})
	cancel()
	all.Wait()
}

// TestPrivacy is the conformance suite of the store.
func TestPrivacy(t *testing.T) {
	suite := databasetest.Suite{}
	for name, part := range map[string]func(*stand){"export": export, "forget": forget, "retention": retention, "role": roleHeld, "answers": answers} {
		suite[name] = func(t *testing.T, db *database.DB) { part(open(t, db)) }
	}
	suite.Run(t)
}

// roleHeld: what is held of a person with a role is told, and forgetting ends the
// role and unlinks them from the log, which stays.
func roleHeld(s *stand) {
	grant := roles.Grant{Role: roles.Staff, Agency: "police-migration", Region: "almaty"}
	_, token, err := s.roles.Invite(s.Context(), roles.CommandLine(), grant)
	s.must(err)
	_, err = s.roles.Accept(s.Context(), s.next(), citizen, token)
	s.must(err)
	s.must(s.roles.Note(s.Context(), roles.Entry{Actor: roles.Person(citizen), Action: "set_state", Subject: "request:7", Agency: grant.Agency}))
	held, err := s.store.Export(s.Context(), citizen, s.now.Now())
	s.must(err)
	text, err := json.Marshal(held)
	s.must(err)
	for _, part := range []string{`"role":{"role":"staff","agency":"police-migration","region":"almaty"`, `"what":"set_state","subject":"request:7"`, `"done_by_you":true`} {
		if !strings.Contains(string(text), part) {
			s.Errorf("%s is not in what is held: %s", part, text)
		}
	}
	forgotten, err := s.store.Forget(s.Context(), citizen)
	s.must(err)
	if !forgotten.Role {
		s.Error("the role did not end")
	}
	held, err = s.store.Export(s.Context(), citizen, s.now.Now())
	s.must(err)
	if held.Role != nil || len(held.Log) != 0 {
		s.Errorf("%+v", held)
	}
	var kept int
	s.must(s.db.QueryRow(s.Context(), `SELECT COUNT(*) FROM audit WHERE action = 'set_state' AND actor IS NULL AND subject = 'request:7'`).Scan(&kept))
	if kept != 1 {
		s.Error("what was done is not in the log any more")
	}
}

// answers: an answer of staff is told to the person, and goes with them.
func answers(s *stand) {
	s.live(citizen, "A77")
	all, err := s.complaints.List(s.Context(), citizen)
	s.must(err)
	_, err = s.complaints.Answer(s.Context(), all[0].ID, -1, complaints.AnswerText{KK: "answer A77"})
	s.must(err)
	held, err := s.store.Export(s.Context(), citizen, s.now.Now())
	s.must(err)
	if text, _ := json.Marshal(held); !strings.Contains(string(text), `"note":"answer A77"`) {
		s.Error(string(text))
	}
	_, err = s.store.Forget(s.Context(), citizen)
	s.must(err)
	var left int
	s.must(s.db.QueryRow(s.Context(), `SELECT COUNT(*) FROM complaint_answers`).Scan(&left))
	if left != 0 {
		s.Error("the answer is kept")
	}
}

// export: a person gets all that is held of them, and nothing of others.
func export(s *stand) {
	s.live(citizen, "A77")
	s.live(other, "B88")
	s.broadcast(citizen)
	held, err := s.store.Export(s.Context(), citizen, s.now.Now())
	s.must(err)
	text, err := json.MarshalIndent(held, "", " ")
	s.must(err)
	for _, part := range []string{
		"7012345678", `"language": "kk"`, `"region": "almaty"`, "consent_at", `"status"`, "A77-1", "A77-2", "note A77", "text A77", "M-2026-000001", `"reason": "loss"`,
		`"term": "5wd"`, `"due": "2026-11-20"`, `"answer_due": "2026-11-30"`, `"kind": "reminder"`, `"reason": "error"`, "2026-11-23T10:00:00+05:00", `"what": "created"`, `"by": "staff"`, `"digest": true`, "analyst A77",
		`"topic": "id-card"`, `"state": "sent"`, `"what": "submitted"`,
	} {
		if !strings.Contains(string(text), part) {
			s.Errorf("%s is not in what is held", part)
		}
	}
	for _, part := range []string{"7087654321", "B88"} {
		if strings.Contains(string(text), part) {
			s.Errorf("%s is", part)
		}
	}
	empty, err := s.store.Export(s.Context(), 5, s.now.Now())
	s.must(err)
	if text, _ := json.Marshal(empty); string(text) != `{"chat":5,"at":"2026-11-23T10:00:00+05:00","person":null,"requests":[],"complaints":[],"notices":[],"subscriptions":[],"broadcasts":[],"parked_updates":[]}` {
		s.Error(string(text))
	}
}

// forget: nothing is left of the person, and the records of nobody stay.
func forget(s *stand) {
	s.live(citizen, "A77")
	s.live(other, "B88")
	s.broadcast(citizen)
	for _, want := range []privacy.Forgotten{{Requests: 1, Complaints: 1}, {}} {
		got, err := s.store.Forget(s.Context(), citizen)
		s.must(err)
		if got != want {
			s.Errorf("%+v, want %+v", got, want)
		}
	}
	held, err := s.store.Export(s.Context(), citizen, s.now.Now())
	s.must(err)
	if held.Person != nil || len(held.Requests)+len(held.Complaints)+len(held.Notices)+len(held.Parked)+len(held.Subscriptions)+len(held.Broadcasts)+len(held.Staff) != 0 || held.Analyst != nil {
		s.Errorf("%+v", held)
	}
	for from, want := range map[string]int{
		"digest_subscribers": 1, "complaint_notes": 1,
		"people": 1, "mutes": 1, "requests": 1, "notices": 1, "parked_updates": 1, "complaints": 2, "complaints WHERE chat IS NULL AND request IS NULL AND text = ''": 1,
		"complaint_steps WHERE office_number = ''": 1, "notice_counts WHERE kind = 'reminder' AND state = 'cancelled' AND total = 1": 1,
		"request_events WHERE request NOT IN (SELECT id FROM requests)": 0, "subscriptions": 1, "broadcast_recipients": 1,
		"broadcast_batches WHERE size = 2 AND sent = 2": 1, "broadcasts WHERE author = 0": 1, "broadcast_events WHERE actor <> 0": 0,
	} {
		var n int
		s.must(s.db.QueryRow(s.Context(), `SELECT COUNT(*) FROM `+from).Scan(&n))
		if n != want {
			s.Errorf("%d rows in %s, want %d", n, from, want)
		}
	}
	held, err = s.store.Export(s.Context(), other, s.now.Now())
	s.must(err)
	if held.Person == nil || len(held.Requests) != 1 || len(held.Complaints) != 1 || len(held.Notices) != 1 || len(held.Subscriptions) != 1 || len(held.Broadcasts) != 1 {
		s.Errorf("another person lost something: %+v", held)
	}
}

// retention: closed requests go after twelve months, notices after ninety days.
func retention(s *stand) {
	s.live(citizen, "A77")
	ctx, c := s.Context(), law().Calendar
	list, err := s.requests.List(ctx, citizen)
	s.must(err)
	_, err = s.requests.SetState(ctx, c, citizen, list[0].ID, s.next(), requests.Ready)
	s.must(err)
	s.broadcast(citizen)
	steps := []struct {
		after time.Duration
		want  privacy.Retained
	}{
		{broadcasts.Kept - time.Second, privacy.Retained{}},
		{time.Second, privacy.Retained{Recipients: 1}},
		{notices.Kept - broadcasts.Kept, privacy.Retained{}},
		{time.Second, privacy.Retained{Notices: 1}},
		{365*24*time.Hour - notices.Kept - 2*time.Second, privacy.Retained{}},
		{time.Second, privacy.Retained{Requests: 1}},
		{time.Hour, privacy.Retained{}},
	}
	for i, step := range steps {
		s.now.Advance(step.after)
		got, err := s.store.Retain(ctx)
		s.must(err)
		if got != step.want {
			s.Errorf("step %d: %+v, want %+v", i, got, step.want)
		}
	}
	var day string
	s.must(s.db.QueryRow(ctx, `SELECT day FROM notice_counts`).Scan(&day))
	if day != "2026-11-23" {
		s.Error("counted on", day)
	}
}

// TestFileForgets: the base's files hold nothing of a person who was forgotten,
// not even in pages that other people's rows have left or moved.
func TestFileForgets(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	db := databasetest.Open(t, "sqlite:"+filepath.Join(dir, "merzim.db"))
	s := open(t, db)
	for i := range 60 { // rows around, so that pages are split and joined
		s.live(int64(1000+i), fmt.Sprintf("OTHER%d", i))
		if i%3 == 0 {
			s.live(int64(900_000_000_000+i), fmt.Sprintf("SECRET%d", i))
		}
	}
	for i := 0; i < 60; i += 3 {
		_, err := s.store.Forget(t.Context(), int64(900_000_000_000+i))
		s.must(err)
	}
	files, err := os.ReadDir(dir)
	s.must(err)
	others := 0
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join(dir, f.Name()))
		s.must(err)
		if n := bytes.Count(data, []byte("SECRET")); n > 0 {
			t.Errorf("%s holds %d texts of people who were forgotten", f.Name(), n)
		}
		for i := 0; i < 60; i += 3 {
			if chat := 900_000_000_000 + i; bytes.Contains(data, encoded(int64(chat))) || bytes.Contains(data, []byte(strconv.Itoa(chat))) {
				t.Errorf("%s holds the chat %d", f.Name(), chat)
			}
		}
		others += bytes.Count(data, []byte("OTHER"))
	}
	if others == 0 {
		t.Error("the files could not be read")
	}
}

// encoded is how SQLite writes a number of this size: six bytes, big end first.
func encoded(n int64) []byte {
	return []byte{byte(n >> 40), byte(n >> 32), byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}
}
