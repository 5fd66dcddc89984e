package requests

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/database"
)

// Case is what a change of the case tells: the case, and the day that is due in
// it; 0: none.
type Case struct {
	Choice catalog.Choice `json:"choice"`
	Due    calendar.Date  `json:"due,omitzero"`
}

// ReadCase reads Was or Now of EventCase.
func ReadCase(text string) (out Case, err error) {
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		return Case{}, fmt.Errorf("read a case: %w", err)
	}
	return out, nil
}

// SetCase takes an open request to another case of its service, as Of gives it,
// and counts it anew from the day that was told; a date on the receipt stays.
// Where the term of the case runs from another event, that event's day is not
// known yet. What the agency prolonged stays prolonged. ErrClosed for one that
// is over.
func (s *Store) SetCase(ctx context.Context, c *calendar.Calendar, chat, id, update int64, n New) (Request, error) {
	return s.change(ctx, citizen(chat, id, update), EventCase, func(_ *database.Tx, r *Request) (EventKind, string, string, error) {
		switch {
		case !r.State.Open():
			return "", "", "", ErrClosed
		case n.Service != r.Service:
			return "", "", "", ErrNotFound
		case n.Choice.String() == r.Choice.String():
			return "", "", "", nil
		}
		was, err := encode(Case{r.Choice, r.Due})
		if err != nil {
			return "", "", "", err
		}
		if n.StartEvent != r.StartEvent {
			r.Start = 0
		}
		r.Choice, r.Term, r.Kind, r.TermStatus, r.StartEvent, r.Rule = n.Choice, n.Term, n.Kind, n.TermStatus, n.StartEvent, n.Rule
		if err := s.again(c, r); err != nil {
			return "", "", "", err
		}
		now, err := encode(Case{r.Choice, r.Due})
		return EventCase, was, now, err
	})
}
