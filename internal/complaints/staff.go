package complaints

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/merzim/merzim/internal/database"
)

// Bounds are the complaints that a member of staff may see and answer: of their
// agency and, for one regional body, of its region.
type Bounds struct {
	Agency string
	Region string // "": all
}

// What is refused to staff.
var (
	ErrNobody   = errors.New("the complaint is of nobody any more")
	ErrNoText   = errors.New("an answer or a ground is missing")
	ErrNotLate  = errors.New("the complaint is not about a delay")
	ErrTemplate = errors.New("no such template")
)

// Filter narrows a list of complaints. What is empty does not narrow.
type Filter struct {
	Unanswered bool // alone open ones without an answer of staff
	Kind       Kind
	Service    string
	Region     string
}

// Place is a place in a list: the complaint after which it goes on.
type Place struct {
	At int64 // seconds since 1970
	ID int64
}

// PlaceOf is the place of a complaint.
func PlaceOf(c Complaint) Place { return Place{At: c.CreatedAt.Unix(), ID: c.ID} }

// where is the condition of bounds and a filter in SQL, with its arguments.
// Whoever reports that money was asked for is kept from the agency of whose
// staff they speak: such complaints go the anti-corruption way.
func (b Bounds) where(f Filter) (where string, args []any) {
	where, args = `WHERE c.agency = ? AND c.kind <> 'money'`, []any{b.Agency}
	add := func(condition string, value string) { where, args = where+condition, append(args, value) }
	if b.Region != "" {
		add(` AND c.region = ?`, b.Region)
	}
	if f.Unanswered {
		where += ` AND c.replied_at IS NULL AND c.state IN ('recorded', 'filed', 'not_solved')`
	}
	if f.Kind != "" {
		add(` AND c.kind = ?`, string(f.Kind))
	}
	if f.Service != "" {
		add(` AND c.service = ?`, f.Service)
	}
	if f.Region != "" {
		add(` AND c.region = ?`, f.Region)
	}
	return where, args
}

// nameless takes away who complained and what only they arrange. Whether
// somebody is there to be answered is told by Answerable.
func nameless(c Complaint) Complaint {
	c.Answerable = c.Chat != 0 && c.State != Withdrawn
	c.Chat, c.Muted, c.Reminded, c.Remind = 0, false, 0, 0
	for i := range c.Steps {
		c.Steps[i].OfficeNumber = ""
	}
	return c
}

// FindForStaff returns a complaint within bounds, without the person; ok is
// false for every other one.
func (s *Store) FindForStaff(ctx context.Context, b Bounds, id int64) (c Complaint, ok bool, err error) {
	where, args := b.where(Filter{})
	c, ok, err = one(s.db.QueryRow(ctx, selected+where+` AND c.id = ?`, append(args, id)...))
	return nameless(c), ok, err
}

// ListForStaff returns complaints within bounds without their people, the newest
// first, after a place; the zero place is the beginning.
func (s *Store) ListForStaff(ctx context.Context, b Bounds, f Filter, after Place, limit int) ([]Complaint, error) {
	where, args := b.where(f)
	if after.ID != 0 {
		where, args = where+` AND (c.created_at, c.id) < (?, ?)`, append(args, after.At, after.ID)
	}
	all, err := s.list(ctx, where+` ORDER BY c.created_at DESC, c.id DESC LIMIT ?`, append(args, limit)...)
	for i := range all {
		all[i] = nameless(all[i])
	}
	return all, err
}

// maxCount is up to where complaints are counted; more is "so many or more".
const maxCount = 1000

// CountForStaff counts the complaints of a list, up to a thousand; more tells
// that there are so many or more.
func (s *Store) CountForStaff(ctx context.Context, b Bounds, f Filter) (n int, more bool, err error) {
	where, args := b.where(f)
	err = s.db.QueryRow(ctx, `SELECT COUNT(*) FROM (SELECT 1 FROM complaints AS c `+where+` LIMIT ?) AS counted`, append(args, maxCount)...).Scan(&n)
	if err != nil {
		return 0, false, fmt.Errorf("count complaints of staff: %w", err)
	}
	return n, n == maxCount, nil
}

// EventsForStaff is the timeline of a complaint within bounds, oldest first,
// without what the person alone arranges.
func (s *Store) EventsForStaff(ctx context.Context, b Bounds, id int64) ([]Event, error) {
	where, args := b.where(Filter{})
	return s.events(ctx, `WHERE complaint = ? AND kind NOT IN ('muted', 'told') AND EXISTS (SELECT 1 FROM complaints AS c `+where+` AND c.id = ?)
		ORDER BY number`, append(append([]any{id}, args...), id)...)
}

// byStaff carries out an effect of staff once an update: the event, and what
// follows in the same transaction.
func (s *Store) byStaff(ctx context.Context, id, update int64, e Event, check func(*Complaint) error, then func(*database.Tx, *Complaint, int) error) (c Complaint, err error) {
	err = s.db.Tx(ctx, func(tx *database.Tx) error {
		var found bool
		if c, found, err = hold(ctx, tx, id); err != nil {
			return err
		}
		if !found {
			return ErrNotFound
		}
		if done, err := happened(ctx, tx, id, update, e.Kind); err != nil || done {
			return err
		}
		if err := check(&c); err != nil {
			return err
		}
		at := s.clock.Now()
		c.UpdatedAt = time.Unix(at.Unix(), 0)
		e.Complaint, e.Actor, e.Update, e.At = id, Staff, update, at
		number, err := note(ctx, tx, e)
		if err != nil {
			return err
		}
		return then(tx, &c, number)
	})
	return nameless(c), err
}
