package requests

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/notices"
)

// stamp notes that requests were counted by this calendar and stay as they were.
func (s *recount) stamp(ctx context.Context, tx *database.Tx, rows []*Request) error {
	if len(rows) == 0 {
		return nil
	}
	args := make([]any, 0, len(rows)+1)
	args = append(args, s.calendar.Version())
	for _, r := range rows {
		args = append(args, r.ID)
	}
	if _, err := tx.Exec(ctx, `UPDATE requests SET calendar_version = ? WHERE id IN (`+marks(len(rows))+`)`, args...); err != nil {
		return fmt.Errorf("recount: %w", err)
	}
	return nil
}

// write stores new dates, many rows in one statement.
func (s *recount) write(ctx context.Context, tx *database.Tx, rows []*Request) error {
	if len(rows) == 0 {
		return nil
	}
	args := make([]any, 0, 4*len(rows)+1)
	for _, r := range rows {
		args = append(args, r.ID, orNull(r.Due), string(r.DueFrom), orNull(r.Remind))
	}
	const row = `(CAST(? AS BIGINT), CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT))`
	query := `WITH v (id, due_on, due_from, remind_on) AS (VALUES ` + row + strings.Repeat(`, `+row, len(rows)-1) + `)
		UPDATE requests SET due_on = v.due_on, due_from = v.due_from, remind_on = v.remind_on, calendar_version = ? FROM v WHERE requests.id = v.id`
	if _, err := tx.Exec(ctx, query, append(args, s.calendar.Version())...); err != nil {
		return fmt.Errorf("recount: %w", err)
	}
	return nil
}

// announce puts moved dates on the timelines and into the outbox. The note of
// the event is the list of days that moved the date, as JSON.
func (s *recount) announce(ctx context.Context, tx *database.Tx, moved []Moved, chats []int64) error {
	if len(moved) == 0 {
		return nil
	}
	now := s.clock.Now().Unix()
	args := make([]any, 0, 6*len(moved))
	for _, m := range moved {
		days, err := json.Marshal(m.Days)
		if err != nil {
			return fmt.Errorf("note a moved date: %w", err)
		}
		args = append(args, m.Request, m.Request, m.Was.String(), m.Is.String(), string(days), now)
	}
	const row = `(?, (SELECT COALESCE(MAX(number), 0) + 1 FROM request_events WHERE request = ?), 'recounted', ?, ?, 'system', ?, ?)`
	rows, err := tx.Query(ctx, `INSERT INTO request_events (request, number, kind, was, now, actor, note, created_at) VALUES `+
		row+strings.Repeat(`, `+row, len(moved)-1)+` RETURNING request, number`, args...)
	if err != nil {
		return fmt.Errorf("note a moved date: %w", err)
	}
	numbers, err := readNumbers(rows)
	if err != nil {
		return fmt.Errorf("note a moved date: %w", err)
	}
	news := make([]notices.New, len(moved))
	for i, m := range moved {
		news[i] = notices.New{Chat: chats[i], Kind: notices.Recount, Request: m.Request, Dedupe: fmt.Sprintf("recount:%d:%d", m.Request, numbers[m.Request]), Args: m}
	}
	_, err = s.notices.QueueIn(ctx, tx, news...)
	return err
}

// readNumbers reads the number of the new event of each request.
func readNumbers(rows *sql.Rows) (map[int64]int, error) {
	out := map[int64]int{}
	for rows.Next() {
		var id int64
		var number int
		if err := rows.Scan(&id, &number); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		out[id] = number
	}
	return out, errors.Join(rows.Err(), rows.Close())
}
