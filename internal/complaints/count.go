package complaints

import (
	"context"
	"fmt"
	"time"

	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/rollup"
)

// counted keeps the reports' counts in step with a complaint whose state was one
// and is another; "" for one that is new.
func counted(ctx context.Context, tx *database.Tx, id int64, was, is State) error {
	if was == is {
		return nil
	}
	var c rollup.Complaint
	var at int64
	err := tx.QueryRow(ctx, `SELECT created_at, service, region, kind, language FROM complaints WHERE id = ?`, id).Scan(&at, &c.Service, &c.Region, &c.Kind, &c.Language)
	if err != nil {
		return fmt.Errorf("count complaint: %w", err)
	}
	c.At = time.Unix(at, 0)
	var changes rollup.Changes
	if was != "" {
		c.State = string(was)
		changes.Complaint(c, -1)
	}
	c.State = string(is)
	changes.Complaint(c, 1)
	return changes.Apply(ctx, tx)
}
