package broadcasts

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/merzim/merzim/internal/database"
)

// columns are what scan reads.
const columns = `id, corrects, author, agency, region, text_kk, text_ru, file, audience, version, approver, approved_at, state,
	send_at, expires_at, started_at, walked_to, batches, people, frozen_at, ended_at, settled_at, created_at`

func scan(row interface{ Scan(...any) error }) (b Broadcast, err error) {
	var corrects, file, approved, expires, started, frozen, ended, settled sql.NullInt64
	var audience string
	var sendAt, created int64
	err = row.Scan(&b.ID, &corrects, &b.Author, &b.Agency, &b.Region, &b.Texts.KK, &b.Texts.RU, &file, &audience, &b.Version, &b.Approver, &approved, &b.State,
		&sendAt, &expires, &started, &b.walkedTo, &b.batches, &b.people, &frozen, &ended, &settled, &created)
	if err == nil {
		err = json.Unmarshal([]byte(audience), &b.Audience)
	}
	if err = absent(err); err != nil {
		return Broadcast{}, err
	}
	b.Corrects, b.File, b.Frozen = corrects.Int64, file.Int64, frozen.Valid
	b.ApprovedAt, b.ExpiresAt, b.StartedAt, b.EndedAt, b.SettledAt = moment(approved), moment(expires), moment(started), moment(ended), moment(settled)
	b.SendAt, b.CreatedAt = time.Unix(sendAt, 0), time.Unix(created, 0)
	return b, nil
}

func scanAll(rows *sql.Rows) (out []Broadcast, err error) {
	defer rows.Close()
	for rows.Next() {
		b, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, rows.Err()
}

// find reads a broadcast, whoever asks.
func find(ctx context.Context, from database.Runner, id int64) (Broadcast, error) {
	return scan(from.QueryRow(ctx, `SELECT `+columns+` FROM broadcasts WHERE id = ?`, id))
}

// lock reads a broadcast that is about to change; nobody else changes it before
// the transaction ends.
func lock(ctx context.Context, tx *database.Tx, id int64) (Broadcast, error) {
	return scan(tx.QueryRow(ctx, `SELECT `+columns+` FROM broadcasts WHERE id = ?`+tx.ForUpdate(), id))
}

// with changes a broadcast that the actor may see, in one transaction.
func (s *Store) with(ctx context.Context, by Actor, id int64, do func(*database.Tx, *Broadcast) error) error {
	return s.db.Tx(ctx, func(tx *database.Tx) error {
		b, err := lock(ctx, tx, id)
		if err != nil {
			return err
		}
		if !by.sees(&b) {
			return ErrNotFound
		}
		return do(tx, &b)
	})
}

// absent names a missing row.
func absent(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("read broadcast: %w", err)
	}
	return nil
}

func moment(seconds sql.NullInt64) time.Time {
	if !seconds.Valid {
		return time.Time{}
	}
	return time.Unix(seconds.Int64, 0)
}

// stamp keeps a missing moment as NULL.
func stamp(t time.Time) sql.NullInt64 { return sql.NullInt64{Int64: t.Unix(), Valid: !t.IsZero()} }

// orNull keeps a missing reference as NULL.
func orNull(id int64) sql.NullInt64 { return sql.NullInt64{Int64: id, Valid: id != 0} }
