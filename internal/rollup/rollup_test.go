package rollup_test

import (
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/embeddedtest"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/people"
	"github.com/merzim/merzim/internal/privacy"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/internal/rollup"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// TestEveryDayLiesInOneBlock: a period is covered whole, nothing twice.
func TestEveryDayLiesInOneBlock(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		from := calendar.Date(rapid.IntRange(0, 40_000).Draw(t, "from"))
		to := from + calendar.Date(rapid.IntRange(-1, 1500).Draw(t, "days"))
		weeks := rapid.Bool().Draw(t, "weeks")
		runs := rollup.Cover(from, to)
		if weeks {
			runs = rollup.CoverWeeks(from, to)
		}
		day := from
		for _, r := range runs {
			if r.From > r.To || weeks && r.Span > rollup.Week {
				t.Fatalf("run %+v", r)
			}
			for b := r.From; b <= r.To; b++ {
				if rollup.First(r.Span, b) != day {
					t.Fatalf("block %d of %d days begins %s, expected %s", b, r.Span, rollup.First(r.Span, b), day)
				}
				for end := day + calendar.Date(r.Span); day < end; day++ {
					if rollup.BlockOf(r.Span, day) != b {
						t.Fatalf("%s is not in block %d", day, b)
					}
				}
			}
		}
		if day != to+1 {
			t.Fatalf("covered up to %s instead of %s", day-1, to)
		}
		if len(runs) > 7 {
			t.Fatalf("%d runs", len(runs))
		}
	})
	if monday := rollup.First(rollup.Week, rollup.BlockOf(rollup.Week, calendar.NewDate(2026, 11, 23))); monday.Weekday() != time.Monday {
		t.Error("weeks begin on", monday.Weekday())
	}
}

var law = embeddedtest.Catalog

// stand is a base with all that is counted, at 10:00 on 23 November 2026.
type stand struct {
	*testing.T
	db         *database.DB
	now        *clock.Manual
	people     *people.Store
	requests   *requests.Store
	complaints *complaints.Store
	privacy    *privacy.Store
	update     int64
}

func open(t *testing.T, db *database.DB) *stand {
	now := clock.At(calendar.NewDate(2026, 11, 23).At(10, 0))
	outbox := notices.NewStore(db, now)
	s := &stand{T: t, db: db, now: now, people: people.NewStore(db, now), requests: requests.NewStore(db, now, outbox), complaints: complaints.NewStore(db, now, outbox)}
	s.privacy = privacy.NewStore(db, now, outbox)
	return s
}

func must[T any](s *stand) func(T, error) T {
	return func(v T, err error) T {
		s.Helper()
		if err != nil {
			s.Fatal(err)
		}
		return v
	}
}

func (s *stand) next() int64 { s.update++; return s.update }

func (s *stand) request(chat int64, service, region, filed string) requests.Request {
	s.Helper()
	if err := s.people.GiveConsent(s.Context(), chat, "kk"); err != nil {
		s.Fatal(err)
	}
	found, ok := law().Service(service)
	if !ok {
		s.Fatal("no service", service)
	}
	n := requests.Of(found, catalog.Choice{})
	day, _ := calendar.ParseDate(filed)
	n.Chat, n.Region, n.Filed = chat, region, calendar.Filing{Date: day, Minute: calendar.NoHour}
	return must[requests.Request](s)(s.requests.Create(s.Context(), law().Calendar, s.next(), n))
}

func (s *stand) complain(chat int64, r requests.Request, kind complaints.Kind) complaints.Complaint {
	s.Helper()
	c, _, err := s.complaints.Create(s.Context(), law().Calendar, s.next(), complaints.New{
		Chat: chat, Request: r.ID, Kind: kind, Service: r.Service, Region: r.Region, Language: "kk", Filed: r.Filed.Date, Due: r.Due,
	})
	if err != nil {
		s.Fatal(err)
	}
	return c
}

