// Package requests keeps what citizens filed with an agency and track here: the
// request, its due date by the calendar or the receipt, and the timeline of its
// changes. Every change takes the update that caused it and happens once however
// often that update comes; every read or change of a citizen takes the chat and
// finds nothing of another one.
//
// Whether a request is due soon or overdue is told by the clock, see Standing,
// and never stored.
package requests

import (
	"errors"
	"sync"
	"time"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/notices"
)

// State is what is known of a request from the citizen or the agency.
type State string

// The states of a request.
const (
	Filed         State = "filed"
	Accepted      State = "accepted"
	MoreDocuments State = "more_documents" // the agency waits for the citizen's papers
	Ready         State = "ready"
	Refused       State = "refused"
	Withdrawn     State = "withdrawn"
)

// Open reports that an answer is still awaited.
func (s State) Open() bool { return s == Filed || s == Accepted || s == MoreDocuments }

// Known reports that there is such a state.
func (s State) Known() bool {
	return s.Open() || s == Ready || s == Refused || s == Withdrawn
}

// DueFrom says what a due date rests on.
type DueFrom string

// What a due date rests on.
const (
	ByCount   DueFrom = "count"   // our count on the calendar
	ByReceipt DueFrom = "receipt" // the date that the agency printed; it wins over the count
	ByNothing DueFrom = "none"    // no term, or its start is not known yet
)

// Request is one tracked application.
type Request struct {
	ID      int64
	Chat    int64
	Service string
	Choice  catalog.Choice
	Term    int // row of the service's terms, from 1; 0: none
	Kind    catalog.TermKind
	// TermStatus says how well the term is known: an unverified one makes
	// nobody overdue without the date on the receipt.
	TermStatus catalog.Status
	Number     string // on the receipt; "" where not given
	Region     string
	Filed      calendar.Filing
	// StartEvent is from what the term runs, where that is not the filing, and
	// Start its day; 0 while it is not known.
	StartEvent catalog.Start
	Start      calendar.Date
	Rule       *calendar.Rule // nil: nothing to count
	Extension  *calendar.Rule // added at the end, when the agency told of one
	// CalendarVersion is the calendar by which it was last counted.
	CalendarVersion string
	Due             calendar.Date // 0: none
	DueFrom         DueFrom
	Receipt         calendar.Date // the date on the receipt; 0: not given
	State           State
	StoppedOn       calendar.Date // the clock stands since this day; 0: it runs
	StoppedDays     int           // days for which it stood before, in the term's days
	Ticks           []int         // papers ticked off
	Muted           bool
	Reminded        calendar.Date // the person knows how things stood on this day
	Remind          calendar.Date // the next day on which to remind; 0: none
	CreatedAt       time.Time
	UpdatedAt       time.Time
	ClosedAt        time.Time // zero while it is open
}

// Binds reports that the due date is one an agency can be late for: a term of
// rendering that was verified, or the date that the agency itself printed, also
// where no term was found.
func (r *Request) Binds() bool {
	switch {
	case r.Due == 0:
		return false
	case r.DueFrom == ByReceipt:
		return r.Kind == catalog.Rendering || r.Kind == ""
	}
	return r.Kind == catalog.Rendering && (r.TermStatus == catalog.StatusAct || r.TermStatus == catalog.StatusPage)
}

// What a store refuses; each is told to the person with its reason.
var (
	ErrNotFound = errors.New("no such request")
	ErrFuture   = errors.New("the filing day is in the future")
	ErrReceipt  = errors.New("the date on the receipt lies before the filing")
	ErrTooMany  = errors.New("too many open requests")
	ErrClosed   = errors.New("the request is closed")
)

// maxOpen bounds one person's open requests.
const maxOpen = 100

// Store keeps requests in SQL.
type Store struct {
	db      *database.DB
	clock   clock.Clock
	notices *notices.Store

	known sync.Map // versions of calendars that this process has kept
}

// NewStore makes a store. What the person must be told of changes goes into the
// outbox in the same transaction.
func NewStore(db *database.DB, c clock.Clock, outbox *notices.Store) *Store {
	return &Store{db: db, clock: c, notices: outbox}
}

func (s *Store) today() calendar.Date { return calendar.DateIn(s.clock.Now()) }
