package reports

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/requests"
)

// Detail is one complaint with all that an analyst may know of it.
type Detail struct {
	Entry
	Steps   []Step
	Events  []Event
	Count   *calendar.Count // how the due date was counted; nil where the request is gone or was never kept
	Notes   []Note
	Labels  []string
	Similar []Entry // the same service and kind, the same region first
}

// Step is what was filed of a complaint with one body.
type Step struct {
	Step      int64 // 1 the provider, 2 the Agency
	Filed     calendar.Date
	AnswerDue calendar.Date
	Answered  calendar.Date // 0: not so far
	Extended  bool
}

// Event is a line of a complaint's timeline.
type Event struct {
	At       time.Time
	Kind     string
	Was, Now string
	Actor    string
}

// maxSimilar is how many like complaints are linked.
const maxSimilar = 8

// Find is the id of a complaint by the number that people know.
func (s *Store) Find(ctx context.Context, n complaints.Number) (id int64, ok bool, err error) {
	err = s.db.QueryRow(ctx, `SELECT id FROM complaints WHERE year = ? AND number = ?`, n.Year, n.N).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, fmt.Errorf("find a complaint: %w", err)
	}
	return id, true, nil
}

// Detail reads one complaint; ok is false when there is none.
func (s *Store) Detail(ctx context.Context, c *catalog.Catalog, id int64) (d Detail, ok bool, err error) {
	d.Entry, err = scanEntry(s.db.QueryRow(ctx, `SELECT `+entryColumns+` FROM complaints AS c WHERE c.id = ?`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return Detail{}, false, nil
	}
	if err != nil {
		return Detail{}, false, fmt.Errorf("read a complaint: %w", err)
	}
	for _, part := range []func(context.Context, *Detail) error{s.steps, s.events, s.notes, s.labels, s.similar} {
		if err := part(ctx, &d); err != nil {
			return Detail{}, false, err
		}
	}
	d.Count, err = s.count(ctx, c.Calendar, id)
	return d, err == nil, err
}

func (s *Store) steps(ctx context.Context, d *Detail) error {
	return s.each(ctx, "read steps", `SELECT step, filed_on, answer_due, answered_on, extended FROM complaint_steps WHERE complaint = ? ORDER BY step`, []any{d.ID}, func(rows *sql.Rows) error {
		var x Step
		var filed, due string
		var answered sql.NullString
		var extended int64
		if err := rows.Scan(&x.Step, &filed, &due, &answered, &extended); err != nil {
			return err
		}
		var faults [3]error
		x.Filed, faults[0] = calendar.ParseDate(filed)
		x.AnswerDue, faults[1] = calendar.ParseDate(due)
		if answered.Valid {
			x.Answered, faults[2] = calendar.ParseDate(answered.String)
		}
		x.Extended = extended != 0
		d.Steps = append(d.Steps, x)
		return errors.Join(faults[:]...)
	})
}

func (s *Store) events(ctx context.Context, d *Detail) error {
	return s.each(ctx, "read events", `SELECT created_at, kind, was, now, actor FROM complaint_events WHERE complaint = ? ORDER BY number`, []any{d.ID}, func(rows *sql.Rows) error {
		var e Event
		var at int64
		err := rows.Scan(&at, &e.Kind, &e.Was, &e.Now, &e.Actor)
		e.At = time.Unix(at, 0).In(calendar.Zone())
		d.Events = append(d.Events, e)
		return err
	})
}

func (s *Store) similar(ctx context.Context, d *Detail) error {
	for _, same := range []string{`= ?`, `<> ?`} {
		err := s.each(ctx, "read like complaints", `SELECT `+entryColumns+` FROM complaints AS c WHERE c.service = ? AND c.kind = ? AND c.id <> ? AND c.region `+same+`
			ORDER BY c.created_at DESC, c.id DESC LIMIT ?`, []any{d.Service, d.Kind, d.ID, d.Region, maxSimilar - len(d.Similar)}, func(rows *sql.Rows) error {
			e, err := scanEntry(rows)
			d.Similar = append(d.Similar, e)
			return err
		})
		if err != nil || len(d.Similar) == maxSimilar {
			return err
		}
	}
	return nil
}

// count shows how the due date of the complaint's request was counted.
func (s *Store) count(ctx context.Context, c *calendar.Calendar, complaint int64) (*calendar.Count, error) {
	r, ok, err := requests.OfComplaint(ctx, s.db, complaint)
	if err != nil || !ok {
		return nil, err
	}
	rule, from, ok := r.Basis()
	if !ok {
		return nil, nil
	}
	count, err := c.Count(rule, from)
	var outside *calendar.OutOfRangeError
	if errors.As(err, &outside) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("count a date: %w", err)
	}
	return &count, nil
}
