package requests_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/requests"
)

// howMany is the environment's number of requests for the measurements; they
// are skipped without it.
const howMany = "MERZIM_TEST_REQUESTS"

// TestScale measures a recount and a sweep over many open requests, on both
// dialects: MERZIM_TEST_REQUESTS=1000000 go test -run Scale -v -timeout 30m
func TestScale(t *testing.T) {
	databasetest.Large(t, howMany, scale)
}

func scale(t *testing.T, db *database.DB, many int) {
	ctx := t.Context()
	now := clock.At(day("2026-11-23").At(10, 0))
	outbox := notices.NewStore(db, now)
	store := requests.NewStore(db, now, outbox)
	before, after := withDayOff(t, "2026", "  - {date: 2026-12-31, reason: special, act: holidays-law-5}"), official(t)
	timed := func(what string, do func() any) {
		t.Helper()
		start := time.Now()
		got := do()
		t.Logf("%-34s %8s  %v", what, time.Since(start).Round(time.Millisecond), got)
	}
	timed(fmt.Sprintf("write %d requests", many), func() any { fill(ctx, t, db, before, many); return "" })
	timed("sweep, some are due", func() any { n, err := store.Remind(ctx, before); return fmt.Sprint(n, err) })
	timed("sweep, nobody is due", func() any { n, err := store.Remind(ctx, before); return fmt.Sprint(n, err) })
	timed("look for the next reminder", func() any { d, _, err := store.NextReminder(ctx); return fmt.Sprint(d, err) })
	timed("recount, a day changed", func() any { n, err := store.Recount(ctx, after, nil); return fmt.Sprint(n, err) })
	timed("recount, nothing changed", func() any { n, err := store.Recount(ctx, after, nil); return fmt.Sprint(n, err) })
	timed("count open and overdue", func() any { open, overdue, err := store.Tally(ctx); return fmt.Sprint(open, overdue, err) })
	timed("claim 32 of the outbox", func() any { n, err := outbox.Claim(ctx, 32, time.Minute); return fmt.Sprint(len(n), err) })
}

// fill writes requests that are due on different days, a tenth of them counted
// across the day that changes, and a few to remind of today.
func fill(ctx context.Context, t *testing.T, db *database.DB, c *calendar.Calendar, many int) {
	t.Helper()
	const row = `(?, ?, 'id-card', '{"reason":"expired"}', 1, 'rendering', 'page', '', 'almaty', ?, '', ?, '', ?, ?, 'count', 'filed', 1, 0, 'null', 0, '2026-11-23', ?, 0, 0)`
	type due struct{ rule, on, remind string }
	dues := make([]due, 100)
	for i := range dues {
		length := 16 + i%23 // due from 24 November to 25 December
		if i%10 == 0 {
			length = 45 // due in January, across 31 December
		}
		r := calendar.Rule{Length: length, Unit: calendar.WorkingDays}
		d, err := c.Due(r, calendar.Filing{Date: day("2026-11-02"), Minute: calendar.NoHour})
		if err != nil {
			t.Fatal(err)
		}
		remind, _ := notices.Next(c, d.Due, true, day("2026-11-23"))
		dues[i] = due{r.String(), d.Due.String(), remind.String()}
	}
	const batch = 1000
	for from := 0; from < many; from += batch {
		args := make([]any, 0, 7*batch)
		for i := from; i < from+batch; i++ {
			d := dues[i%len(dues)]
			if i%1000 == 1 {
				d.remind = "2026-11-23"
			}
			args = append(args, i, i/2, "2026-11-02", d.rule, c.Version(), d.on, d.remind)
		}
		if _, err := db.Exec(ctx, `INSERT INTO requests (update_id, chat, service, choice, term, kind, term_status, number, region, filed, start_event, rule, extension,
			calendar_version, due_on, due_from, state, is_open, stopped_days, ticks, muted, reminded_on, remind_on, created_at, updated_at) VALUES `+
			row+strings.Repeat(`, `+row, batch-1), args...); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.Exec(ctx, `INSERT INTO request_events (request, number, kind, was, now, actor, note, created_at)
		SELECT id, 1, 'created', '', 'filed', 'citizen', '', 0 FROM requests`); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(ctx, `ANALYZE`); err != nil { // what PostgreSQL does by itself within a minute
		t.Fatal(err)
	}
}
