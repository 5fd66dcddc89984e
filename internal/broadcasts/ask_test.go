package broadcasts_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
)

// told are the arguments of the notices to a person.
func (s *stand) told(chat int64) (out []string) {
	s.Helper()
	all, err := s.outbox.OfChat(s.Context(), chat)
	s.must(err)
	for _, n := range all {
		out = append(out, string(n.Kind)+" "+string(n.Args))
	}
	return out
}

// Those who may approve are asked, the author never; the author is told what
// came of it, and an engine that runs once does all there is to do.
func TestApproversAreAskedAndTheAuthorIsTold(t *testing.T) {
	t.Parallel()
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		s := open(t, db)
		s.crowd(150)
		s.store.Approvers = func(context.Context, *database.Tx, string, string) ([]int64, error) {
			return []int64{admin.Chat, chief.Chat}, nil
		}
		b, err := s.store.Create(t.Context(), admin, "", everybody(), &broadcasts.NewFile{Kind: broadcasts.Photo, Name: "plan.png", TelegramID: "known"})
		s.must(err)
		for range 2 { // asked once, however often it is pressed
			if state, err := s.store.Submit(t.Context(), admin, b.ID); err != nil || state != broadcasts.Waiting {
				t.Fatal(state, err)
			}
		}
		if got := s.told(chief.Chat); !slices.Equal(got, []string{`broadcast_approval {"broadcast":1,"version":1}`}) {
			t.Errorf("the approver was asked %v", got)
		}
		s.must(s.store.Return(t.Context(), chief, b.ID, "a date is missing"))
		if _, err := s.store.Submit(t.Context(), admin, b.ID); err != nil {
			t.Fatal(err)
		}
		s.must(s.store.Approve(t.Context(), chief, b.ID, b.Version))
		world := &telegram{}
		if steps, err := s.engine(world).Once(t.Context()); err != nil || steps == 0 {
			t.Fatal(steps, err)
		}
		if a := s.account(b.ID); !a.Final || a.Sent != 150 || world.uploads != 0 {
			t.Errorf("%+v, %d uploads", a, world.uploads)
		}
		if steps, err := s.engine(world).Once(t.Context()); err != nil || steps != 0 {
			t.Errorf("%d steps with nothing to do, %v", steps, err)
		}
		if at, ok, err := s.store.NextWake(t.Context()); err != nil || ok {
			t.Error("something is due", at, err)
		}
		got := s.told(admin.Chat)
		for i, act := range []string{"returned", "approved", "done"} {
			if len(got) != 3 || !strings.Contains(got[i], `"act":"`+act+`"`) {
				t.Fatalf("the author was told %v", got)
			}
		}
		if about, ok, err := s.store.About(t.Context(), 7, b.ID); err != nil || !ok || about.ID != b.ID {
			t.Error("its reader is not told", ok, err)
		}
		if _, ok, err := s.store.About(t.Context(), 5000, b.ID); err != nil || ok {
			t.Error("a stranger is told", err)
		}
	})
}

func TestTheNextWakeIsTheNextThingToDo(t *testing.T) {
	t.Parallel()
	s := open(t, databasetest.Open(t, "sqlite::memory:"))
	s.crowd(3)
	b, err := s.store.Create(t.Context(), admin, "", everybody(broadcasts.Content{SendAt: monday.Add(3 * time.Hour)}), nil)
	s.must(err)
	if _, ok, err := s.store.NextWake(t.Context()); err != nil || ok {
		t.Error("a draft wakes somebody", err)
	}
	s.submit(b)
	if at, ok, err := s.store.NextWake(t.Context()); err != nil || !ok || !at.Equal(monday.Add(3*time.Hour)) {
		t.Error(at, ok, err)
	}
}
