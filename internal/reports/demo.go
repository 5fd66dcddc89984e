package reports

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Demo reports that the base holds made-up data: every page and file says so.
func (s *Store) Demo(ctx context.Context) (bool, error) {
	var one int
	err := s.db.QueryRow(ctx, `SELECT 1 FROM demo_mark`).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look for the mark of made-up data: %w", err)
	}
	return true, nil
}
