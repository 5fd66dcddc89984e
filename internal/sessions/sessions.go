// Package sessions keeps each chat's conversation state and the updates that
// were handled, for a limited time: in Redis, or in the embedded database when
// there is none. It knows the state only as bytes.
package sessions

import (
	"errors"
	"time"
)

// How long things are kept.
const (
	Lifetime        = 30 * 24 * time.Hour // of a chat's state since its last change
	HandledLifetime = 48 * time.Hour      // of the mark on a handled update
)

// Stored is a chat's state as it was loaded.
type Stored struct {
	Data    []byte // nil when the chat has no state
	Version int64  // 0 when the chat has no state; grows with each save
	Handled bool   // the update asked about was handled before
}

// ErrUnavailable says that the store did not answer. What needs no memory
// goes on without it.
var ErrUnavailable = errors.New("session store unavailable")
