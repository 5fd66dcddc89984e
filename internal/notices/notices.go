// Package notices is the durable outbox of messages that are sent unasked:
// reminders, news of a status, moved dates. A row is queued in the transaction
// that causes it, claimed with a lease, marked as trying, sent at a pace and
// marked again; a crash at any point repeats at most the message in flight.
//
// It knows neither Telegram nor texts: what a notice says is written at the
// moment of sending, by a function that is passed in, so it is always the
// newest state that is told.
package notices

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
)

// Kind is what a notice is about. People mute notices by kind.
type Kind string

// The kinds of notice.
const (
	Reminder  Kind = "reminder"   // how a request stands against its due date
	Status    Kind = "status"     // somebody else changed a request's state
	Recount   Kind = "recount"    // the calendar changed and a due date moved
	Answer    Kind = "answer"     // staff answered a complaint here
	AnswerDue Kind = "answer_due" // how a filed complaint stands against its answer's due date
	// BroadcastApproval asks those who may for the approval of a broadcast.
	BroadcastApproval Kind = "broadcast_approval"
	// BroadcastTrouble tells the author of a broadcast what became of it without
	// them: it stands still, was approved or given back, is over.
	BroadcastTrouble Kind = "broadcast_trouble"
	Digest           Kind = "digest"     // the figures of two weeks, to analysts
	RoleEnded        Kind = "role_ended" // an admin ended the person's role
)

// newestOnly reports that a newer notice of the kind about the same thing makes
// the older, still waiting one pointless.
func (k Kind) newestOnly() bool { return k == Reminder || k == Status || k == AnswerDue }

// State is where a notice stands.
type State string

// The states of a notice.
const (
	Queued    State = "queued"    // waits; under a lease while a process holds it
	Trying    State = "trying"    // being sent; after a crash nobody knows whether it went
	Sent      State = "sent"      // Telegram took it
	Failed    State = "failed"    // Telegram refused it for good
	Blocked   State = "blocked"   // the person stopped the bot
	Parked    State = "parked"    // tried too often, for an admin to see
	Cancelled State = "cancelled" // no longer worth telling
)

// Notice is a row of the outbox.
type Notice struct {
	ID        int64
	Chat      int64
	Kind      Kind
	Request   int64           // 0: none
	Complaint int64           // 0: none
	Args      json.RawMessage // what the text needs beyond the state it finds
	State     State
	Attempts  int // tries so far, the one under way included
	SendAt    time.Time
	CreatedAt time.Time
	DoneAt    time.Time // when it was sent or given up; zero while it waits

	owner string // the claim under which it is held
}

// New is a notice to queue.
type New struct {
	Chat      int64
	Kind      Kind
	Request   int64
	Complaint int64
	// Dedupe makes a notice that is queued twice the same row. It names what
	// is told, never the person.
	Dedupe string
	Args   any       // encoded as JSON; nil is {}
	SendAt time.Time // not before this moment; zero is now
}

// Store keeps notices in SQL.
type Store struct {
	db    *database.DB
	clock clock.Clock
	// AfterSent, when set, runs in the transaction that marks a notice as sent,
	// so that a timeline can hold what was told.
	AfterSent func(context.Context, *database.Tx, Notice) error
}

// NewStore makes a store.
func NewStore(db *database.DB, c clock.Clock) *Store { return &Store{db: db, clock: c} }

// columns are what scan reads.
const columns = `id, chat, kind, request, complaint, args, state, attempts, send_at, created_at, done_at, owner`

type scanner interface{ Scan(dest ...any) error }

func scan(row scanner) (Notice, error) {
	var n Notice
	var request, complaint, done sql.NullInt64
	var args string
	var sendAt, createdAt int64
	if err := row.Scan(&n.ID, &n.Chat, &n.Kind, &request, &complaint, &args, &n.State, &n.Attempts, &sendAt, &createdAt, &done, &n.owner); err != nil {
		return Notice{}, err
	}
	n.Request, n.Complaint, n.Args = request.Int64, complaint.Int64, json.RawMessage(args)
	n.SendAt, n.CreatedAt = time.Unix(sendAt, 0), time.Unix(createdAt, 0)
	if done.Valid {
		n.DoneAt = time.Unix(done.Int64, 0)
	}
	return n, nil
}

func scanAll(rows *sql.Rows) (out []Notice, err error) {
	defer rows.Close()
	for rows.Next() {
		n, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("read notices: %w", err)
		}
		out = append(out, n)
	}
	return out, rows.Err()
}

// orNull keeps a missing reference as NULL.
func orNull(id int64) sql.NullInt64 { return sql.NullInt64{Int64: id, Valid: id != 0} }
