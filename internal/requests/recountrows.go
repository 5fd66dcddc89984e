package requests

import (
	"context"
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
	last, err := lastNumbers(ctx, tx, moved)
	if err != nil {
		return err
	}
	now := s.clock.Now().Unix()
	args, news := make([]any, 0, 6*len(moved)), make([]notices.New, 0, len(moved))
	for i, m := range moved {
		days, err := json.Marshal(m.Days)
		if err != nil {
			return fmt.Errorf("note a moved date: %w", err)
		}
		number := last[m.Request] + 1
		args = append(args, m.Request, number, m.Was.String(), m.Is.String(), string(days), now)
		news = append(news, notices.New{Chat: chats[i], Kind: notices.Recount, Request: m.Request, Dedupe: fmt.Sprintf("recount:%d:%d", m.Request, number), Args: m})
	}
	const row = `(?, ?, 'recounted', ?, ?, 'system', ?, ?)`
	if _, err := tx.Exec(ctx, `INSERT INTO request_events (request, number, kind, was, now, actor, note, created_at) VALUES `+
		row+strings.Repeat(`, `+row, len(moved)-1), args...); err != nil {
		return fmt.Errorf("note a moved date: %w", err)
	}
	_, err = s.notices.QueueIn(ctx, tx, news...)
	return err
}

// lastNumbers finds the number of the newest event of each request.
func lastNumbers(ctx context.Context, tx *database.Tx, moved []Moved) (map[int64]int, error) {
	args := make([]any, len(moved))
	for i, m := range moved {
		args[i] = m.Request
	}
	rows, err := tx.Query(ctx, `SELECT request, MAX(number) FROM request_events WHERE request IN (`+marks(len(moved))+`) GROUP BY request`, args...)
	if err != nil {
		return nil, fmt.Errorf("numbers of events: %w", err)
	}
	out := map[int64]int{}
	for rows.Next() {
		var id int64
		var number int
		if err := rows.Scan(&id, &number); err != nil {
			return nil, errors.Join(fmt.Errorf("numbers of events: %w", err), rows.Close())
		}
		out[id] = number
	}
	return out, errors.Join(rows.Err(), rows.Close())
}
