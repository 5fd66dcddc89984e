package rollup

import (
	"context"
	"fmt"
	"strings"

	"github.com/merzim/merzim/internal/database"
)

// almaty is how far Almaty is ahead of UTC, in seconds, since 1 March 2024.
const almaty = "18000"

// Rebuild counts all rows anew. What was counted of requests that are erased by
// now is lost: it is for bases filled in bulk, not for mending.
func Rebuild(ctx context.Context, db *database.DB) error {
	return db.Tx(ctx, func(tx *database.Tx) error {
		for _, statement := range rebuilding(db.Dialect) {
			if _, err := tx.Exec(ctx, statement); err != nil {
				return fmt.Errorf("count anew: %w", err)
			}
		}
		return nil
	})
}

func rebuilding(d database.Dialect) (out []string) {
	due, filed := dayOf(d, "due_on"), dayOf(d, "substr(filed, 1, 10)")
	closed := "(closed_at + " + almaty + ") / 86400"
	binds := "kind = 'rendering' AND due_on IS NOT NULL AND (due_from = 'receipt' OR term_status IN ('act', 'page'))"
	outcome := `CASE WHEN closed_at IS NULL AND stopped_on IS NOT NULL THEN 'stopped'
		WHEN closed_at IS NULL AND NOT (` + binds + `) THEN 'unbound' WHEN closed_at IS NULL THEN 'open' WHEN NOT (` + binds + `) THEN 'done'
		WHEN state = 'withdrawn' AND ` + closed + ` <= ` + due + ` THEN 'withdrawn' WHEN state = 'withdrawn' THEN 'withdrawn_late'
		WHEN ` + closed + ` <= ` + due + ` THEN 'on_time' ELSE 'late' END`
	answered := " FROM requests WHERE closed_at IS NOT NULL AND state <> 'withdrawn' AND " + binds
	clamp := func(days string) string {
		return fmt.Sprintf("CASE WHEN %[1]s < 0 THEN 0 WHEN %[1]s > %[2]d THEN %[2]d ELSE %[1]s END", days, maxDays)
	}
	const duration = "INSERT INTO duration_counts (span, block, service, measure, days, total) SELECT 1, "
	out = append(out, "DELETE FROM complaint_counts", "DELETE FROM request_counts", "DELETE FROM duration_counts",
		"INSERT INTO complaint_counts (span, block, service, region, kind, total, kazakh, recorded, filed, answered, not_solved, withdrawn) SELECT 1, (created_at + "+almaty+
			") / 86400, service, region, kind, COUNT(*), SUM(CASE WHEN language = 'kk' THEN 1 ELSE 0 END)"+states()+" FROM complaints GROUP BY 1, 2, 3, 4, 5",
		"INSERT INTO request_counts (span, block, service, region, outcome, total) SELECT CASE WHEN due_on IS NULL THEN 0 ELSE 1 END, COALESCE("+due+", 0), service, region, "+
			outcome+", COUNT(*) FROM requests GROUP BY 1, 2, 3, 4, 5",
		duration+closed+", service, 'real', "+clamp(closed+" - "+filed)+", COUNT(*)"+answered+" GROUP BY 1, 2, 3, 4, 5",
		duration+closed+", service, 'legal', "+clamp(due+" - "+filed)+", COUNT(*)"+answered+" GROUP BY 1, 2, 3, 4, 5")
	sums := "SUM(" + strings.Join(complaintCounters, "), SUM(") + ")"
	for _, step := range []struct{ from, to, block string }{{"1", "7", "(block + 3) / 7"}, {"7", "28", "block / 4"}, {"28", "364", "block / 13"}} {
		out = append(out,
			"INSERT INTO complaint_counts (span, block, service, region, kind, "+strings.Join(complaintCounters, ", ")+") SELECT "+step.to+", "+step.block+
				", service, region, kind, "+sums+" FROM complaint_counts WHERE span = "+step.from+" GROUP BY 1, 2, 3, 4, 5",
			"INSERT INTO request_counts (span, block, service, region, outcome, total) SELECT "+step.to+", "+step.block+
				", service, region, outcome, SUM(total) FROM request_counts WHERE span = "+step.from+" GROUP BY 1, 2, 3, 4, 5",
			"INSERT INTO duration_counts (span, block, service, measure, days, total) SELECT "+step.to+", "+step.block+
				", service, measure, days, SUM(total) FROM duration_counts WHERE span = "+step.from+" GROUP BY 1, 2, 3, 4, 5")
	}
	for _, all := range []struct{ service, region, of, group string }{
		{"service", "'*'", "region <> '*'", "1, 2, 3, 5"}, {"'*'", "region", "region <> '*' AND service <> '*'", "1, 2, 4, 5"}, {"'*'", "'*'", "region = '*'", "1, 2, 5"},
	} {
		from := ", " + all.service + ", " + all.region
		out = append(out,
			"INSERT INTO complaint_counts (span, block, service, region, kind, "+strings.Join(complaintCounters, ", ")+") SELECT span, block"+from+", kind, "+sums+
				" FROM complaint_counts WHERE "+all.of+" GROUP BY "+all.group,
			"INSERT INTO request_counts (span, block, service, region, outcome, total) SELECT span, block"+from+", outcome, SUM(total) FROM request_counts WHERE "+all.of+
				" GROUP BY "+all.group)
	}
	return out
}

// states are the sums over each state, after a comma.
func states() string {
	var b strings.Builder
	for _, s := range complaintCounters[2:] {
		b.WriteString(", SUM(CASE WHEN state = '" + s + "' THEN 1 ELSE 0 END)")
	}
	return b.String()
}

// dayOf is the number of days from 1970-01-01 to a day written YYYY-MM-DD.
func dayOf(d database.Dialect, column string) string {
	if d == database.Postgres {
		return "(CAST(" + column + " AS DATE) - DATE '1970-01-01')"
	}
	return "CAST(julianday(" + column + ") - 2440587.5 AS INTEGER)"
}
