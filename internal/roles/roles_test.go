package roles_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/embeddedtest"
	"github.com/merzim/merzim/internal/roles"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const boss, clerk = 501, 601

// stand is a store at 10:00 on 23 November 2026 in Almaty.
type stand struct {
	*testing.T
	db    *database.DB
	now   *clock.Manual
	store *roles.Store
}

// TestRoles is the conformance suite of the store.
func TestRoles(t *testing.T) {
	suite := databasetest.Suite{}
	for name, part := range map[string]func(*stand){
		"once": once, "race": race, "expiry": expiry, "withdraw": withdraw, "revoke": revoke, "another role": anotherRole, "log": logged, "forget": forget, "retention": retention,
	} {
		suite[name] = func(t *testing.T, db *database.DB) {
			now := clock.At(time.Date(2026, 11, 23, 5, 0, 0, 0, time.UTC))
			part(&stand{t, db, now, roles.NewStore(db, now)})
		}
	}
	suite.Run(t)
}

func (s *stand) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *stand) invite(g roles.Grant) (roles.Invitation, string) {
	s.Helper()
	i, token, err := s.store.Invite(s.Context(), roles.CommandLine(), g)
	s.must(err)
	return i, token
}

// grant gives a role by a fresh invitation.
func (s *stand) grant(update, chat int64, g roles.Grant) roles.Holder {
	s.Helper()
	_, token := s.invite(g)
	h, err := s.store.Accept(s.Context(), update, chat, token)
	s.must(err)
	return h
}

var police = roles.Grant{Role: roles.Staff, Agency: "police-migration", Region: "almaty"}

// once: an invitation gives one person one role, bound as it was made; the same
// update again gets the same answer, and everybody else none.
func once(s *stand) {
	i, token := s.invite(police)
	if len(token) != 22 || !i.ExpiresAt.Equal(s.now.Now().Add(72*time.Hour)) {
		s.Error(token, i)
	}
	var kept int
	s.must(s.db.QueryRow(s.Context(), `SELECT COUNT(*) FROM invitations WHERE hash LIKE ?`, "%"+token+"%").Scan(&kept))
	if kept != 0 {
		s.Error("the token is kept")
	}
	for range 2 {
		h, err := s.store.Accept(s.Context(), 1, clerk, token)
		if err != nil || h.Grant != police || h.Chat != clerk || h.Invitation != i.ID {
			s.Fatalf("%+v %v", h, err)
		}
	}
	for _, c := range []struct{ update, chat int64 }{{2, clerk}, {1, boss}, {3, boss}} {
		if _, err := s.store.Accept(s.Context(), c.update, c.chat, token); !errors.Is(err, roles.ErrInvitation) {
			s.Error(c, err)
		}
	}
	for _, wrong := range []string{"", "x", token + "x", strings.ToUpper(token), strings.Repeat("a", 5000), "' OR 1=1"} {
		if _, err := s.store.Accept(s.Context(), 9, boss, wrong); !errors.Is(err, roles.ErrInvitation) {
			s.Errorf("%q: %v", wrong, err)
		}
	}
	if _, ok, err := s.store.Find(s.Context(), boss); ok || err != nil {
		s.Error("somebody has a role without an invitation", err)
	}
	if all, err := s.store.List(s.Context()); len(all) != 1 || err != nil || all[0].Grant != police {
		s.Error(all, err)
	}
}

// race: of many who open an invitation at once, one gets the role.
func race(s *stand) {
	_, token := s.invite(police)
	var all sync.WaitGroup
	var in atomic.Int64
	for i := range int64(8) {
		all.Go(func() {
			_, err := s.store.Accept(context.Background(), 100+i, 1000+i, token)
			switch {
			case err == nil:
				in.Add(1)
			case !errors.Is(err, roles.ErrInvitation):
				s.Error(err)
			}
		})
	}
	all.Wait()
	if holders, _ := s.store.List(s.Context()); in.Load() != 1 || len(holders) != 1 {
		s.Error(in.Load(), "were let in,", len(holders), "have a role")
	}
}

func expiry(s *stand) {
	_, early := s.invite(police)
	_, late := s.invite(police)
	s.now.Advance(72*time.Hour - time.Second)
	if _, err := s.store.Accept(s.Context(), 1, clerk, early); err != nil {
		s.Error("a second before the end:", err)
	}
	s.now.Advance(time.Second)
	if _, err := s.store.Accept(s.Context(), 2, boss, late); !errors.Is(err, roles.ErrInvitation) {
		s.Error("after three days:", err)
	}
	if open, err := s.store.Open(s.Context()); len(open) != 0 || err != nil {
		s.Error(open, err)
	}
}

