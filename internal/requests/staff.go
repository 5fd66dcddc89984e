package requests

import (
	"context"
	"fmt"

	"github.com/merzim/merzim/catalog/calendar"
)

// Bounds are the requests that a member of staff may see and change: of the
// services of their agency and, for one regional body, of its region.
type Bounds struct {
	Services []string
	Region   string // "": all
}

// within is the condition of bounds in SQL, with its arguments.
func (b Bounds) within() (where string, args []any) {
	where = `service IN (` + marks(len(b.Services)) + `)`
	for _, id := range b.Services {
		args = append(args, id)
	}
	if b.Region != "" {
		where, args = where+` AND region = ?`, append(args, b.Region)
	}
	return where, args
}

// nameless takes away who filed a request, and what the person keeps for
// themselves: staff see the case alone.
func nameless(r Request) Request {
	r.Chat, r.Ticks, r.Muted, r.Reminded, r.Remind = 0, nil, false, 0, 0
	return r
}

// FindForStaff returns a request within bounds, without the person; ok is false
// for every other one.
func (s *Store) FindForStaff(ctx context.Context, b Bounds, id int64) (r Request, ok bool, err error) {
	if len(b.Services) == 0 {
		return Request{}, false, nil
	}
	where, args := b.within()
	r, ok, err = one(s.db.QueryRow(ctx, `SELECT `+columns+` FROM requests WHERE id = ? AND `+where, append([]any{id}, args...)...))
	return nameless(r), ok, err
}

// EventsForStaff is the timeline of a request within bounds, oldest first:
// without what the person alone arranges, which papers and reminders they want
// or got.
func (s *Store) EventsForStaff(ctx context.Context, b Bounds, id int64) ([]Event, error) {
	if len(b.Services) == 0 {
		return nil, nil
	}
	where, args := b.within()
	return events(ctx, s.db, `WHERE request = ? AND kind NOT IN ('ticks', 'muted', 'told')
		AND EXISTS (SELECT 1 FROM requests WHERE id = ? AND `+where+`) ORDER BY number`, append([]any{id, id}, args...)...)
}

// SetByStaff are the states that an agency may tell. That something was filed
// or withdrawn is the person's to say.
func SetByStaff() []State { return []State{Accepted, MoreDocuments, Ready, Refused} }

// Match says by what a row of an agency's list names a request: all three must
// be as the person typed them.
type Match struct {
	Number  string // as ParseNumber gave it
	Service string
	Filed   calendar.Date
}

// Matched is what became of a row of an agency's list.
type Matched struct {
	Found   int // requests that it names
	Changed int // that are in another state because of it
	Closed  int // that are closed with another state: a list opens nothing again
}

// Matching returns the requests within bounds that a row names, without their
// people.
func (s *Store) Matching(ctx context.Context, b Bounds, m Match) ([]Request, error) {
	if len(b.Services) == 0 || m.Number == "" {
		return nil, nil
	}
	where, args := b.within()
	rows, err := s.db.Query(ctx, `SELECT `+columns+` FROM requests WHERE number = ? AND service = ? AND substr(filed, 1, 10) = ? AND `+where+` ORDER BY id`,
		append([]any{m.Number, m.Service, m.Filed.String()}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("match requests: %w", err)
	}
	found, err := scanAll(rows)
	for i := range found {
		found[i] = nameless(found[i])
	}
	return found, err
}

// SetStateMatching changes the state of the requests that a row names, each
// once an update; the account is the same however often it comes. Nothing goes
// along but the state.
func (s *Store) SetStateMatching(ctx context.Context, c *calendar.Calendar, b Bounds, m Match, update int64, to State) (out Matched, err error) {
	found, err := s.Matching(ctx, b, m)
	if err != nil {
		return Matched{}, err
	}
	out.Found = len(found)
	for _, r := range found {
		if !r.State.Open() && r.State != to {
			out.Closed++
			continue
		}
		if _, err := s.SetStateByStaff(ctx, c, r.ID, update, to, ""); err != nil {
			return out, err
		}
		done, err := events(ctx, s.db, `WHERE request = ? AND update_id = ? AND kind = ?`, r.ID, update, string(EventState))
		if err != nil {
			return out, err
		}
		out.Changed += len(done)
	}
	return out, nil
}
