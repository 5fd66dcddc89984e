package requests

import (
	"context"
	"errors"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/screening"
)

// What is refused to staff.
var (
	ErrNotLate  = errors.New("the request is not marked as late")
	ErrNoGround = errors.New("a mark is contested with a ground")
)

// Contest puts the agency's ground against the mark "late" on the timeline,
// beside what the person told. The mark stays: whoever reads has both sides. An
// open request that is overdue can be contested, and a closed one that was
// closed after its date.
func (s *Store) Contest(ctx context.Context, id, update int64, ground string) (Request, error) {
	if screening.Clean(ground) == "" {
		return Request{}, ErrNoGround
	}
	return s.change(ctx, by{actor: Staff, id: id, update: update, note: ground}, EventContested, func(_ *database.Tx, r *Request) (EventKind, string, string, error) {
		if !r.Late(s.today()) {
			return "", "", "", ErrNotLate
		}
		return EventContested, r.Due.String(), "", nil
	})
}

// Late reports that the request bears the mark "late": by a date that binds, on
// a day or, where it is closed, on the day of its end.
func (r *Request) Late(today calendar.Date) bool {
	if !r.Binds() || r.StoppedOn != 0 || r.State == Withdrawn {
		return false
	}
	if !r.State.Open() {
		today = calendar.DateIn(r.ClosedAt)
	}
	return today > r.Due
}
