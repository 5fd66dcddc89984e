// Package broadcasts keeps what staff tell many people at once, and sends it: a
// text in both languages to an audience that is frozen at the start, written
// down in batches, and accounted for to the last person. A message whose fate a
// crash left open is counted as unknown and never sent again by itself.
//
// It knows neither Telegram nor the texts of the bot: sending, editing and the
// words of a correction are functions that are passed in.
package broadcasts

import (
	"context"
	"errors"
	"time"

	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/notices"
)

// MuteKind is the kind under which people mute all broadcasts (people.Store.Mute).
const MuteKind = "broadcast"

// State is where a broadcast stands.
type State string

// The states of a broadcast.
const (
	Draft     State = "draft"     // being written
	Waiting   State = "waiting"   // for another person's approval
	Scheduled State = "scheduled" // starts by itself when its time has come
	Sending   State = "sending"
	Paused    State = "paused"
	Done      State = "done" // nobody is left
	Cancelled State = "cancelled"
	Expired   State = "expired"
)

// Over reports that nothing is sent any more.
func (s State) Over() bool { return s == Done || s == Cancelled || s == Expired }

// Texts is one text in both languages, Telegram's HTML.
type Texts struct{ KK, RU string }

// In is the text in a language; Russian for any other.
func (t Texts) In(language string) string {
	if language == "kk" {
		return t.KK
	}
	return t.RU
}

// Broadcast is one text from staff to many, or a correction of one.
type Broadcast struct {
	ID       int64
	Corrects int64  // the broadcast whose messages it edits; 0: none
	Author   int64  // chat; 0: has erased themself
	Agency   string // bounds of the author's role; "": an admin
	Region   string
	Texts    Texts // of a correction: what is put right
	File     int64 // 0: none
	Audience Audience
	// Version grows with each change of what is said to whom; an approval is
	// of one version.
	Version    int
	Approver   int64     // chat; 0: nobody, or has erased themself
	ApprovedAt time.Time // zero: not approved
	State      State
	SendAt     time.Time // not before
	ExpiresAt  time.Time // zero: never
	StartedAt  time.Time // zero: not yet
	Frozen     bool      // the audience is complete
	EndedAt    time.Time // zero: not over
	SettledAt  time.Time // the account is final; zero: not yet
	CreatedAt  time.Time

	walkedTo, batches, people int64
}

// What a store refuses; each is told to the person with its reason.
var (
	ErrNotFound = errors.New("no such broadcast") // or one of another agency
	ErrBounds   = errors.New("beyond the bounds of the role")
	ErrOwn      = errors.New("nobody approves their own broadcast")
	ErrChanged  = errors.New("the broadcast has changed")  // since the approver saw it
	ErrState    = errors.New("not possible in this state") // of the broadcast
	ErrTimes    = errors.New("it would expire before it is sent")
	ErrFile     = errors.New("no such file, or too large")
	ErrKept     = errors.New("its recipients have been erased") // their time was over
)

// Store keeps broadcasts in SQL.
type Store struct {
	db       *database.DB
	clock    clock.Clock
	outbox   *notices.Store
	services func(agency string) []string
	// Entitled, when set, reports in the transaction that starts a broadcast
	// whether a person still is staff of that agency and region, or an admin;
	// it is asked of the author and of who approved. An empty agency asks for
	// an admin.
	Entitled func(ctx context.Context, tx *database.Tx, chat int64, agency, region string) (bool, error)
	// Approvers, when set, lists who may approve a broadcast of an agency and
	// region; each but its author gets a notice when one waits.
	Approvers func(ctx context.Context, tx *database.Tx, agency, region string) (chats []int64, err error)
}

// NewStore makes a store. services lists the services of an agency by the
// catalogue in force; it may be nil where nothing is written or sent. Authors are
// told of trouble through the outbox.
func NewStore(db *database.DB, c clock.Clock, outbox *notices.Store, services func(agency string) []string) *Store {
	return &Store{db: db, clock: c, outbox: outbox, services: services}
}
