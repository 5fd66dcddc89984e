// Package complaints keeps the record of broken terms, needless papers, money
// asked for and refusals without a reason, and how far a complaint went up the
// ladder: the provider's head, then the Agency. A record is no official appeal.
//
// It holds no name, phone, address or document number. A person who is forgotten
// is unlinked: the record stays, as one of nobody. Every change takes the update
// that caused it and happens once; every read or change of a person takes the
// chat and finds nothing of another one, whoever knows the number.
package complaints

import (
	"errors"
	"time"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/notices"
)

// Kind is what a complaint is about.
type Kind string

// The kinds of complaint.
const (
	Delay          Kind = "delay"
	ExtraDocuments Kind = "extra_documents"
	Money          Kind = "money" // goes another way: never into a letter
	Refused        Kind = "refused"
	NoAnswer       Kind = "no_answer" // to an earlier complaint
)

// Known reports that there is such a kind.
func (k Kind) Known() bool {
	return k == Delay || k == ExtraDocuments || k == Money || k == Refused || k == NoAnswer
}

// State is how far a complaint is.
type State string

// The states of a complaint.
const (
	Recorded  State = "recorded"   // here, and nowhere else
	Filed     State = "filed"      // with the provider or the Agency
	Answered  State = "answered"   // and the person is content
	NotSolved State = "not_solved" // answered, but nothing was mended
	Withdrawn State = "withdrawn"
)

// Open reports that the complaint goes on.
func (s State) Open() bool { return s == Recorded || s == Filed || s == NotSolved }

// The steps of the ladder that are filed.
const (
	StepProvider = 1
	StepAgency   = 2
)

// stepID is the step's name in the law's data.
func stepID(step int) string {
	if step == StepAgency {
		return catalog.StepAgency
	}
	return catalog.StepProvider
}

// Step is a complaint as it was filed with one body.
type Step struct {
	Step         int
	FiledOn      calendar.Date
	OfficeNumber string        // under which the body registered it; "" where not given
	Extended     bool          // the body said that its answer takes longer
	AnswerDue    calendar.Date // the extension included
	AnsweredOn   calendar.Date // 0: no answer so far
}

// Complaint is one record.
type Complaint struct {
	ID          int64
	Number      Number
	Chat        int64 // 0: of nobody any more
	Request     int64 // 0: from scratch, or unlinked
	Kind        Kind
	Service     string
	Agency      string
	Region      string
	Language    string
	Filed       calendar.Date // of the request with the agency; 0: not told
	Due         calendar.Date // 0: none
	DaysOverdue int           // working days, when the complaint was made
	Learned     calendar.Date // when the person learned of it; 0: not told
	Text        string        // screened
	State       State
	Steps       []Step // in order; at most one a step
	Muted       bool
	Reminded    calendar.Date // the person knows how things stood on this day
	Remind      calendar.Date // the next day on which to remind; 0: none
	CreatedAt   time.Time
	UpdatedAt   time.Time
	RepliedAt   time.Time // staff's last answer here; zero before
	Answerable  bool      // somebody is there to be answered; told to staff alone

	version string // of the calendar by which answers were counted
}

// Last is the step that was filed last; nil when none was.
func (c *Complaint) Last() *Step {
	if len(c.Steps) == 0 {
		return nil
	}
	return &c.Steps[len(c.Steps)-1]
}

// What the store refuses; each is told to the person with its reason.
var (
	ErrNotFound   = errors.New("no such complaint")
	ErrNoRequest  = errors.New("no such request")
	ErrNotOverdue = errors.New("the due date has not passed")
	ErrFuture     = errors.New("the day is in the future")
	ErrTooMany    = errors.New("too many complaints in one day")
	ErrNotFiled   = errors.New("the complaint was not filed with a body yet")
	ErrOtherWay   = errors.New("a demand for money goes another way than this ladder")
	ErrClosed     = errors.New("the complaint is closed")
)

// Bounds of what is kept.
const (
	maxText = 1000 // characters of the free text
	maxADay = 20   // complaints of one person, so that nobody makes the statistics
)

// Store keeps complaints in SQL.
type Store struct {
	db      *database.DB
	clock   clock.Clock
	notices *notices.Store
}

// NewStore makes a store.
func NewStore(db *database.DB, c clock.Clock, outbox *notices.Store) *Store {
	return &Store{db: db, clock: c, notices: outbox}
}

func (s *Store) today() calendar.Date { return calendar.DateIn(s.clock.Now()) }
