package requests

import (
	"context"
	"fmt"
	"strings"

	"github.com/merzim/merzim/catalog/calendar"
)

// dueKey orders by due date, those without one last. It is the expression of
// the index.
const dueKey = `COALESCE(due_on, '9999-12-31')`

// bound is Request.Binds in SQL for a request with a due date, while the clock
// does not stand.
const bound = `(kind = 'rendering' AND stopped_on IS NULL AND (due_from = 'receipt' OR term_status IN ('act', 'page')))`

// The ends of all due dates, as dueKey has them; requests without one have the
// last.
const (
	firstDue = "0000-01-01"
	noDue    = "9999-12-31"
)

// maxCount is up to where open requests are counted; more is "so many or more".
const maxCount = 1000

// Filter narrows a list of open requests. What is empty does not narrow.
type Filter struct {
	From, To calendar.Date // the due date, both included
	Undated  bool          // alone those without a due date
	Binding  bool          // alone those by whose date the agency is bound, while the clock runs
	Unbound  bool          // alone the others
	Service  string
	Region   string
	State    State
}

// Place is a place in a list: the request after which it goes on.
type Place struct {
	Due calendar.Date // 0: none
	ID  int64
}

// where is the condition of a filter for one service, with its arguments.
func (f Filter) where(service string) (string, []any) {
	from, to := firstDue, noDue
	switch {
	case f.Undated:
		from = noDue
	case f.To != 0:
		to = f.To.String()
	}
	if f.From != 0 {
		from = f.From.String()
	}
	where, args := `is_open = 1 AND service = ? AND `+dueKey+` BETWEEN ? AND ?`, []any{service, from, to}
	switch {
	case f.Binding:
		where += ` AND ` + bound
	case f.Unbound:
		where += ` AND NOT ` + bound
	}
	if f.Region != "" {
		where, args = where+` AND region = ?`, append(args, f.Region)
	}
	if f.State != "" {
		where, args = where+` AND state = ?`, append(args, string(f.State))
	}
	return where, args
}

// narrowed joins bounds and a filter: the services to look at, and the filter
// with the region that holds. ok is false where they exclude each other.
func (b Bounds) narrowed(f Filter) (services []string, out Filter, ok bool) {
	services = b.Services
	if f.Service != "" {
		services = nil
		for _, id := range b.Services {
			if id == f.Service {
				services = []string{id}
			}
		}
	}
	if b.Region != "" {
		if f.Region != "" && f.Region != b.Region {
			return nil, f, false
		}
		f.Region = b.Region
	}
	return services, f, len(services) > 0
}

// ListForStaff returns open requests within bounds without their people, by due
// date, after a place; the zero place is the beginning. Each service's own
// index is read no further than the page needs.
func (s *Store) ListForStaff(ctx context.Context, b Bounds, f Filter, after Place, limit int) ([]Request, error) {
	services, f, ok := b.narrowed(f)
	if !ok {
		return nil, nil
	}
	var parts []string
	var args []any
	for _, service := range services {
		where, more := f.where(service)
		args = append(args, more...)
		if after.ID != 0 {
			due := noDue
			if after.Due != 0 {
				due = after.Due.String()
			}
			where, args = where+` AND (`+dueKey+`, id) > (?, ?)`, append(args, due, after.ID)
		}
		parts = append(parts, `SELECT * FROM (SELECT `+columns+`, `+dueKey+` AS due_key FROM requests WHERE `+where+` ORDER BY `+dueKey+`, id LIMIT ?) AS part`)
		args = append(args, limit)
	}
	rows, err := s.db.Query(ctx, `SELECT `+columns+` FROM (`+strings.Join(parts, ` UNION ALL `)+`) AS found ORDER BY due_key, id LIMIT ?`, append(args, limit)...)
	if err != nil {
		return nil, fmt.Errorf("list requests of staff: %w", err)
	}
	found, err := scanAll(rows)
	for i := range found {
		found[i] = nameless(found[i])
	}
	return found, err
}

// CountForStaff counts the open requests of a list, up to a thousand; more tells
// that there are so many or more.
func (s *Store) CountForStaff(ctx context.Context, b Bounds, f Filter) (n int, more bool, err error) {
	services, f, ok := b.narrowed(f)
	if !ok {
		return 0, false, nil
	}
	var parts []string
	var args []any
	for _, service := range services {
		where, some := f.where(service)
		parts = append(parts, `SELECT 1 FROM requests WHERE `+where)
		args = append(args, some...)
	}
	err = s.db.QueryRow(ctx, `SELECT COUNT(*) FROM (SELECT 1 FROM (`+strings.Join(parts, ` UNION ALL `)+`) AS found LIMIT ?) AS counted`, append(args, maxCount)...).Scan(&n)
	if err != nil {
		return 0, false, fmt.Errorf("count requests of staff: %w", err)
	}
	return n, n == maxCount, nil
}

// ByNumber returns the requests within bounds that hold the number of a
// receipt, closed ones too, without their people.
func (s *Store) ByNumber(ctx context.Context, b Bounds, number string, limit int) ([]Request, error) {
	if len(b.Services) == 0 || number == "" {
		return nil, nil
	}
	where, args := b.within()
	rows, err := s.db.Query(ctx, `SELECT `+columns+` FROM requests WHERE number = ? AND number <> '' AND `+where+` ORDER BY id LIMIT ?`,
		append(append([]any{number}, args...), limit)...)
	if err != nil {
		return nil, fmt.Errorf("find a number: %w", err)
	}
	found, err := scanAll(rows)
	for i := range found {
		found[i] = nameless(found[i])
	}
	return found, err
}
