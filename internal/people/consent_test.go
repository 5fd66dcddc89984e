package people_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/people"
)

// TestConsent: what may be kept of a person, step by step.
func TestConsent(t *testing.T) {
	t.Parallel()
	const chat = 7_012_345_678
	start := time.Date(2026, 11, 23, 5, 0, 0, 0, time.UTC)
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		now := clock.At(start)
		s := people.NewStore(db, now)
		ctx := t.Context()
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		needed := func() error {
			return db.Tx(ctx, func(tx *database.Tx) error { return people.NeedConsent(ctx, tx, chat) })
		}
		check := func(consented bool, region string, at time.Time) {
			t.Helper()
			p, _, err := s.Find(ctx, chat)
			if err != nil || p.Consented() != consented || p.Region != region || !p.ConsentAt.Equal(at) {
				t.Errorf("%+v %v", p, err)
			}
			if err := needed(); (err == nil) != consented || err != nil && !errors.Is(err, people.ErrNoConsent) {
				t.Error("needed:", err)
			}
		}
		check(false, "", time.Time{})
		must(s.SetLanguage(ctx, chat, "kk"))
		check(false, "", time.Time{})
		if err := s.SetRegion(ctx, chat, "almaty"); !errors.Is(err, people.ErrNoConsent) {
			t.Error("a region without consent:", err)
		}
		must(s.WithdrawConsent(ctx, chat)) // of nothing
		must(s.GiveConsent(ctx, chat, "ru"))
		now.Advance(time.Hour)
		must(s.GiveConsent(ctx, chat, "ru")) // twice
		must(s.SetRegion(ctx, chat, "almaty"))
		check(true, "almaty", start)
		if p, _, _ := s.Find(ctx, chat); p.Language != "kk" {
			t.Error("consent changed the language to", p.Language)
		}
		must(s.WithdrawConsent(ctx, chat))
		check(false, "", start)
		now.Advance(time.Hour)
		must(s.GiveConsent(ctx, chat, "ru"))
		check(true, "", start.Add(2*time.Hour))
		must(s.GiveConsent(ctx, 5, "ru"))
		if p, ok, err := s.Find(ctx, 5); !ok || err != nil || p.Language != "ru" || !p.Consented() {
			t.Errorf("a chat never seen: %+v", p)
		}
		must(db.Tx(ctx, func(tx *database.Tx) error { return people.Forget(ctx, tx, chat) }))
		check(false, "", time.Time{})
	})
}

// TestMutes: kinds are switched off and on, with or without consent.
func TestMutes(t *testing.T) {
	t.Parallel()
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		s := people.NewStore(db, clock.System())
		for _, step := range []struct {
			kind  string
			muted bool
			want  []string
		}{
			{"reminder", false, nil}, {"reminder", true, []string{"reminder"}}, {"reminder", true, []string{"reminder"}},
			{"broadcast", true, []string{"broadcast", "reminder"}}, {"reminder", false, []string{"broadcast"}},
		} {
			if err := s.Mute(t.Context(), 1, step.kind, step.muted); err != nil {
				t.Fatal(err)
			}
			if got, err := s.Mutes(t.Context(), 1); err != nil || !slices.Equal(got, step.want) {
				t.Error(got, err, "want", step.want)
			}
		}
		if got, err := s.Mutes(t.Context(), 2); len(got) != 0 || err != nil {
			t.Error("another person:", got, err)
		}
	})
}
