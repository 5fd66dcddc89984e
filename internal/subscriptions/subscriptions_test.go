package subscriptions_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/people"
	"github.com/merzim/merzim/internal/subscriptions"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const citizen, other = 7_012_345_678, 7_087_654_321

// TestSubscriptions: with consent only, each topic once, and nobody sees another's.
func TestSubscriptions(t *testing.T) {
	databasetest.Suite{"topics": topics, "consent": consent, "limit": limit}.Run(t)
}

func topics(t *testing.T, db *database.DB) {
	now := clock.At(time.Unix(1_795_000_000, 0))
	s, ctx := subscriptions.NewStore(db, now), t.Context()
	for _, chat := range []int64{citizen, other} {
		if err := people.NewStore(db, now).GiveConsent(ctx, chat, "kk"); err != nil {
			t.Fatal(err)
		}
	}
	for _, bad := range []subscriptions.Topic{{}, {Kind: "news", ID: "x"}, {Kind: subscriptions.Service}, {Kind: subscriptions.General, ID: "x"}} {
		if err := s.Subscribe(ctx, citizen, bad); !errors.Is(err, subscriptions.ErrTopic) {
			t.Error(bad, err)
		}
	}
	card := subscriptions.Topic{Kind: subscriptions.Service, ID: "id-card"}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if err := s.Subscribe(ctx, citizen, card); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	now.Advance(time.Minute)
	for _, topic := range []subscriptions.Topic{card, {Kind: subscriptions.General}, {Kind: subscriptions.Agency, ID: "akimat"}, {Kind: subscriptions.Region, ID: "almaty"}} {
		if err := s.Subscribe(ctx, citizen, topic); err != nil {
			t.Error(err)
		}
	}
	for range 2 {
		if err := s.Unsubscribe(ctx, citizen, subscriptions.Topic{Kind: subscriptions.General}); err != nil {
			t.Error(err)
		}
	}
	list, err := s.List(ctx, citizen)
	if err != nil || len(list) != 3 || list[0].Topic != card || list[0].At.Unix() != 1_795_000_000 || list[1].ID != "akimat" || list[2].ID != "almaty" {
		t.Error(list, err)
	}
	if list, err := s.List(ctx, other); len(list) != 0 || err != nil {
		t.Error("another's:", list, err)
	}
}

func consent(t *testing.T, db *database.DB) {
	now := clock.At(time.Unix(1_795_000_000, 0))
	s, known, ctx := subscriptions.NewStore(db, now), people.NewStore(db, now), t.Context()
	general := subscriptions.Topic{Kind: subscriptions.General}
	if err := s.Subscribe(ctx, citizen, general); !errors.Is(err, people.ErrNoConsent) {
		t.Error("a stranger:", err)
	}
	if err := errors.Join(known.GiveConsent(ctx, citizen, "ru"), s.Subscribe(ctx, citizen, general), known.WithdrawConsent(ctx, citizen)); err != nil {
		t.Error(err)
	}
	if err := s.Subscribe(ctx, citizen, subscriptions.Topic{Kind: subscriptions.Agency, ID: "akimat"}); !errors.Is(err, people.ErrNoConsent) {
		t.Error("after they withdrew:", err)
	}
	if err := s.Unsubscribe(ctx, citizen, general); err != nil { // needs none
		t.Error(err)
	}
	if list, err := s.List(ctx, citizen); len(list) != 0 || err != nil {
		t.Error(list, err)
	}
}

func limit(t *testing.T, db *database.DB) {
	now := clock.At(time.Unix(1_795_000_000, 0))
	s, ctx := subscriptions.NewStore(db, now), t.Context()
	if err := people.NewStore(db, now).GiveConsent(ctx, citizen, "kk"); err != nil {
		t.Fatal(err)
	}
	topic := func(i int) subscriptions.Topic {
		return subscriptions.Topic{Kind: subscriptions.Service, ID: fmt.Sprint("service-", i)}
	}
	for i := range 100 {
		if err := s.Subscribe(ctx, citizen, topic(i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Subscribe(ctx, citizen, topic(100)); !errors.Is(err, subscriptions.ErrTooMany) {
		t.Error(err)
	}
	if err := s.Subscribe(ctx, citizen, topic(7)); err != nil { // there already
		t.Error(err)
	}
}
