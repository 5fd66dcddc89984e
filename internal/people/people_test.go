package people_test

import (
	"testing"
	"time"

	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/people"
)

// TestPeople is the conformance suite of the store: what is known of a person
// after each step.
func TestPeople(t *testing.T) {
	t.Parallel()
	const chat, other, stranger = 7_012_345_678, 1001, 5
	unknown := people.Person{}
	language := func(chat int64, code string) func(*testing.T, *people.Store) error {
		return func(t *testing.T, s *people.Store) error { return s.SetLanguage(t.Context(), chat, code) }
	}
	blocked := func(chat int64, is bool) func(*testing.T, *people.Store) error {
		return func(t *testing.T, s *people.Store) error { return s.SetBlocked(t.Context(), chat, is) }
	}
	steps := []struct {
		name         string
		do           func(*testing.T, *people.Store) error
		want         people.Person // of chat; Chat 0: unknown
		all, stopped int
	}{
		{"at first", func(*testing.T, *people.Store) error { return nil }, unknown, 0, 0},
		{"writes in Kazakh", language(chat, "kk"), people.Person{Chat: chat, Language: "kk"}, 1, 0},
		{"the same again", language(chat, "kk"), people.Person{Chat: chat, Language: "kk"}, 1, 0},
		{"chooses Russian", language(chat, "ru"), people.Person{Chat: chat, Language: "ru"}, 1, 0},
		{"stops the bot", blocked(chat, true), people.Person{Chat: chat, Language: "ru", Blocked: true}, 1, 1},
		{"told twice", blocked(chat, true), people.Person{Chat: chat, Language: "ru", Blocked: true}, 1, 1},
		{"another person", language(other, "kk"), people.Person{Chat: chat, Language: "ru", Blocked: true}, 2, 1},
		{"starts it again", blocked(chat, false), people.Person{Chat: chat, Language: "ru"}, 2, 0},
		{"told twice", blocked(chat, false), people.Person{Chat: chat, Language: "ru"}, 2, 0},
		{"stops once more", blocked(chat, true), people.Person{Chat: chat, Language: "ru", Blocked: true}, 2, 1},
		{"writing ends a stop", language(chat, "kk"), people.Person{Chat: chat, Language: "kk"}, 2, 0},
		{"a stranger stops", blocked(stranger, true), people.Person{Chat: chat, Language: "kk"}, 2, 0},
	}
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		now := clock.At(time.Date(2026, 11, 23, 5, 0, 0, 0, time.UTC))
		store := people.NewStore(db, now)
		for _, step := range steps {
			if err := step.do(t, store); err != nil {
				t.Fatalf("%s: %v", step.name, err)
			}
			got, ok, err := store.Find(t.Context(), chat)
			if err != nil || got != step.want || ok != (step.want != unknown) {
				t.Errorf("%s: %+v, %v, %v; want %+v", step.name, got, ok, err, step.want)
			}
			all, stopped, err := store.Count(t.Context())
			if err != nil || all != step.all || stopped != step.stopped {
				t.Errorf("%s: %d people, %d stopped, %v; want %d and %d", step.name, all, stopped, err, step.all, step.stopped)
			}
			now.Advance(time.Minute)
		}
		if _, ok, err := store.Find(t.Context(), stranger); ok || err != nil {
			t.Error("a stranger who stops stays unknown", ok, err)
		}
	})
}

// TestPeopleWithoutBase: a base that is gone is an error, never "unknown".
func TestPeopleWithoutBase(t *testing.T) {
	t.Parallel()
	db, err := database.Open(t.Context(), "sqlite::memory:")
	if err != nil {
		t.Fatal(err)
	}
	store := people.NewStore(db, clock.System())
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := store.Find(t.Context(), 1); err == nil {
		t.Error("found without a base")
	}
	if err := store.SetLanguage(t.Context(), 1, "kk"); err == nil {
		t.Error("kept without a base")
	}
	if err := store.SetBlocked(t.Context(), 1, true); err == nil {
		t.Error("blocked without a base")
	}
	if _, _, err := store.Count(t.Context()); err == nil {
		t.Error("counted without a base")
	}
}
