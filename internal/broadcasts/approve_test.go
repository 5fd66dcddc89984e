package broadcasts_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/subscriptions"
)

// audience makes n subscribers of the author's agency, from a chat number on.
func (s *stand) subscribers(from, n int) {
	s.Helper()
	for i := range n {
		s.citizen(int64(from+i), "kk", "almaty", subscriptions.Topic{Kind: subscriptions.Agency, ID: "police-migration"})
	}
}

// TestApproval: more than a hundred people need another person of that agency
// and region, or an admin, who has seen what is sent.
func TestApproval(t *testing.T) {
	databasetest.Suite{
		"who": func(t *testing.T, db *database.DB) {
			s := open(t, db)
			s.subscribers(1, 101)
			b, err := s.store.Create(t.Context(), author, "", everybody(), nil)
			s.must(err)
			if e, err := s.store.Estimate(t.Context(), author, b.ID, 25); e.People != 101 || !e.Approval || e.Takes != 4040*time.Millisecond || err != nil {
				t.Error(e, err)
			}
			if err := s.store.Approve(t.Context(), colleague, b.ID, b.Version); !errors.Is(err, broadcasts.ErrState) {
				t.Error("a draft was approved:", err)
			}
			if state, err := s.store.Submit(t.Context(), author, b.ID); state != broadcasts.Waiting || err != nil {
				t.Error(state, err)
			}
			same := author
			same.Admin = true
			for _, c := range []struct {
				name string
				by   broadcasts.Actor
				err  error
			}{
				{"the author", author, broadcasts.ErrOwn}, {"the author as admin", same, broadcasts.ErrOwn}, {"another region", elsewhere, broadcasts.ErrNotFound},
				{"another agency", stranger, broadcasts.ErrNotFound}, {"the whole country's", broadcasts.Actor{Chat: 7, Agency: "police-migration"}, broadcasts.ErrNotFound},
				{"nobody", broadcasts.Actor{}, broadcasts.ErrNotFound}, {"a chat without a role", broadcasts.Actor{Chat: 7}, broadcasts.ErrNotFound},
			} {
				if err := s.store.Approve(t.Context(), c.by, b.ID, b.Version); !errors.Is(err, c.err) {
					t.Errorf("%s: %v", c.name, err)
				}
			}
			s.must(s.store.Edit(t.Context(), author, b.ID, everybody()))
			if err := s.store.Approve(t.Context(), colleague, b.ID, b.Version); !errors.Is(err, broadcasts.ErrChanged) {
				t.Error("approved what they had not seen:", err)
			}
			_, err = s.store.Submit(t.Context(), author, b.ID)
			s.must(err)
			s.must(s.store.Approve(t.Context(), colleague, b.ID, b.Version+1))
			s.must(s.store.Approve(t.Context(), colleague, b.ID, b.Version+1)) // the press that comes twice
			s.must(s.store.Edit(t.Context(), author, b.ID, everybody()))       // ends it
			if b, err := s.store.Find(t.Context(), colleague, b.ID); b.State != broadcasts.Draft || b.Approver != 0 || !b.ApprovedAt.IsZero() || err != nil {
				t.Errorf("%+v, %v", b, err)
			}
			if err := s.store.Edit(t.Context(), colleague, b.ID, everybody()); !errors.Is(err, broadcasts.ErrNotFound) {
				t.Error("a colleague's words:", err)
			}
			_, err = s.store.Submit(t.Context(), author, b.ID)
			s.must(err)
			s.must(s.store.Return(t.Context(), colleague, b.ID, "дата"))
			_, err = s.store.Submit(t.Context(), author, b.ID)
			s.must(err)
			s.must(s.store.Approve(t.Context(), admin, b.ID, b.Version+2))
			world := &telegram{}
			s.run(s.engine(world), s.final(b.ID))
			if a := s.account(b.ID); a.Sent != 101 {
				t.Errorf("%+v", a)
			}
			if err := s.store.Edit(t.Context(), author, b.ID, everybody()); !errors.Is(err, broadcasts.ErrState) {
				t.Error("what was sent was changed:", err)
			}
		},
		"grown": func(t *testing.T, db *database.DB) {
			s, world := open(t, db), &telegram{}
			s.subscribers(1, 100)
			s.must(s.people.SetLanguage(t.Context(), author.Chat, "ru"))
			c := everybody(broadcasts.Content{SendAt: monday.Add(time.Hour)})
			b, err := s.store.Create(t.Context(), author, "", c, nil)
			s.must(err)
			if state, err := s.store.Submit(t.Context(), author, b.ID); state != broadcasts.Scheduled || err != nil {
				t.Error(state, err)
			}
			s.subscribers(1000, 1)
			s.now.Advance(2 * time.Hour)
			s.run(s.engine(world), func() bool { return s.account(b.ID).State == broadcasts.Waiting })
			if a := s.account(b.ID); a.Audience != 0 || world.count() != 0 {
				t.Errorf("%+v, %d sent", a, world.count())
			}
			if all, err := s.outbox.OfChat(t.Context(), author.Chat); len(all) != 1 || err != nil {
				t.Error("the author was not told", err)
			}
			s.must(s.store.Approve(t.Context(), colleague, b.ID, b.Version))
			s.run(s.engine(world), s.final(b.ID))
			if a := s.account(b.ID); a.Sent != 101 {
				t.Errorf("%+v", a)
			}
			s.books(b.ID)
		},
		"roles that ended": func(t *testing.T, db *database.DB) {
			s, world := open(t, db), &telegram{}
			s.subscribers(1, 101)
			gone := map[int64]bool{colleague.Chat: true}
			s.store.Entitled = func(_ context.Context, _ *database.Tx, chat int64, agency, region string) (bool, error) {
				if agency != author.Agency || region != author.Region {
					t.Error("asked for", agency, region)
				}
				return !gone[chat], nil
			}
			b, err := s.store.Create(t.Context(), author, "", everybody(), nil)
			s.must(err)
			for _, c := range []struct {
				approver broadcasts.Actor
				gone     int64
				want     broadcasts.State
			}{{colleague, colleague.Chat, broadcasts.Draft}, {admin, author.Chat, broadcasts.Draft}, {colleague, 0, broadcasts.Done}} {
				gone = map[int64]bool{c.gone: true}
				_, err = s.store.Submit(t.Context(), author, b.ID)
				s.must(err)
				s.must(s.store.Approve(t.Context(), c.approver, b.ID, b.Version))
				s.run(s.engine(world), func() bool { return s.account(b.ID).State == c.want })
			}
		},
	}.Run(t)
}

