package demo_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/demo"
	"github.com/merzim/merzim/internal/embeddedtest"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/people"
	"github.com/merzim/merzim/internal/reports"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/internal/screening"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var now = calendar.NewDate(2026, 11, 23).At(10, 0)

var law = embeddedtest.Catalog

var texts = embeddedtest.Texts

const many = 400

func fill(t *testing.T, db *database.DB, seed int64) error {
	return demo.Fill(t.Context(), db, demo.Options{Complaints: many, Seed: seed, Now: now, Catalog: law(), Texts: texts()})
}

func TestFilling(t *testing.T) {
	databasetest.Suite{"data": testData, "again": testAgain, "refused": testRefused}.Run(t)
}

func count(t *testing.T, db *database.DB, query string, args ...any) (n int64) {
	t.Helper()
	if err := db.QueryRow(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// testData: the stores read what was made up, it hangs together, nobody is sent
// anything, and no row could be a real person's.
func testData(t *testing.T, db *database.DB) {
	if err := fill(t, db, 1); err != nil {
		t.Fatal(err)
	}
	ctx, at := t.Context(), clock.At(now)
	outbox := notices.NewStore(db, at)
	kept, logged := requests.NewStore(db, at, outbox), complaints.NewStore(db, at, outbox)
	read := map[string]int{}
	rows, err := db.Query(ctx, `SELECT chat FROM people`)
	if err != nil {
		t.Fatal(err)
	}
	var chats []int64
	for rows.Next() {
		var chat int64
		if err := rows.Scan(&chat); err != nil {
			t.Fatal(err)
		}
		chats = append(chats, chat)
	}
	if err := rows.Close(); err != nil {
		t.Fatal(err)
	}
	for _, chat := range chats {
		if chat > -1<<52 {
			t.Fatalf("chat %d could be somebody's", chat)
		}
		all, err := kept.List(ctx, chat)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range all {
			read["requests"]++
			sound(t, r)
		}
		list, err := logged.List(ctx, chat)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range list {
			read["complaints"]++
			if c.Kind == complaints.Delay && (c.Request == 0 || c.DaysOverdue < 0 || calendar.DateIn(c.CreatedAt) <= c.Due) {
				t.Errorf("%s complains of a delay too early: %+v", c.Number, c)
			}
			if c.CreatedAt.After(now) || screening.Clean(c.Text) != c.Text {
				t.Errorf("%+v", c)
			}
		}
	}
	if read["requests"] != many || read["complaints"] != many {
		t.Error(read)
	}
	for what, query := range map[string]string{
		"requests without a timeline":   `SELECT COUNT(*) FROM requests WHERE NOT EXISTS (SELECT 1 FROM request_events WHERE request = requests.id)`,
		"complaints without a timeline": `SELECT COUNT(*) FROM complaints WHERE NOT EXISTS (SELECT 1 FROM complaint_events WHERE complaint = complaints.id)`,
		"filed without a step":          `SELECT COUNT(*) FROM complaints WHERE step > 0 AND NOT EXISTS (SELECT 1 FROM complaint_steps WHERE complaint = complaints.id)`,
		"states unlike the timeline": `SELECT COUNT(*) FROM complaints AS c WHERE state <> (SELECT CASE e.kind WHEN 'filed' THEN 'filed' ELSE e.now END FROM complaint_events AS e
			WHERE e.complaint = c.id ORDER BY number DESC LIMIT 1)`,
		"people who could be sent to": `SELECT COUNT(*) FROM people WHERE blocked_at IS NULL`,
		"reminders":                   `SELECT COUNT(*) FROM requests WHERE remind_on IS NOT NULL`,
		"notices":                     `SELECT COUNT(*) FROM notices`,
		"numbers out of order":        `SELECT COUNT(*) FROM complaints AS a JOIN complaints AS b ON a.year = b.year AND a.number < b.number AND a.created_at > b.created_at`,
		"missing services of nobody":  `SELECT CASE WHEN COUNT(*) > 20 THEN 0 ELSE 1 END FROM missing_services`,
	} {
		if n := count(t, db, query); n != 0 {
			t.Errorf("%s: %d", what, n)
		}
	}
	if recounted, err := kept.Recount(ctx, law().Calendar, nil); err != nil || recounted.Counted != 0 {
		t.Error("counted by another calendar:", recounted, err)
	}
	if made, err := reports.NewStore(db, at).Demo(ctx); !made || err != nil {
		t.Error("no mark", err)
	}
}

// sound: a request's due date is the count's, and its state fits its days.
func sound(t *testing.T, r requests.Request) {
	t.Helper()
	due, err := r.Counted(law().Calendar)
	if err != nil || due != r.Due {
		t.Errorf("request %d is due %s, counted %s: %v", r.ID, r.Due, due, err)
	}
	if r.State.Open() != r.ClosedAt.IsZero() || r.ClosedAt.After(now) || !r.ClosedAt.IsZero() && r.ClosedAt.Before(r.CreatedAt) {
		t.Errorf("request %d is %s, made %s, closed %s", r.ID, r.State, r.CreatedAt, r.ClosedAt)
	}
	if _, ok := law().Service(r.Service); !ok {
		t.Errorf("no service %s", r.Service)
	}
}

// testAgain: the same seed makes the same data, in place of what was there.
func testAgain(t *testing.T, db *database.DB) {
	sum := func(seed int64) string {
		t.Helper()
		if err := fill(t, db, seed); err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(count(t, db, `SELECT COUNT(*) FROM complaints`), count(t, db, `SELECT SUM(id * (created_at % 9973) * length(service) * length(state)) FROM complaints`),
			count(t, db, `SELECT SUM(id * (updated_at % 9973) * length(region)) FROM requests`), count(t, db, `SELECT COUNT(*) FROM request_events`))
	}
	first, other, again := sum(5), sum(6), sum(5)
	if first != again || first == other {
		t.Errorf("seed 5 gave %s and %s, seed 6 %s", first, again, other)
	}
}

// testRefused: a base in which somebody is is not touched, marked or not.
func testRefused(t *testing.T, db *database.DB) {
	if err := people.NewStore(db, clock.At(now)).SetLanguage(t.Context(), 4242, "kk"); err != nil {
		t.Fatal(err)
	}
	if err := fill(t, db, 1); !errors.Is(err, demo.ErrNotEmpty) || !strings.Contains(err.Error(), "people") {
		t.Error(err)
	}
	if n := count(t, db, `SELECT COUNT(*) FROM people`) + count(t, db, `SELECT COUNT(*) FROM demo_mark`); n != 1 {
		t.Error("the base was touched")
	}
	if _, err := db.Exec(t.Context(), `DELETE FROM people`); err != nil {
		t.Fatal(err)
	}
	if err := fill(t, db, 1); err != nil {
		t.Fatal(err)
	}
	if err := people.NewStore(db, clock.At(now)).SetLanguage(t.Context(), 4242, "kk"); err != nil {
		t.Fatal(err)
	}
	if err := fill(t, db, 2); !errors.Is(err, demo.ErrNotEmpty) {
		t.Error("a person in a marked base was erased:", err)
	}
	if n := count(t, db, `SELECT COUNT(*) FROM people WHERE chat = 4242`); n != 1 {
		t.Error("the person is gone")
	}
}
