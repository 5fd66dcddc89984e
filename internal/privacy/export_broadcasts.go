package privacy

import (
	"context"
	"time"
)

// Subscription is something that the person wants to hear of.
type Subscription struct {
	Kind  string    `json:"kind"`
	Topic string    `json:"topic,omitempty"`
	Since time.Time `json:"since"`
}

// Broadcast is one that went, or was to go, to the person.
type Broadcast struct {
	Number   int64     `json:"number"`
	At       time.Time `json:"at"`
	State    string    `json:"state"`
	Language string    `json:"language"`
}

// Deed is what a member of staff did to a broadcast.
type Deed struct {
	Number int64     `json:"number"`
	At     time.Time `json:"at"`
	What   string    `json:"what"`
}

func (s *Store) exportSubscriptions(ctx context.Context, h *Held) error {
	all, err := s.topics.List(ctx, h.Chat)
	for _, one := range all {
		h.Subscriptions = append(h.Subscriptions, Subscription{Kind: string(one.Kind), Topic: one.ID, Since: local(one.At)})
	}
	return err
}

func (s *Store) exportBroadcasts(ctx context.Context, h *Held) error {
	received, err := s.broadcasts.OfChat(ctx, h.Chat)
	if err != nil {
		return err
	}
	for _, r := range received {
		h.Broadcasts = append(h.Broadcasts, Broadcast{Number: r.Broadcast, At: local(r.At), State: r.Fate, Language: r.Language})
	}
	deeds, err := s.broadcasts.By(ctx, h.Chat)
	for _, d := range deeds {
		h.Staff = append(h.Staff, Deed{Number: d.Broadcast, At: local(d.At), What: string(d.Act)})
	}
	return err
}
