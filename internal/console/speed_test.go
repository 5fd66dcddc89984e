package console_test

import (
	"net/http"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/merzim/merzim/internal/console"
	"github.com/merzim/merzim/internal/database/databasetest"
)

// seededBase is the environment's base, filled by `merzim seed-demo`, for the
// measurement; it is skipped without.
const seededBase = "MERZIM_TEST_BASE"

// TestSpeedOfPages measures the analysts' pages through HTTP:
// MERZIM_TEST_BASE=sqlite:/tmp/million.db go test ./internal/console -run SpeedOfPages -v
func TestSpeedOfPages(t *testing.T) {
	base := os.Getenv(seededBase)
	if base == "" {
		t.Skip(seededBase + " is not set")
	}
	s := open(t, databasetest.Open(t, base))
	if _, held, err := s.roles.Find(t.Context(), analyst); err != nil || !held {
		s.everybody()
	}
	b := s.login(analyst)
	b.client.Transport = http.DefaultTransport
	defer http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	for _, path := range []string{
		"reports", "reports?from=2025-11-25&to=2026-11-23", "reports?agency=police-migration", "reports?region=almaty&kind=delay", "reports/chart/weeks.svg",
		"reports/chart/heat.svg", "reports/table/services.csv", "reports/workbook.xlsx", "log", "log?order=overdue", "log?kind=money&region=almaty", "log?service=id-card&overdue=20",
		"log?sector=land-relations", "log/500000", "lists", "digest",
	} {
		var took []time.Duration
		var got answer
		for range 11 {
			start := time.Now()
			if got = b.get(console.Root + path); got.status != http.StatusOK {
				t.Fatal(path, got.status)
			}
			took = append(took, time.Since(start))
		}
		slices.Sort(took)
		t.Logf("%-45s median %6d ms, slowest %6d ms, %4d KiB", path, took[5].Milliseconds(), took[10].Milliseconds(), len(got.body)>>10)
	}
}