func withdraw(s *stand) {
	i, token := s.invite(police)
	used, other := s.invite(police)
	_, err := s.store.Accept(s.Context(), 1, clerk, other)
	s.must(err)
	if open, err := s.store.Open(s.Context()); len(open) != 1 || open[0].ID != i.ID || err != nil {
		s.Error(open, err)
	}
	s.must(s.store.Withdraw(s.Context(), roles.Person(boss), i.ID))
	for _, id := range []int64{i.ID, used.ID, 999} {
		if err := s.store.Withdraw(s.Context(), roles.Person(boss), id); !errors.Is(err, roles.ErrInvitation) {
			s.Error(id, err)
		}
	}
	if _, err := s.store.Accept(s.Context(), 2, boss, token); !errors.Is(err, roles.ErrInvitation) {
		s.Error(err)
	}
}

func revoke(s *stand) {
	b, c := s.grant(1, boss, roles.Grant{Role: roles.Admin}), s.grant(2, clerk, police)
	if err := s.store.Revoke(s.Context(), roles.Person(boss), b.Invitation); !errors.Is(err, roles.ErrSelf) {
		s.Error(err)
	}
	var told []roles.Holder
	away := errors.New("the outbox is away")
	s.store.AfterRevoke = func(_ context.Context, _ *database.Tx, h roles.Holder) error {
		told = append(told, h)
		return away
	}
	if err := s.store.Revoke(s.Context(), roles.Person(boss), c.Invitation); !errors.Is(err, away) {
		s.Error(err)
	}
	if _, ok, err := s.store.Find(s.Context(), clerk); !ok || err != nil {
		s.Error("the role is gone and nobody is told", err)
	}
	away, told = nil, nil
	s.must(s.store.Revoke(s.Context(), roles.Person(boss), c.Invitation))
	if err := s.store.Revoke(s.Context(), roles.Person(boss), c.Invitation); !errors.Is(err, roles.ErrNoRole) {
		s.Error(err)
	}
	if _, ok, err := s.store.Find(s.Context(), clerk); ok || err != nil {
		s.Error("still has it", err)
	}
	if len(told) != 1 || told[0].Chat != clerk || told[0].Grant != police {
		s.Errorf("told: %+v", told)
	}
}

// anotherRole: a second invitation exchanges the role, and the first one's number
// names nothing any more.
func anotherRole(s *stand) {
	first := s.grant(1, clerk, police)
	second := s.grant(2, clerk, roles.Grant{Role: roles.Analyst})
	h, ok, err := s.store.Find(s.Context(), clerk)
	if !ok || err != nil || h.Role != roles.Analyst || h.Agency != "" || h.Invitation != second.Invitation {
		s.Errorf("%+v %v", h, err)
	}
	if err := s.store.Revoke(s.Context(), roles.CommandLine(), first.Invitation); !errors.Is(err, roles.ErrNoRole) {
		s.Error(err)
	}
}

// logged: each act and each refusal is a line, in order, by pages.
func logged(s *stand) {
	s.grant(1, boss, roles.Grant{Role: roles.Admin})
	_, err := s.store.Accept(s.Context(), 2, clerk, "wrong")
	if !errors.Is(err, roles.ErrInvitation) {
		s.Fatal(err)
	}
	s.must(s.store.Note(s.Context(), roles.Entry{Actor: roles.Visitor(), Action: "open", Subject: "GET /console/people", Refused: true}))
	all, err := s.store.Audit(s.Context(), 0, false, 10)
	s.must(err)
	var got []string
	for _, e := range all {
		got = append(got, fmt.Sprintf("%s %d %s %s %v", e.Actor.Kind, e.Actor.Chat, e.Action, e.Subject, e.Refused))
		if !e.At.Equal(s.now.Now()) {
			s.Error(e.At)
		}
	}
	want := []string{
		"visitor 0 open GET /console/people true", "person 601 accept invitation true", "person 501 accept invitation:1:admin false", "command_line 0 invite invitation:1:admin false",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		s.Error(strings.Join(got, "\n"))
	}
	page, err := s.store.Audit(s.Context(), all[1].ID, false, 1)
	if len(page) != 1 || page[0].ID != all[2].ID || err != nil {
		s.Error(page, err)
	}
	if refused, err := s.store.Audit(s.Context(), 0, true, 10); len(refused) != 2 || err != nil {
		s.Error(refused, err)
	}
	if of, err := s.store.Of(s.Context(), clerk); len(of) != 1 || err != nil {
		s.Error(of, err)
	}
}

