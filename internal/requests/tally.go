package requests

import (
	"context"
	"fmt"

	"github.com/merzim/merzim/catalog/calendar"
)

// overdueNow is Standing's Overdue in SQL, of an open request; it takes the day.
const overdueNow = `stopped_on IS NULL AND due_on < ?
	AND (kind = 'rendering' AND (due_from = 'receipt' OR term_status IN ('act', 'page')) OR kind = '' AND due_from = 'receipt')`

// Tally counts the open requests, and those of them that are overdue today. It
// reads every open request.
func (s *Store) Tally(ctx context.Context) (open, overdue int64, err error) {
	today := calendar.DateIn(s.clock.Now()).String()
	err = s.db.QueryRow(ctx, `SELECT COUNT(*), COALESCE(SUM(CASE WHEN `+overdueNow+` THEN 1 ELSE 0 END), 0) FROM requests WHERE is_open = 1`, today).Scan(&open, &overdue)
	if err != nil {
		return 0, 0, fmt.Errorf("count requests: %w", err)
	}
	return open, overdue, nil
}
