package roles

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/merzim/merzim/internal/database"
)

// ActorKind is what somebody who did something is.
type ActorKind string

// The kinds of actor.
const (
	kindPerson      ActorKind = "person"
	kindCommandLine ActorKind = "command_line"
	kindVisitor     ActorKind = "visitor"   // of the console, without a session
	kindForgotten   ActorKind = "forgotten" // a person who had themselves erased
)

// Actor is who did something.
type Actor struct {
	Kind ActorKind
	Chat int64 // of a person
}

// CommandLine is whoever runs the program on its machine.
func CommandLine() Actor { return Actor{Kind: kindCommandLine} }

// Person is somebody with a chat.
func Person(chat int64) Actor { return Actor{Kind: kindPerson, Chat: chat} }

// Visitor is somebody of whom nothing is known.
func Visitor() Actor { return Actor{Kind: kindVisitor} }

// Action is what was done. Rooms name their own; the console says it by the
// text key ConsoleAction<Name>.
type Action string

// The actions of this package.
const (
	ActionInvite    Action = "invite"
	ActionAccept    Action = "accept"
	ActionRevoke    Action = "revoke"
	ActionWithdraw  Action = "withdraw"
	ActionForgotten Action = "forgotten" // a person with a role had themselves erased
)

// Entry is a line of the audit log.
type Entry struct {
	ID     int64
	Actor  Actor
	Action Action
	// Subject names what it was about, "request:12": never a name, a number of
	// a receipt, a text or a token.
	Subject string
	Person  int64 // whose role it was about; 0: nobody's
	Agency  string
	Refused bool
	At      time.Time
}

// auditKept is how long a line of the log is kept.
const auditKept = 3 // years

// Note writes a line into the log; its time is now.
func (s *Store) Note(ctx context.Context, e Entry) error { return s.noteIn(ctx, s.db, e) }

// runner is a base or a transaction.
type runner interface {
	Exec(ctx context.Context, query string, args ...any) (sql.Result, error)
}

func (s *Store) noteIn(ctx context.Context, to runner, e Entry) error {
	refused := 0
	if e.Refused {
		refused = 1
	}
	_, err := to.Exec(ctx, `INSERT INTO audit (actor_kind, actor, action, subject, person, agency, refused, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		string(e.Actor.Kind), orNull(e.Actor.Chat), string(e.Action), e.Subject, orNull(e.Person), e.Agency, refused, s.clock.Now().Unix())
	if err != nil {
		return fmt.Errorf("write the audit log: %w", err)
	}
	return nil
}

// Audit reads the log, the newest first: at most limit lines that are older
// than the one named, from the end where before is 0. refused alone are those
// who were turned away.
func (s *Store) Audit(ctx context.Context, before int64, refused bool, limit int) ([]Entry, error) {
	where, args := `WHERE 1 = 1`, []any{}
	if before != 0 {
		where, args = where+` AND id < ?`, append(args, before)
	}
	if refused {
		where += ` AND refused = 1`
	}
	return entries(ctx, s.db, where+` ORDER BY id DESC LIMIT ?`, append(args, limit)...)
}

// Of returns what the log holds of a person, oldest first.
func (s *Store) Of(ctx context.Context, chat int64) ([]Entry, error) {
	return entries(ctx, s.db, `WHERE actor = ? OR person = ? ORDER BY id`, chat, chat)
}

func entries(ctx context.Context, from database.Runner, where string, args ...any) (out []Entry, err error) {
	rows, err := from.Query(ctx, `SELECT id, actor_kind, actor, action, subject, person, agency, refused, at FROM audit `+where, args...)
	if err != nil {
		return nil, fmt.Errorf("read the audit log: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var e Entry
		var actor, person sql.NullInt64
		var refused, at int64
		if err := rows.Scan(&e.ID, &e.Actor.Kind, &actor, &e.Action, &e.Subject, &person, &e.Agency, &refused, &at); err != nil {
			return nil, fmt.Errorf("read the audit log: %w", err)
		}
		e.Actor.Chat, e.Person, e.Refused, e.At = actor.Int64, person.Int64, refused != 0, time.Unix(at, 0)
		out = append(out, e)
	}
	return out, rows.Err()
}

func orNull(id int64) sql.NullInt64 { return sql.NullInt64{Int64: id, Valid: id != 0} }
