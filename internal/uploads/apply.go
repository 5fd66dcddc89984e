package uploads

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/database"
)

// firstUpdate is below zero, where Telegram has no updates, and above the
// numbers of the console's forms.
const firstUpdate = -1 << 39

// updateOf is the update that stands for an upload.
func updateOf(id int64) int64 { return firstUpdate - id }

// Apply carries out an upload and returns its account. What was carried out is
// not done again: the same upload gives the same account however often it comes,
// and after a crash it goes on where it stopped.
func (s *Store) Apply(ctx context.Context, c *calendar.Calendar, b Bounds, id int64) (Upload, error) {
	u, err := s.Find(ctx, b, id)
	if err != nil || !u.AppliedAt.IsZero() {
		return u, err
	}
	account := Account{Rows: len(u.Rows)}
	for i := range u.Rows {
		row := &u.Rows[i]
		if row.State != "" && row.Outcome != Twice {
			if err := s.carryOut(ctx, c, b, id, row); err != nil {
				return Upload{}, fmt.Errorf("carry out an upload: %w", err) // the preview stays, to be carried out again
			}
		}
		if row.Outcome == Changed {
			account.Changed++
		} else {
			account.Problems = append(account.Problems, Problem{row.Line, row.Outcome})
		}
	}
	return s.finish(ctx, b, id, account)
}

func (s *Store) carryOut(ctx context.Context, c *calendar.Calendar, b Bounds, id int64, row *Row) error {
	got, err := s.requests.SetStateMatching(ctx, c, b.Requests, row.match(), updateOf(id), row.State)
	if err != nil {
		return err
	}
	switch {
	case got.Changed > 0:
		row.Outcome = Changed
	case got.Found == 0:
		row.Outcome = NotFound
	case got.Closed > 0:
		row.Outcome = Closed
	default:
		row.Outcome = Same
	}
	return nil
}

// finish keeps the account and forgets the rows. Of two who carried the same
// upload out, the first one's account holds.
func (s *Store) finish(ctx context.Context, b Bounds, id int64, account Account) (Upload, error) {
	text, err := json.Marshal(account)
	if err == nil {
		_, err = s.db.Exec(ctx, `UPDATE uploads SET rows = '', account = ?, applied_at = ? WHERE id = ? AND applied_at IS NULL`, string(text), s.clock.Now().Unix(), id)
	}
	if err != nil {
		return Upload{}, fmt.Errorf("keep an account: %w", err)
	}
	return s.Find(ctx, b, id)
}

func (s *Store) insert(ctx context.Context, b Bounds, rows string, now time.Time) (id int64, err error) {
	err = s.db.Tx(ctx, func(tx *database.Tx) error {
		return tx.QueryRow(ctx, `INSERT INTO uploads (agency, region, rows, account, created_at) VALUES (?, ?, ?, '', ?) RETURNING id`,
			b.Agency, b.Requests.Region, rows, now.Unix()).Scan(&id)
	})
	if err != nil {
		return 0, fmt.Errorf("keep an upload: %w", err)
	}
	return id, nil
}
