package requests

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
)

// columns are what scan reads, in its order.
const columns = `id, chat, service, choice, term, kind, term_status, number, region, filed, start_event, start_on, rule, extension,
	calendar_version, due_on, due_from, receipt_on, state, stopped_on, stopped_days, ticks, muted, reminded_on, remind_on, created_at, updated_at, closed_at`

type scanner interface{ Scan(dest ...any) error }

func scan(row scanner) (Request, error) {
	var r Request
	var choice, filed, rule, extension, ticks string
	var start, due, receipt, stopped, remind sql.NullString
	var reminded string
	var muted, created, updated int64
	var closed sql.NullInt64
	err := row.Scan(&r.ID, &r.Chat, &r.Service, &choice, &r.Term, &r.Kind, &r.TermStatus, &r.Number, &r.Region, &filed, &r.StartEvent, &start, &rule, &extension,
		&r.CalendarVersion, &due, &r.DueFrom, &receipt, &r.State, &stopped, &r.StoppedDays, &ticks, &muted, &reminded, &remind, &created, &updated, &closed)
	if err != nil {
		return Request{}, err
	}
	r.Muted, r.CreatedAt, r.UpdatedAt = muted != 0, time.Unix(created, 0), time.Unix(updated, 0)
	if closed.Valid {
		r.ClosedAt = time.Unix(closed.Int64, 0)
	}
	var faults [11]error
	faults[0] = json.Unmarshal([]byte(choice), &r.Choice)
	faults[1] = json.Unmarshal([]byte(ticks), &r.Ticks)
	r.Filed, faults[2] = calendar.ParseFiling(filed)
	r.Rule, faults[3] = decodeRule(rule)
	r.Extension, faults[4] = decodeRule(extension)
	r.Start, faults[5] = date(start)
	r.Due, faults[6] = date(due)
	r.Receipt, faults[7] = date(receipt)
	r.StoppedOn, faults[8] = date(stopped)
	r.Remind, faults[9] = date(remind)
	r.Reminded, faults[10] = calendar.ParseDate(reminded)
	if err := errors.Join(faults[:]...); err != nil {
		return Request{}, fmt.Errorf("request %d: %w", r.ID, err)
	}
	if len(r.Choice) == 0 {
		r.Choice = catalog.Choice{}
	}
	return r, nil
}

func scanAll(rows *sql.Rows) (out []Request, err error) {
	defer rows.Close()
	for rows.Next() {
		r, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("read requests: %w", err)
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

func date(s sql.NullString) (calendar.Date, error) {
	if !s.Valid {
		return 0, nil
	}
	return calendar.ParseDate(s.String)
}

// orNull keeps a day that is not there as NULL.
func orNull(d calendar.Date) sql.NullString {
	if d == 0 {
		return sql.NullString{}
	}
	return sql.NullString{String: d.String(), Valid: true}
}

// orEmpty writes a day into an event.
func orEmpty(d calendar.Date) string { return orNull(d).String }

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// EncodeChoice writes a case for the store.
func EncodeChoice(c catalog.Choice) (string, error) { return encode(c) }

func encode(v any) (string, error) {
	data, err := json.Marshal(v)
	return string(data), err
}

// closedAt is when the request was closed, as it is stored.
func (r *Request) closedAt() sql.NullInt64 {
	return sql.NullInt64{Int64: r.ClosedAt.Unix(), Valid: !r.ClosedAt.IsZero()}
}