// forget: a role ends with the person, and the log keeps what was done and not
// by whom.
func forget(s *stand) {
	s.grant(1, boss, roles.Grant{Role: roles.Admin})
	h := s.grant(2, clerk, police)
	s.must(s.store.Note(s.Context(), roles.Entry{Actor: roles.Person(clerk), Action: "set_state", Subject: "request:7", Agency: police.Agency}))
	_, token := s.invite(police)
	for _, want := range []bool{true, false} {
		err := s.db.Tx(s.Context(), func(tx *database.Tx) error {
			ended, err := s.store.ForgetChat(s.Context(), tx, clerk)
			if ended != want {
				s.Error("ended:", ended)
			}
			return err
		})
		s.must(err)
	}
	for _, query := range []string{
		`SELECT COUNT(*) FROM roles WHERE chat = 601`, `SELECT COUNT(*) FROM audit WHERE actor = 601 OR person = 601 OR subject LIKE '%601%'`,
		`SELECT COUNT(*) FROM invitations WHERE accepted_by = 601 OR accepted_update = 2`,
	} {
		var n int
		s.must(s.db.QueryRow(s.Context(), query).Scan(&n))
		if n != 0 {
			s.Errorf("%s: %d", query, n)
		}
	}
	all, err := s.store.Audit(s.Context(), 0, false, 20)
	s.must(err)
	kept := false
	for _, e := range all {
		kept = kept || e.Action == "set_state" && e.Actor.Kind == "forgotten" && e.Subject == "request:7" && e.Agency == police.Agency
	}
	if !kept || all[0].Action != roles.ActionInvite && all[0].Action != roles.ActionForgotten {
		s.Errorf("%+v", all)
	}
	if err := s.store.Revoke(s.Context(), roles.CommandLine(), h.Invitation); !errors.Is(err, roles.ErrNoRole) {
		s.Error(err)
	}
	if _, err := s.store.Accept(s.Context(), 5, clerk, token); err != nil {
		s.Error("who was forgotten can't come again:", err)
	}
}

func retention(s *stand) {
	s.grant(1, boss, roles.Grant{Role: roles.Admin})
	s.invite(police)
	s.now.Advance(3*365*24*time.Hour - time.Hour)
	if n, err := s.store.Retain(s.Context()); n != 0 || err != nil {
		s.Error(n, err)
	}
	s.must(s.store.Note(s.Context(), roles.Entry{Actor: roles.Visitor(), Action: "open"}))
	s.now.Advance(5 * 24 * time.Hour) // a leap day and an hour
	if n, err := s.store.Retain(s.Context()); n != 3 || err != nil {
		s.Error(n, err)
	}
	if _, ok, _ := s.store.Find(s.Context(), boss); !ok {
		s.Error("the role went with the log")
	}
}

func TestGrants(t *testing.T) {
	t.Parallel()
	c := embeddedtest.Catalog()
	for _, x := range []struct {
		grant   roles.Grant
		part    roles.Part // "": right
		unknown bool
	}{
		{roles.Grant{Role: roles.Admin}, "", false},
		{roles.Grant{Role: roles.Analyst}, "", false},
		{police, "", false},
		{roles.Grant{Role: roles.Staff, Agency: "nit"}, "", false},
		{roles.Grant{}, roles.PartRole, false},
		{roles.Grant{Role: "king"}, roles.PartRole, false},
		{roles.Grant{Role: roles.Staff}, roles.PartAgency, false},
		{roles.Grant{Role: roles.Staff, Agency: "nope"}, roles.PartAgency, true},
		{roles.Grant{Role: roles.Staff, Agency: "nit", Region: "astana"}, roles.PartRegion, false},
		{roles.Grant{Role: roles.Staff, Agency: "police-migration", Region: "mars"}, roles.PartRegion, true},
		{roles.Grant{Role: roles.Admin, Agency: "nit"}, roles.PartAgency, false},
		{roles.Grant{Role: roles.Analyst, Region: "astana"}, roles.PartRegion, false},
	} {
		err := x.grant.Check(c)
		var wrong *roles.GrantError
		if errors.As(err, &wrong); (err == nil) != (x.part == "") || err != nil && (wrong.Part != x.part || wrong.Unknown != x.unknown) {
			t.Errorf("%+v: %v", x.grant, err)
		}
	}
}

// FuzzAccept: whatever is sent as a token, nobody gets a role but by the right one.
func FuzzAccept(f *testing.F) {
	db, err := database.Open(f.Context(), "sqlite::memory:")
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = db.Close() })
	store := roles.NewStore(db, clock.System())
	if _, _, err := store.Invite(f.Context(), roles.CommandLine(), police); err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{"", "i-", "x'; DROP TABLE roles; --", "\x00", strings.Repeat("я", 100)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, token string) {
		if _, err := store.Accept(t.Context(), 1, clerk, token); !errors.Is(err, roles.ErrInvitation) {
			t.Errorf("%q: %v", token, err)
		}
	})
}
