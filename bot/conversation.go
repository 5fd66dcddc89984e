package bot

import (
	"context"
	"errors"
)

// Conversation decides what an update is answered with. It is the only thing
// this package knows of services, sessions and stores.
type Conversation interface {
	// Handle stores the update's effects and the chat's new state, then
	// returns the replies. When the process died before Done, the same update
	// comes again: Handle must then return the replies again without
	// repeating an effect. ErrHandled says that Done was reached before.
	Handle(ctx context.Context, u Update) ([]Reply, error)
	// Done marks the update as handled, after its replies were sent.
	Done(ctx context.Context, u Update) error
	// Excuse is what the person reads when the update could not be handled.
	Excuse(ctx context.Context, u Update, why Trouble) []Reply
}

// ErrHandled is Handle's answer to an update that was handled before.
var ErrHandled = errors.New("update was handled before")

// Trouble is why an update got no proper answer.
type Trouble string

// The troubles that a person is told of.
const (
	TroubleFault   Trouble = "fault"    // our fault; the update is parked
	TroubleTooMany Trouble = "too_many" // more messages wait in the chat than are taken
)

// Parking keeps updates that could not be handled, so that they hold nobody
// else up and are not forgotten. It is told what an update was, never its text.
type Parking interface {
	// Park keeps an update. The reason is one of "panic", "error", "slow" and
	// "undelivered"; the detail is an error's text, free of what was written.
	Park(ctx context.Context, update, chat int64, kind, reason, detail string) error
	// Settle removes a slow update that was finished after all.
	Settle(ctx context.Context, update int64) error
}
