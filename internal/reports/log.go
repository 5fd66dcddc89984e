package reports

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/complaints"
)

// Entry is a line of the log of complaints: never whose it is.
type Entry struct {
	ID       int64
	Number   complaints.Number
	At       time.Time
	Kind     string
	Service  string
	Region   string // "": not told
	Language string
	State    string
	Filed    calendar.Date // of the request with the agency; 0: not told
	Due      calendar.Date // 0: none
	Overdue  int64         // working days, when the complaint was made
	Step     int64         // of the ladder, the last one filed; 0: none
	Text     string        // screened
}

// Page is some lines of the log and where the next ones begin.
type Page struct {
	Entries []Entry
	Next    string // Filter.After of the next page; "" on the last
}

const entryColumns = `c.id, c.year, c.number, c.created_at, c.kind, c.service, c.region, c.language, c.state, c.filed_on, c.due_on, c.days_overdue, c.step, c.text`

// PageSize is how many lines a page of the log has.
const PageSize = 50

// Log reads a page. Pages are told apart by the last line seen, so lines that
// come meanwhile neither shift nor repeat what was read.
func (s *Store) Log(ctx context.Context, c *catalog.Catalog, f Filter) (p Page, err error) {
	if err := f.check(c); err != nil {
		return Page{}, err
	}
	where, args, err := f.where(c)
	if err != nil {
		return Page{}, err
	}
	query := `SELECT ` + entryColumns + ` FROM complaints AS c WHERE ` + where + f.order() + ` LIMIT ?`
	err = s.each(ctx, "read the log", query, append(args, PageSize+1), func(rows *sql.Rows) error {
		e, err := scanEntry(rows)
		p.Entries = append(p.Entries, e)
		return err
	})
	if err != nil {
		return Page{}, err
	}
	if len(p.Entries) > PageSize {
		p.Entries = p.Entries[:PageSize]
		last := p.Entries[PageSize-1]
		p.Next = place{last.Overdue, last.At.Unix(), last.ID}.String()
	}
	return p, nil
}

// where writes the filter as a condition on complaints named c.
func (f Filter) where(c *catalog.Catalog) (string, []any, error) {
	parts, args := []string{"1 = 1"}, []any{}
	add := func(part string, values ...any) {
		parts = append(parts, part)
		args = append(args, values...)
	}
	if f.Period != (Period{}) {
		add("c.created_at >= ? AND c.created_at < ?", f.Period.From.At(0, 0).Unix(), f.Period.To.AddDays(1).At(0, 0).Unix())
	}
	if services, all := f.Scope.services(c); !all {
		if len(services) == 0 {
			add("1 = 0")
		} else {
			add("c.service IN ("+marks(len(services))+")", anys(services)...)
		}
	}
	if f.Scope.Region != "" {
		add("c.region = ?", regionStored(f.Scope.Region))
	}
	for column, value := range map[string]string{"c.kind": f.Scope.Kind, "c.language": f.Language, "c.state": f.State} {
		if value != "" {
			add(column+" = ?", value)
		}
	}
	if f.Overdue > 0 {
		add("c.days_overdue >= ?", f.Overdue)
	}
	if f.Label != "" {
		add("c.id IN (SELECT complaint FROM complaint_labels WHERE label = ?)", f.Label)
	}
	after, err := parsePlace(f.After)
	if err != nil {
		return "", nil, err
	}
	if after != nil {
		switch f.Order {
		case Oldest:
			add("(c.created_at, c.id) > (?, ?)", after.at, after.id)
		case Latest:
			add("(c.days_overdue, c.created_at, c.id) < (?, ?, ?)", after.overdue, after.at, after.id)
		default:
			add("(c.created_at, c.id) < (?, ?)", after.at, after.id)
		}
	}
	return strings.Join(parts, " AND "), args, nil
}

func (f Filter) order() string {
	switch f.Order {
	case Oldest:
		return ` ORDER BY c.created_at, c.id`
	case Latest:
		return ` ORDER BY c.days_overdue DESC, c.created_at DESC, c.id DESC`
	}
	return ` ORDER BY c.created_at DESC, c.id DESC`
}

type scanner interface{ Scan(dest ...any) error }

func scanEntry(row scanner) (e Entry, err error) {
	var at int64
	var filed, due sql.NullString
	err = row.Scan(&e.ID, &e.Number.Year, &e.Number.N, &at, &e.Kind, &e.Service, &e.Region, &e.Language, &e.State, &filed, &due, &e.Overdue, &e.Step, &e.Text)
	if err != nil {
		return Entry{}, err
	}
	e.At = time.Unix(at, 0).In(calendar.Zone())
	for text, into := range map[*sql.NullString]*calendar.Date{&filed: &e.Filed, &due: &e.Due} {
		if text.Valid {
			if *into, err = calendar.ParseDate(text.String); err != nil {
				return Entry{}, fmt.Errorf("complaint %s: %w", e.Number, err)
			}
		}
	}
	return e, nil
}

// Each calls visit for all that a filter takes, in its order, as a stream.
// visit must not ask the base.
func (s *Store) Each(ctx context.Context, c *catalog.Catalog, f Filter, visit func(Entry) error) error {
	if err := f.check(c); err != nil {
		return err
	}
	where, args, err := f.where(c)
	if err != nil {
		return err
	}
	return s.each(ctx, "export the log", `SELECT `+entryColumns+` FROM complaints AS c WHERE `+where+f.order(), args, func(rows *sql.Rows) error {
		e, err := scanEntry(rows)
		if err != nil {
			return err
		}
		return visit(e)
	})
}
