package console_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/merzim/merzim/internal/console"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
)

// howMany is the environment's number of requests and of complaints for the
// measurement; it is skipped without it.
const howMany = "MERZIM_TEST_REQUESTS"

// TestScale measures the console's pages over many rows, on both dialects:
// MERZIM_TEST_REQUESTS=1000000 go test ./internal/console -run Scale -v -timeout 30m
func TestScale(t *testing.T) {
	databasetest.Large(t, howMany, measure)
}

func measure(t *testing.T, db *database.DB, many int) {
	s := open(t, db)
	s.everybody()
	s.fill(many)
	for _, chat := range []int64{staff, inAqtau} {
		b := s.login(chat)
		for _, path := range []string{"", "requests", "requests?due=all", "requests?due=overdue&state=filed", "requests?number=N-77", "complaints", "complaints?show=all&kind=refused"} {
			var longest time.Duration
			for range 5 {
				begun := time.Now()
				if got := b.get(console.Root + path); got.status != http.StatusOK {
					t.Error(path, got.status)
				}
				longest = max(longest, time.Since(begun))
			}
			t.Logf("%d %-40s slowest of five %s", chat, path, longest.Round(time.Millisecond))
		}
	}
}

// fill writes many open requests and complaints, of four agencies in twenty
// regions.
func (s *stand) fill(many int) {
	s.Helper()
	const numbers = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) `
	region := `(CASE i %% 20 WHEN 0 THEN 'mangystau' ELSE 'almaty' END)`
	service := `(CASE i %% 4 WHEN 0 THEN 'id-card' WHEN 1 THEN 'passport' WHEN 2 THEN 'adoption-lump-sum' ELSE 'birth-registration' END)`
	agency := `(CASE i %% 4 WHEN 2 THEN 'akimat-education' WHEN 3 THEN 'state-corporation' ELSE 'police-migration' END)`
	day := `('2026-1' || (i %% 3) || '-' || (10 + i %% 19))`
	for _, statement := range []string{
		`INSERT INTO requests (update_id, chat, service, choice, term, kind, term_status, number, region, filed, start_event, rule, extension, calendar_version, due_on, due_from,
			state, is_open, stopped_days, ticks, muted, reminded_on, created_at, updated_at) ` + numbers +
			`SELECT i, i, ` + service + `, '{}', 1, 'rendering', 'page', 'N-' || i, ` + region + `, '2026-10-01', '', '10wd', '', 'v', ` + day + `, 'count', 'filed', 1, 0, 'null', 0, '2026-10-01', 1, 1 FROM n`,
		`INSERT INTO complaints (update_id, year, number, chat, kind, service, agency, region, language, days_overdue, text, state, step, calendar_version, reminded_on, created_at, updated_at) ` + numbers +
			`SELECT i, 2026, i, i, (CASE i %% 7 WHEN 0 THEN 'refused' ELSE 'delay' END), ` + service + `, ` + agency + `, ` + region + `, 'ru', 1, 'x', 'recorded', 0, 'v', '2026-10-01', i, i FROM n`,
	} {
		_, err := s.db.Exec(s.Context(), fmt.Sprintf(statement, many))
		s.must(err)
	}
	if s.db.Dialect == database.Postgres {
		_, err := s.db.Exec(s.Context(), `ANALYZE`)
		s.must(err)
	}
}