// counts are all rows that count something, as text.
func (s *stand) counts() map[string]string {
	s.Helper()
	out := map[string]string{}
	for _, q := range []string{
		`SELECT 'complaint', span, block, service, region, kind, 0, total, kazakh, recorded + 10 * filed + 100 * answered + 1000 * not_solved + 10000 * withdrawn FROM complaint_counts WHERE total <> 0`,
		`SELECT 'request', span, block, service, region, outcome, 0, total, 0, 0 FROM request_counts WHERE total <> 0`,
		`SELECT 'duration', span, block, service, '', measure, days, total, 0, 0 FROM duration_counts WHERE total <> 0`,
	} {
		rows, err := s.db.Query(s.Context(), q)
		if err != nil {
			s.Fatal(err)
		}
		for rows.Next() {
			var table, service, region, what string
			var n [6]int64
			if err := rows.Scan(&table, &n[0], &n[1], &service, &region, &what, &n[2], &n[3], &n[4], &n[5]); err != nil {
				s.Fatal(err)
			}
			out[fmt.Sprint(table, n[:2], service, region, what, n[2])] = fmt.Sprint(n[3:])
		}
		if err := rows.Close(); err != nil {
			s.Fatal(err)
		}
	}
	return out
}

// agree checks that the counts are what counting all rows anew would give.
func (s *stand) agree(after string) {
	s.Helper()
	kept := s.counts()
	if err := rollup.Rebuild(s.Context(), s.db); err != nil {
		s.Fatal(err)
	}
	anew := s.counts()
	for _, key := range slices.Sorted(maps.Keys(kept)) {
		if kept[key] != anew[key] {
			s.Errorf("%s: %s is kept as %s, counted anew %s", after, key, kept[key], anew[key])
		}
	}
	for key := range anew {
		if kept[key] == "" {
			s.Errorf("%s: %s is not kept, counted anew %s", after, key, anew[key])
		}
	}
}

// outcome is how many requests came to one, in all.
func (s *stand) outcome(o rollup.Outcome) (n int64) {
	s.Helper()
	if err := s.db.QueryRow(s.Context(), `SELECT CAST(COALESCE(SUM(total), 0) AS BIGINT) FROM request_counts WHERE span IN (0, 364) AND service = '*' AND region = '*' AND outcome = ?`, string(o)).Scan(&n); err != nil {
		s.Fatal(err)
	}
	return n
}

func TestCountsFollowTheRows(t *testing.T) {
	databasetest.Suite{"changes": testChanges, "forgotten": testForgotten, "retained": testRetained, "at once": testAtOnce}.Run(t)
}

func testChanges(t *testing.T, db *database.DB) {
	s := open(t, db)
	ctx, cal := t.Context(), law().Calendar
	first := s.request(1, "id-card", "almaty", "2026-11-02")
	second := s.request(1, "id-card", "", "2026-10-01")
	third := s.request(2, "passport", "astana", "2026-11-16")
	s.agree("created")
	change := must[requests.Request](s)
	change(s.requests.SetState(ctx, cal, 1, first.ID, s.next(), requests.Ready))
	change(s.requests.SetState(ctx, cal, 1, second.ID, s.next(), requests.Ready))
	change(s.requests.SetState(ctx, cal, 2, third.ID, s.next(), requests.Withdrawn))
	s.agree("closed")
	if s.outcome(rollup.OnTime) != 1 || s.outcome(rollup.Late) != 1 || s.outcome(rollup.Withdrawn) != 1 || s.outcome(rollup.Open) != 0 {
		t.Error("on time", s.outcome(rollup.OnTime), "late", s.outcome(rollup.Late), "withdrawn", s.outcome(rollup.Withdrawn))
	}
	change(s.requests.SetStateByStaff(ctx, cal, first.ID, s.next(), requests.MoreDocuments, ""))
	change(s.requests.SetRegion(ctx, 1, first.ID, s.next(), "shymkent"))
	change(s.requests.SetReceipt(ctx, cal, 1, first.ID, s.next(), calendar.NewDate(2026, 12, 30)))
	change(s.requests.Stop(ctx, cal, 1, first.ID, s.next(), calendar.NewDate(2026, 11, 20)))
	s.agree("reopened, moved, stopped")
	change(s.requests.Resume(ctx, cal, 1, first.ID, s.next(), calendar.NewDate(2026, 11, 23)))
	update := s.next()
	change(s.requests.SetState(ctx, cal, 1, first.ID, update, requests.Refused))
	change(s.requests.SetState(ctx, cal, 1, first.ID, update, requests.Refused)) // the same update again
	s.agree("the same update twice")
	c := s.complain(1, second, complaints.Delay)
	s.complain(2, third, complaints.Money)
	s.agree("complained")
	complaint := must[complaints.Complaint](s)
	complaint(s.complaints.File(ctx, law().Law.Ladder, cal, 1, c.ID, s.next(), 1, calendar.NewDate(2026, 11, 20), ""))
	complaint(s.complaints.Answered(ctx, 1, c.ID, s.next(), calendar.NewDate(2026, 11, 23), false))
	s.agree("answered")
	complaint(s.complaints.Withdraw(ctx, 1, c.ID, s.next()))
	s.agree("withdrawn")
}

