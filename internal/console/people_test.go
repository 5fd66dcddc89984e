package console_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/merzim/merzim/internal/console"
	"github.com/merzim/merzim/internal/roles"
)

// TestPeople is what admins do.
func TestPeople(t *testing.T) {
	each(t, map[string]func(*stand){"invite": invite, "revoke": revoke, "log": auditLog})
}

var invitationLink = regexp.MustCompile(`https://t\.me/merzim_bot\?start=i-([A-Za-z0-9_-]{22})`)

// invite: an admin's invitation works once, for whoever comes first; one that
// was withdrawn does not; a role that can't be is refused.
func invite(s *stand) {
	s.everybody()
	b := s.login(admin)
	token := b.token()
	made := b.post(console.Root+"people/invite", console.FormField, token, "role", "staff", "agency", "police-migration", "region", "astana")
	found := invitationLink.FindStringSubmatch(made.body)
	if made.status != http.StatusOK || found == nil {
		s.Fatal(made.status, made.body)
	}
	h, err := s.roles.Accept(s.Context(), s.next(), 900, found[1])
	s.must(err)
	if h.Grant != (roles.Grant{Role: roles.Staff, Agency: "police-migration", Region: "astana"}) {
		s.Errorf("%+v", h)
	}
	if page := b.get(console.Root + "people"); invitationLink.MatchString(page.body) || !page.says("Астана") || strings.Contains(page.body, "900") {
		s.Error("the link is shown again, the role is not, or a chat is")
	}
	for name, c := range map[string][2]string{"nothing": {"", ""}, "no agency": {"staff", ""}, "an unknown role": {"king", ""}, "an unknown agency": {"staff", "nope"}} {
		if got := b.post(console.Root+"people/invite", console.FormField, token, "role", c[0], "agency", c[1]); got.status != http.StatusUnprocessableEntity || invitationLink.MatchString(got.body) {
			s.Error(name, got.status)
		}
	}
	if got := b.post(console.Root+"people/invite", console.FormField, token, "role", "staff", "agency", "nit", "region", "astana"); got.status != http.StatusUnprocessableEntity || !got.says(said("ru", "ConsoleGrantFaultRegion")) {
		s.Error("a region of an agency without regions:", got.status)
	}
	made = b.post(console.Root+"people/invite", console.FormField, token, "role", "analyst", "agency", "nit")
	found = invitationLink.FindStringSubmatch(made.body)
	open, err := s.roles.Open(s.Context())
	s.must(err)
	if len(open) != 1 || open[0].Grant != (roles.Grant{Role: roles.Analyst}) {
		s.Fatalf("%+v", open)
	}
	if got := b.post(fmt.Sprintf("%sinvitations/%d/withdraw", console.Root, open[0].ID), console.FormField, token); got.status != http.StatusOK {
		s.Error(got.status)
	}
	if _, err := s.roles.Accept(s.Context(), s.next(), 901, found[1]); err == nil {
		s.Error("a withdrawn invitation was accepted")
	}
}

// revoke: nobody ends their own role; somebody else's ends at once.
func revoke(s *stand) {
	s.everybody()
	b, theirs := s.login(admin), s.login(staff)
	for chat, want := range map[int64]int{admin: http.StatusUnprocessableEntity, staff: http.StatusOK} {
		h, _, err := s.roles.Find(s.Context(), chat)
		s.must(err)
		if got := b.post(fmt.Sprintf("%speople/%d/revoke", console.Root, h.Invitation), console.FormField, b.token()); got.status != want {
			s.Error(chat, got.status)
		}
	}
	if got := theirs.get(console.Root + "requests"); got.status != http.StatusForbidden {
		s.Error("still in:", got.status)
	}
	if got := b.get(console.Root); got.status != http.StatusOK {
		s.Error("the admin is out:", got.status)
	}
}

// auditLog: every act is there with who did it and what it was about, and
// nothing of what nobody may know.
func auditLog(s *stand) {
	s.everybody()
	r := s.request(citizen, "2026-11-10", 10, numbered("A-1"))
	b := s.login(staff)
	path := fmt.Sprintf("%srequests/%d", console.Root, r.ID)
	page := b.get(path)
	b.post(path+"/state", console.FormField, page.field("token"), "once", page.field("once"), "state", "accepted", "note", "NOTE")
	b.get(console.Root + "people")
	s.window().get(console.Root + "<script>")
	s.forget(staff)
	log := s.login(admin).get(console.Root + "audit")
	for _, text := range []string{
		"изменено состояние", "request:" + fmt.Sprint(r.ID), "принято приглашение", "Администратор (приглашение № 1)", "GET /console/people", "отказано",
		said("ru", "ConsoleActorForgotten"), said("ru", "ConsoleActorCommandLine"), said("ru", "ConsoleActorVisitor"), "вход", "Миграционная служба полиции",
	} {
		if !log.says(text) {
			s.Errorf("no %q", text)
		}
	}
	for _, text := range []string{"NOTE", "A-1", "<script>alert", "/console/<script>", fmt.Sprint(citizen), ">601<"} {
		if strings.Contains(log.body, text) {
			s.Errorf("the log shows %q", text)
		}
	}
	refused := s.login(admin).get(console.Root + "audit?refused=yes")
	if refused.says("изменено состояние") || !refused.says("GET /console/people") {
		s.Error(refused.body)
	}
	for range 60 {
		s.must(s.roles.Note(s.Context(), roles.Entry{Actor: roles.Person(admin), Action: "broadcast_sent", Subject: "broadcast:1"}))
	}
	next := regexp.MustCompile(`href="([^"]+)" rel="next"`).FindStringSubmatch(s.login(admin).get(console.Root + "audit").body)
	if next == nil {
		s.Fatal("no second page")
	}
	if page := s.login(admin).get(strings.ReplaceAll(next[1], "&amp;", "&")); page.status != http.StatusOK || !page.says("broadcast_sent") {
		s.Error(page.status)
	}
}
