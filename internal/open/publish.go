package open

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
)

// waits is how long after its end a quarter is published, in days: late
// requests of its last days are known by then.
const waits = 14

// Publication is what is told of a quarter, as it is stored.
type Publication struct {
	Quarter string  `json:"quarter"`
	Tables  []Table `json:"tables"`
}

// Table parts the records of a quarter by one property. No rows say that all
// together are too few people.
type Table struct {
	By   string `json:"by"` // kind, service, region; on_time: requests by service
	Rows []Row  `json:"rows"`
}

// Row is one group. ID "*" are all groups that are not shown by themselves.
type Row struct {
	ID     string `json:"id"`
	Total  int64  `json:"total"`
	OnTime int64  `json:"on_time,omitempty"` // of requests alone
}

// Store publishes and keeps publications.
type Store struct {
	db    *database.DB
	clock clock.Clock
}

// NewStore makes a store.
func NewStore(db *database.DB, c clock.Clock) *Store { return &Store{db: db, clock: c} }

// Publish publishes the quarters that are due and were not yet, and returns how
// many. Two processes publish each quarter once.
func (s *Store) Publish(ctx context.Context) (published int, err error) {
	var first sql.NullInt64
	if err := s.db.QueryRow(ctx, `SELECT MIN(created_at) FROM complaints`).Scan(&first); err != nil {
		return 0, fmt.Errorf("publish: %w", err)
	}
	if !first.Valid {
		return 0, nil
	}
	today := calendar.DateIn(s.clock.Now())
	for q := QuarterOf(calendar.DateIn(time.Unix(first.Int64, 0))); q.Period().To.AddDays(waits) < today; q = q.next() {
		_, found, err := s.find(ctx, q)
		if err != nil {
			return published, err
		}
		if found {
			continue
		}
		if err := s.publish(ctx, q); err != nil {
			return published, fmt.Errorf("publish %s: %w", q, err)
		}
		published++
	}
	return published, nil
}

func (s *Store) publish(ctx context.Context, q Quarter) error {
	complaints, err := s.complaintTables(ctx, q)
	if err != nil {
		return err
	}
	requests, err := s.requestTable(ctx, q)
	if err != nil {
		return err
	}
	data, err := json.Marshal(Publication{Quarter: q.String(), Tables: append(complaints, requests)})
	if err != nil {
		return err
	}
	_, err = s.db.Exec(ctx, `INSERT INTO open_quarters (quarter, data, published_at) VALUES (?, ?, ?) ON CONFLICT (quarter) DO NOTHING`, q.String(), string(data), s.clock.Now().Unix())
	return err
}

func (s *Store) complaintTables(ctx context.Context, q Quarter) ([]Table, error) {
	by := []string{"kind", "service", "region"}
	groups := []map[string]*group{{}, {}, {}}
	p := q.Period()
	err := s.rows(ctx, `SELECT kind, service, region, COALESCE(chat, 0) FROM complaints WHERE created_at >= ? AND created_at < ?`,
		[]any{p.From.At(0, 0).Unix(), p.To.AddDays(1).At(0, 0).Unix()}, func(rows *sql.Rows) error {
			var ids [3]string
			var chat int64
			if err := rows.Scan(&ids[0], &ids[1], &ids[2], &chat); err != nil {
				return err
			}
			for i, id := range ids {
				of(groups[i], id, 1).add(0, chat)
			}
			return nil
		})
	var out []Table
	for i, property := range by {
		t := Table{By: property}
		for _, g := range safe(groups[i], 1) {
			t.Rows = append(t.Rows, Row{ID: g.id, Total: g.counts[0]})
		}
		out = append(out, t)
	}
	return out, err
}

// requestTable parts the requests whose binding due date lay in the quarter by
// service. Those withdrawn in time count nowhere.
func (s *Store) requestTable(ctx context.Context, q Quarter) (Table, error) {
	p, t, groups := q.Period(), Table{By: "on_time"}, map[string]*group{}
	err := s.rows(ctx, `SELECT service, chat, due_on, state, closed_at FROM requests WHERE due_on >= ? AND due_on <= ? AND kind = 'rendering'
		AND (due_from = 'receipt' OR term_status IN ('act', 'page')) AND (closed_at IS NOT NULL OR stopped_on IS NULL)`, []any{p.From.String(), p.To.String()}, func(rows *sql.Rows) error {
		var service, due, state string
		var chat int64
		var closed sql.NullInt64
		if err := rows.Scan(&service, &chat, &due, &state, &closed); err != nil {
			return err
		}
		inTime := closed.Valid && calendar.DateIn(time.Unix(closed.Int64, 0)).String() <= due
		switch {
		case inTime && state == "withdrawn":
		case inTime:
			of(groups, service, 2).add(0, chat)
		default:
			of(groups, service, 2).add(1, chat)
		}
		return nil
	})
	for _, g := range safe(groups, 2) {
		t.Rows = append(t.Rows, Row{ID: g.id, Total: g.total(), OnTime: g.counts[0]})
	}
	return t, err
}

func of(groups map[string]*group, id string, parts int) *group {
	if groups[id] == nil {
		groups[id] = newGroup(id, parts)
	}
	return groups[id]
}

func (s *Store) rows(ctx context.Context, query string, args []any, read func(*sql.Rows) error) error {
	rows, err := s.db.Query(ctx, query, args...)
	if err != nil {
		return err
	}
	for rows.Next() {
		if err := read(rows); err != nil {
			return errors.Join(err, rows.Close())
		}
	}
	return errors.Join(rows.Err(), rows.Close())
}

func (s *Store) find(ctx context.Context, q Quarter) (p Publication, ok bool, err error) {
	var data string
	err = s.db.QueryRow(ctx, `SELECT data FROM open_quarters WHERE quarter = ?`, q.String()).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return Publication{}, false, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(data), &p)
	}
	if err != nil {
		return Publication{}, false, fmt.Errorf("read a publication: %w", err)
	}
	return p, true, nil
}

// All lists what was published, the newest first.
func (s *Store) All(ctx context.Context) (out []Publication, err error) {
	err = s.rows(ctx, `SELECT data FROM open_quarters ORDER BY quarter DESC`, nil, func(rows *sql.Rows) error {
		var data string
		if err := rows.Scan(&data); err != nil {
			return err
		}
		var p Publication
		err := json.Unmarshal([]byte(data), &p)
		out = append(out, p)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read publications: %w", err)
	}
	return out, nil
}
