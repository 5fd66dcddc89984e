package database

import (
	"context"
	"fmt"
)

// Scrub makes sure that what was deleted is gone from the files too, as far as
// the base allows: SQLite overwrites deleted rows, but its log beside the file
// keeps older pages until it is emptied. PostgreSQL does its own by vacuum.
func (db *DB) Scrub(ctx context.Context) error {
	if db.Dialect != SQLite {
		return nil
	}
	if _, err := db.write.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
		return fmt.Errorf("empty the log of the base: %w", err)
	}
	return nil
}
