package privacy

import (
	"context"
	"time"

	"github.com/merzim/merzim/internal/roles"
)

// Role is what the person is beside a citizen.
type Role struct {
	Role   string    `json:"role"`
	Agency string    `json:"agency,omitempty"`
	Region string    `json:"region,omitempty"`
	Since  time.Time `json:"since"`
}

// Logged is a line of the audit log: what the person did by virtue of a role, or
// somebody else did to it.
type Logged struct {
	At      time.Time `json:"at"`
	What    string    `json:"what"`
	Subject string    `json:"subject,omitempty"`
	Agency  string    `json:"agency,omitempty"`
	Refused bool      `json:"refused,omitempty"`
	Own     bool      `json:"done_by_you"`
}

func (s *Store) exportRole(ctx context.Context, h *Held) error {
	held, ok, err := s.roles.Find(ctx, h.Chat)
	if err != nil {
		return err
	}
	if ok {
		h.Role = &Role{Role: string(held.Role), Agency: held.Agency, Region: held.Region, Since: local(held.Since)}
	}
	entries, err := s.roles.Of(ctx, h.Chat)
	for _, e := range entries {
		h.Log = append(h.Log, Logged{local(e.At), string(e.Action), e.Subject, e.Agency, e.Refused, e.Actor == roles.Person(h.Chat)})
	}
	return err
}
