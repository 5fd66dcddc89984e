package broadcasts_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
)

// TestCorrection: the messages delivered are edited, with the fix under the
// text; it needs an approval of its own and has an account of its own.
func TestCorrection(t *testing.T) {
	t.Parallel()
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		s, world := open(t, db), &telegram{}
		s.crowd(230)
		world.fail = func(m broadcasts.Message) error {
			if m.Chat == 7 {
				return errRefused
			}
			return nil
		}
		id := s.scheduled(everybody(), &broadcasts.NewFile{Kind: broadcasts.Photo, Name: "a.png", Content: []byte("png")})
		fix := broadcasts.Texts{KK: "15 қараша", RU: "15 ноября"}
		if _, err := s.store.Correct(t.Context(), admin, "", id, fix); !errors.Is(err, broadcasts.ErrState) {
			t.Error("corrected before it was sent:", err)
		}
		s.run(s.engine(world), s.final(id))
		s.must(s.people.Mute(t.Context(), 9, broadcasts.MuteKind, true)) // was told wrongly all the same
		s.must(s.people.SetBlocked(t.Context(), 11, true))
		s.now.Advance(4*time.Hour + 5*time.Minute)

		c, err := s.store.Correct(t.Context(), admin, "update 8", id, fix)
		s.must(err)
		if again, err := s.store.Correct(t.Context(), admin, "update 8", id, fix); again.ID != c.ID || err != nil {
			t.Error(again.ID, err)
		}
		if _, err := s.store.Correct(t.Context(), admin, "", id, fix); !errors.Is(err, broadcasts.ErrState) {
			t.Error("two corrections at once:", err)
		}
		if e, err := s.store.Estimate(t.Context(), admin, c.ID, 25); e.People != 229 || !e.Approval || err != nil {
			t.Error(e, err)
		}
		if state, err := s.store.Submit(t.Context(), admin, c.ID); state != broadcasts.Waiting || err != nil {
			t.Error(state, err)
		}
		s.must(s.store.Approve(t.Context(), chief, c.ID, c.Version))
		s.run(s.engine(world), s.final(c.ID))
		if a := s.account(c.ID); a.Audience != 229 || a.Sent != 228 || a.Blocked != 1 {
			t.Errorf("%+v", a)
		}
		if want := texts.KK + "\n\n<b>kk 14:05:</b> 15 қараша"; world.got[2][0] != want || len(world.got[2]) != 1 {
			t.Errorf("%q", world.got[2])
		}
		if world.sends != 229 || world.edits != 228 || world.uploads != 1 || !strings.HasSuffix(world.got[9][0], "15 ноября") {
			t.Error(world.sends, world.edits, world.got[9])
		}
		s.books(c.ID)
		if all, err := s.store.Corrections(t.Context(), admin, id); len(all) != 1 || all[0].ID != c.ID || err != nil {
			t.Error(all, err)
		}

		second, err := s.store.Correct(t.Context(), admin, "", id, broadcasts.Texts{KK: "16", RU: "16"})
		s.must(err)
		s.submit(second)
		s.run(s.engine(world), s.final(second.ID))
		if got := world.got[2][0]; strings.Count(got, "14:05") != 2 || !strings.HasSuffix(got, " 16") || !strings.Contains(got, "15 қараша") {
			t.Errorf("%q", got)
		}
		var fault *broadcasts.TextFault
		long := strings.Repeat("a", 1024-len("14:05")-60)
		if _, err := s.store.Correct(t.Context(), admin, "", id, broadcasts.Texts{KK: long, RU: long}); !errors.As(err, &fault) || fault.What != broadcasts.TooLong {
			t.Error("longer than a caption:", err)
		}
		if _, err := s.store.Correct(t.Context(), admin, "", c.ID, fix); !errors.Is(err, broadcasts.ErrState) {
			t.Error("a correction was corrected:", err)
		}
		s.now.Advance(broadcasts.Kept)
		if _, err := s.store.Correct(t.Context(), admin, "", id, fix); !errors.Is(err, broadcasts.ErrKept) {
			t.Error(err)
		}
		n, err := s.store.Retain(t.Context())
		if n != 230+229+229 || err != nil {
			t.Error(n, "erased", err)
		}
		var files int
		s.must(db.QueryRow(t.Context(), `SELECT COUNT(*) FROM broadcast_files`).Scan(&files))
		if a := s.account(id); a.Sent != 229 || a.Failed != 1 || files != 0 {
			t.Errorf("%+v, %d files", a, files)
		}
		if n, err := s.store.Retain(t.Context()); n != 0 || err != nil {
			t.Error(n, err)
		}
	})
}

// TestPreview: the author alone gets both languages, and the file is uploaded
// once for all.
func TestPreview(t *testing.T) {
	t.Parallel()
	s, world := open(t, databasetest.Open(t, "sqlite::memory:")), &telegram{}
	s.crowd(120)
	b, err := s.store.Create(t.Context(), admin, "", everybody(), &broadcasts.NewFile{Kind: broadcasts.Document, Name: "a.pdf", Content: []byte("%PDF")})
	s.must(err)
	e := s.engine(world)
	s.must(e.Preview(t.Context(), chief, b.ID))
	if got := world.got[chief.Chat]; len(got) != 2 || got[0] != texts.KK || got[1] != texts.RU || len(world.got) != 1 {
		t.Error(world.got)
	}
	if err := e.Preview(t.Context(), stranger, b.ID); !errors.Is(err, broadcasts.ErrNotFound) {
		t.Error(err)
	}
	s.submit(b)
	s.run(s.engine(world), s.final(b.ID))
	if a := s.account(b.ID); world.uploads != 1 || a.Sent != 120 {
		t.Errorf("%d uploads, %+v", world.uploads, a)
	}
}
