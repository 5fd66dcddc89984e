package broadcasts_test

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
)

// TestEverybodyOnce: each person gets the text in their language, once; the
// account is final and right.
func TestEverybodyOnce(t *testing.T) {
	t.Parallel()
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		s, world := open(t, db), &telegram{}
		s.crowd(250)
		id := s.scheduled(everybody(), nil)
		s.run(s.engine(world), s.final(id))
		if a := s.account(id); a.Sent != 250 || a.Audience != 250 || a.State != broadcasts.Done || !a.Frozen {
			t.Errorf("%+v", a)
		}
		if len(world.got) != 250 || world.sends != 250 || world.got[1][0] != texts.RU || world.got[2][0] != texts.KK {
			t.Error(world.sends, "sent to", len(world.got))
		}
		s.books(id)
		events, err := s.store.Events(t.Context(), admin, id)
		s.must(err)
		var acts []string
		for _, e := range events {
			acts = append(acts, string(e.Act))
		}
		if got := strings.Join(acts, " "); got != "created submitted approved started frozen done" {
			t.Error(got)
		}
	})
}

// TestOutcomes: what becomes of a person after each answer of Telegram, and of
// those who left between the freezing and their turn.
func TestOutcomes(t *testing.T) {
	t.Parallel()
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		s := open(t, db)
		s.crowd(10)
		var away, soon atomic.Int64
		var entered atomic.Bool
		world := &telegram{}
		world.fail = func(m broadcasts.Message) error {
			switch m.Chat {
			case 1:
				if !entered.Swap(true) { // while the first is being sent to, others leave
					_, err := db.Exec(t.Context(), `UPDATE people SET consent_withdrawn_at = 1 WHERE chat = 101`)
					s.must(err)
					s.must(s.people.SetBlocked(t.Context(), 102, true))
					s.must(s.people.Mute(t.Context(), 103, broadcasts.MuteKind, true))
				}
			case 2:
				return errStopped
			case 3:
				return errRefused
			case 4:
				return errCut
			case 5:
				if away.Add(1) < 3 {
					return errAway
				}
			case 6:
				if soon.Add(1) < 3 {
					return errSoon
				}
			case 7:
				return errAway
			case 8:
				panic("poison")
			}
			return nil
		}
		for chat := int64(101); chat <= 103; chat++ {
			s.must(s.people.SetLanguage(t.Context(), chat, "kk"))
		}
		for chat := int64(11); chat <= 100; chat++ { // a batch of a hundred before those three
			s.must(s.people.SetLanguage(t.Context(), chat, "kk"))
		}
		s.now.Advance(time.Second)
		// A file makes the first message go alone, before anybody else's.
		id := s.scheduled(everybody(), &broadcasts.NewFile{Kind: broadcasts.Document, Name: "a.pdf", Content: []byte("%PDF-1")})
		s.run(s.engine(world), func() bool {
			s.now.Advance(5 * time.Second)
			return s.account(id).Final
		})
		a := s.account(id)
		if a.Audience != 103 || a.Sent != 95 || a.Blocked != 2 || a.Failed != 2 || a.Unknown != 2 || a.Cancelled != 2 {
			t.Errorf("%+v", a)
		}
		if world.uploads != 1 {
			t.Error(world.uploads, "uploads")
		}
		s.books(id)
		world.once(s)
		for chat, want := range map[int64]bool{2: true, 3: false} {
			if p, _, err := s.people.Find(t.Context(), chat); p.Blocked != want || err != nil {
				t.Error(chat, "blocked:", p.Blocked, err)
			}
		}
		// By hand, those of whom nothing is known get it again.
		world.fail = nil
		if again, err := s.store.ResendUnknown(t.Context(), admin, id); again != 2 || err != nil {
			t.Error(again, err)
		}
		s.run(s.engine(world), s.final(id))
		if a := s.account(id); a.Sent != 97 || a.Unknown != 0 || a.State != broadcasts.Done {
			t.Errorf("%+v", a)
		}
		s.books(id)
	})
}

// TestFailuresPause: a broadcast that Telegram refuses pauses itself and tells
// its author; resumed by hand it goes on.
func TestFailuresPause(t *testing.T) {
	t.Parallel()
	s := open(t, databasetest.Open(t, "sqlite::memory:"))
	s.crowd(1000)
	s.must(s.people.SetLanguage(t.Context(), admin.Chat, "ru"))
	_, err := s.db.Exec(t.Context(), `UPDATE people SET created_at = ? WHERE chat = ?`, monday.Add(time.Hour).Unix(), admin.Chat)
	s.must(err)
	world := &telegram{fail: func(m broadcasts.Message) error {
		if m.Chat%3 == 0 {
			return errRefused
		}
		return nil
	}}
	id := s.scheduled(everybody(), nil)
	e := s.engine(world)
	s.run(e, func() bool { return s.account(id).State == broadcasts.Paused })
	a := s.account(id)
	if a.Left < 700 || a.Final {
		t.Errorf("it went on for long: %+v", a)
	}
	all, err := s.outbox.OfChat(t.Context(), admin.Chat)
	s.must(err)
	if len(all) != 2 || !strings.Contains(string(all[0].Args), `"act":"approved"`) || !strings.Contains(string(all[1].Args), `"act":"troubled"`) {
		t.Errorf("the author was told %v", all)
	}
	world.fail = nil
	s.must(s.store.Resume(t.Context(), chief, id))
	s.run(s.engine(world), s.final(id))
	if a := s.account(id); a.Sent+a.Failed != 1000 || a.Failed < 10 {
		t.Errorf("%+v", a)
	}
	s.books(id)
}