// testForgotten: complaints of a forgotten person stay counted, open requests
// leave the counts, and what became of closed ones stays.
func testForgotten(t *testing.T, db *database.DB) {
	s := open(t, db)
	late, open := s.request(1, "id-card", "almaty", "2026-10-01"), s.request(1, "id-card", "almaty", "2026-11-10")
	s.complain(1, late, complaints.Delay)
	must[requests.Request](s)(s.requests.SetState(t.Context(), law().Calendar, 1, late.ID, s.next(), requests.Ready))
	if s.outcome(rollup.Open) != 1 {
		t.Fatal(s.counts(), open)
	}
	before := s.counts()
	must[privacy.Forgotten](s)(s.privacy.Forget(t.Context(), 1))
	after := s.counts()
	if s.outcome(rollup.Open) != 0 || s.outcome(rollup.Late) != 1 {
		t.Error("open", s.outcome(rollup.Open), "late", s.outcome(rollup.Late))
	}
	for key, n := range before {
		if key[:9] == "complaint" && after[key] != n {
			t.Errorf("%s was %s, is %s", key, n, after[key])
		}
	}
	must[privacy.Forgotten](s)(s.privacy.Forget(t.Context(), 1))
	if !maps.Equal(after, s.counts()) {
		t.Error("a person forgotten twice changed the counts")
	}
}

// testRetained: a closed request is erased after twelve months and stays
// counted; one that is deleted while open is not.
func testRetained(t *testing.T, db *database.DB) {
	s := open(t, db)
	kept, deleted := s.request(1, "id-card", "almaty", "2026-11-02"), s.request(1, "id-card", "almaty", "2026-11-03")
	must[requests.Request](s)(s.requests.SetState(t.Context(), law().Calendar, 1, kept.ID, s.next(), requests.Ready))
	for range 2 {
		if _, err := s.requests.Delete(t.Context(), 1, deleted.ID); err != nil {
			t.Fatal(err)
		}
	}
	s.agree("deleted")
	s.now.Advance(400 * 24 * time.Hour)
	before := s.counts()
	if n := must[int](s)(s.requests.Retain(t.Context())); n != 1 {
		t.Error("erased", n)
	}
	if !maps.Equal(before, s.counts()) || s.outcome(rollup.OnTime) != 1 {
		t.Error("erasing changed the counts:", s.counts())
	}
}

// testAtOnce: many change the same counts at the same time.
func testAtOnce(t *testing.T, db *database.DB) {
	s := open(t, db)
	var made []requests.Request
	for i := range 16 {
		made = append(made, s.request(int64(i+1), "id-card", "almaty", "2026-10-01"))
	}
	base := s.update
	var all sync.WaitGroup
	for i, r := range made {
		all.Go(func() {
			chat, update := int64(i+1), base+100*int64(i+1)
			if _, err := s.requests.SetState(t.Context(), law().Calendar, chat, r.ID, update, requests.Ready); err != nil {
				t.Error(err)
			}
			c, _, err := s.complaints.Create(t.Context(), law().Calendar, update+1, complaints.New{Chat: chat, Request: r.ID, Kind: complaints.Delay, Service: r.Service, Region: r.Region, Language: "ru", Due: r.Due})
			if err != nil {
				t.Error(err)
				return
			}
			if _, err := s.complaints.Withdraw(t.Context(), chat, c.ID, update+2); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	s.agree("all at once")
}
