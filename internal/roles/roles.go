// Package roles keeps who is more than a citizen: admins, staff of an agency
// and analysts, each by a one-time invitation, and the audit log of what they
// do by virtue of it.
//
// A role belongs to a chat. It holds no name; whom an invitation was handed to
// is known to the person who handed it over. An invitation's token and a
// log-in's are never kept, only their hashes.
package roles

import (
	"context"
	"errors"
	"time"

	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
)

// Role is what a person may do beside being a citizen.
type Role string

// The roles.
const (
	Admin   Role = "admin"   // grants and ends roles, reads the audit log
	Staff   Role = "staff"   // requests and complaints of one agency
	Analyst Role = "analyst" // figures, never a single person's case
)

// All lists the roles.
func All() []Role { return []Role{Admin, Staff, Analyst} }

// Grant is a role with its bounds.
type Grant struct {
	Role   Role
	Agency string // of staff; id in the catalogue
	Region string // of staff of one regional body; "" is the whole agency
}

// Holder is a person with a role.
type Holder struct {
	Chat int64
	Grant
	Invitation int64 // by which they have it; another grant has another one
	Since      time.Time
}

// Invitation is an offer of a role that nobody has taken yet.
type Invitation struct {
	ID int64
	Grant
	CreatedAt time.Time
	ExpiresAt time.Time
}

// What the store refuses.
var (
	ErrInvitation = errors.New("no such invitation, or it was used, withdrawn or has expired")
	ErrSelf       = errors.New("nobody ends their own role")
	ErrNoRole     = errors.New("no such role")
)

// Store keeps roles in SQL.
type Store struct {
	db    *database.DB
	clock clock.Clock
	// AfterRevoke, when set, runs in the transaction that ends a person's role,
	// so that they can be told.
	AfterRevoke func(context.Context, *database.Tx, Holder) error
}

// NewStore makes a store.
func NewStore(db *database.DB, c clock.Clock) *Store { return &Store{db: db, clock: c} }
