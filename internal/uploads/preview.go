package uploads

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/merzim/merzim/internal/requests"
)

const (
	previewKept = 24 * time.Hour      // of a file that nobody carried out
	accountKept = 90 * 24 * time.Hour // of one that was
)

// Bounds are whose uploads they are, and the requests that they may change.
type Bounds struct {
	Agency   string
	Requests requests.Bounds
}

// Preview keeps a file's rows until they are carried out, each with what would
// become of it now.
func (s *Store) Preview(ctx context.Context, b Bounds, rows []Row) (Upload, error) {
	for i := range rows {
		if rows[i].Outcome != "" {
			continue
		}
		if err := s.foresee(ctx, b, &rows[i]); err != nil {
			return Upload{}, err
		}
	}
	text, err := json.Marshal(rows)
	if err != nil {
		return Upload{}, fmt.Errorf("keep an upload: %w", err)
	}
	now := s.clock.Now()
	u := Upload{CreatedAt: time.Unix(now.Unix(), 0), Rows: rows}
	u.ID, err = s.insert(ctx, b, string(text), now)
	return u, err
}

// foresee sets what would become of a row.
func (s *Store) foresee(ctx context.Context, b Bounds, row *Row) error {
	found, err := s.requests.Matching(ctx, b.Requests, row.match())
	if err != nil {
		return err
	}
	row.Outcome = NotFound
	for _, r := range found {
		outcome := Change
		switch {
		case r.State == row.State:
			outcome = Same
		case !r.State.Open():
			outcome = Closed
		}
		if row.Outcome != Change { // of several requests with one number, what changes is what counts
			row.Outcome, row.Was = outcome, r.State
		}
	}
	return nil
}

// Retain erases previews that nobody carried out for a day, and accounts of
// ninety days ago.
func (s *Store) Retain(ctx context.Context) error {
	now := s.clock.Now()
	_, err := s.db.Exec(ctx, `DELETE FROM uploads WHERE created_at < ? AND applied_at IS NULL OR created_at < ?`,
		now.Add(-previewKept).Unix(), now.Add(-accountKept).Unix())
	if err != nil {
		return fmt.Errorf("retain uploads: %w", err)
	}
	return nil
}

// Find returns an upload of the agency and region; ErrNotFound for any other.
func (s *Store) Find(ctx context.Context, b Bounds, id int64) (u Upload, err error) {
	var rows, account string
	var created int64
	var applied sql.NullInt64
	err = s.db.QueryRow(ctx, `SELECT id, rows, account, created_at, applied_at FROM uploads WHERE id = ? AND agency = ? AND region = ?`, id, b.Agency, b.Requests.Region).
		Scan(&u.ID, &rows, &account, &created, &applied)
	if errors.Is(err, sql.ErrNoRows) {
		return Upload{}, ErrNotFound
	}
	if err != nil {
		return Upload{}, fmt.Errorf("find an upload: %w", err)
	}
	u.CreatedAt = time.Unix(created, 0)
	if applied.Valid {
		u.AppliedAt = time.Unix(applied.Int64, 0)
		err = json.Unmarshal([]byte(account), &u.Account)
	} else {
		err = json.Unmarshal([]byte(rows), &u.Rows)
	}
	if err != nil {
		return Upload{}, fmt.Errorf("read an upload: %w", err)
	}
	return u, nil
}