// TestDrafts: the same act makes one draft; faulty ones are not kept.
func TestDrafts(t *testing.T) {
	t.Parallel()
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		s := open(t, db)
		first, err := s.store.Create(t.Context(), author, "update 7", everybody(), nil)
		s.must(err)
		second, err := s.store.Create(t.Context(), author, "update 7", everybody(), nil)
		if second.ID != first.ID || err != nil {
			t.Error(second.ID, err)
		}
		long := make([]byte, 1100)
		for i := range long {
			long[i] = 'a'
		}
		caption := everybody()
		caption.Texts.RU = string(long)
		picture := &broadcasts.NewFile{Kind: broadcasts.Photo, Name: "a.png", Content: []byte("png")}
		var fault *broadcasts.TextFault
		if _, err := s.store.Create(t.Context(), author, "", caption, picture); !errors.As(err, &fault) || fault.What != broadcasts.TooLong || fault.Language != "ru" || fault.Limit != 1024 || fault.Units != 1100 {
			t.Error(err)
		}
		b, err := s.store.Create(t.Context(), author, "", caption, nil)
		s.must(err)
		if err := s.store.Attach(t.Context(), author, b.ID, picture); !errors.As(err, &fault) {
			t.Error("a long text became a caption:", err)
		}
		s.must(s.store.Edit(t.Context(), author, b.ID, everybody()))
		s.must(s.store.Attach(t.Context(), author, b.ID, picture))
		s.must(s.store.Attach(t.Context(), author, b.ID, nil))
		for name, f := range map[string]*broadcasts.NewFile{
			"of no kind": {Name: "a", Content: []byte("a")}, "empty": {Kind: broadcasts.Photo, Name: "a"}, "nameless": {Kind: broadcasts.Photo, Content: []byte("a")},
			"elsewhere": {Kind: broadcasts.Document, Name: "../a", Content: []byte("a")}, "large": {Kind: broadcasts.Photo, Name: "a", Content: make([]byte, 11<<20)},
		} {
			if err := s.store.Attach(t.Context(), author, b.ID, f); !errors.Is(err, broadcasts.ErrFile) {
				t.Error(name, err)
			}
		}
		if _, err := s.store.Create(t.Context(), author, "", everybody(broadcasts.Content{SendAt: monday.Add(time.Hour), ExpiresAt: monday}), nil); !errors.Is(err, broadcasts.ErrTimes) {
			t.Error(err)
		}
		for name, c := range map[string]struct {
			by   broadcasts.Actor
			want int
		}{"author": {author, 2}, "colleague": {colleague, 2}, "admin": {admin, 2}, "elsewhere": {elsewhere, 0}, "stranger": {stranger, 0}, "nobody": {broadcasts.Actor{Chat: 1}, 0}} {
			all, err := s.store.List(t.Context(), c.by, 0, 10)
			if len(all) != c.want || err != nil {
				t.Error(name, "sees", len(all), err)
			}
			if _, err := s.store.Account(t.Context(), c.by, b.ID); (err == nil) != (c.want > 0) {
				t.Error(name, err)
			}
			if _, err := s.store.Events(t.Context(), c.by, b.ID); (err == nil) != (c.want > 0) {
				t.Error(name, err)
			}
			for what, err := range map[string]error{
				"pause": s.store.Pause(t.Context(), c.by, b.ID), "resume": s.store.Resume(t.Context(), c.by, b.ID), "return": s.store.Return(t.Context(), c.by, first.ID, ""),
			} {
				if c.want == 0 && !errors.Is(err, broadcasts.ErrNotFound) {
					t.Error(name, what, err)
				}
			}
		}
		if all, err := s.store.List(t.Context(), admin, b.ID, 10); len(all) != 1 || all[0].ID != first.ID || err != nil {
			t.Error(all, err)
		}
	})
}
