package broadcasts_test

import (
	"sync"
	"testing"

	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/people"
)

// forget erases a person as forgetting them everywhere does.
func (s *stand) forget(chat int64) {
	s.Helper()
	s.must(s.db.Tx(s.Context(), func(tx *database.Tx) error {
		if err := people.Forget(s.Context(), tx, chat); err != nil {
			return err
		}
		return s.store.ForgetChat(s.Context(), tx, chat)
	}))
}

// TestForgottenMeanwhile: people who erase themselves while a broadcast runs get
// nothing from then on, are not found in it, and the books still balance.
func TestForgottenMeanwhile(t *testing.T) {
	t.Parallel()
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		s, world := open(t, db), &telegram{}
		s.crowd(400)
		var once sync.Once
		world.fail = func(m broadcasts.Message) error {
			if m.Chat == 30 {
				return errStopped // blocking and forgetting touch the same rows
			}
			once.Do(func() {
				s.forget(m.Chat) // while it is being sent
				for chat := int64(300); chat < 310; chat++ {
					s.forget(chat)
				}
			})
			return nil
		}
		id := s.scheduled(everybody(), nil)
		s.run(s.engine(world), func() bool {
			s.wait(func() bool { return world.count() > 0 })
			for chat := int64(20); chat < 40; chat++ {
				s.forget(chat)
			}
			return s.account(id).Final
		})
		a := s.account(id)
		if a.Audience != 400 || a.Sent+a.Blocked+a.Cancelled+a.Unknown != 400 || a.Cancelled < 10 || a.Unknown < 1 {
			t.Errorf("%+v", a)
		}
		for chat := int64(300); chat < 310; chat++ {
			if got, err := s.store.OfChat(t.Context(), chat); len(got) != 0 || len(world.got[chat]) != 0 || err != nil {
				t.Error(chat, got, world.got[chat], err)
			}
		}
		if got, err := s.store.OfChat(t.Context(), 200); len(got) != 1 || got[0].Fate != "sent" || got[0].Language != "kk" || err != nil {
			t.Error(got, err)
		}
		world.once(s)
	})
}

// TestForgottenAuthor: what somebody wrote who has erased themself does not start.
func TestForgottenAuthor(t *testing.T) {
	t.Parallel()
	s, world := open(t, databasetest.Open(t, "sqlite::memory:")), &telegram{}
	s.crowd(5)
	id := s.scheduled(everybody(), nil)
	if deeds, err := s.store.By(t.Context(), admin.Chat); len(deeds) != 2 || err != nil {
		t.Error(deeds, err)
	}
	s.forget(admin.Chat)
	s.run(s.engine(world), func() bool { return s.account(id).State == broadcasts.Draft })
	if deeds, err := s.store.By(t.Context(), admin.Chat); len(deeds) != 0 || world.count() != 0 || err != nil {
		t.Error(deeds, world.count(), err)
	}
}
