package console_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/console"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/internal/uploads"
)

// ofPages are the addresses that other rooms bring.
func ofPages() map[string][]roles.Role {
	out := map[string][]roles.Role{}
	for _, pattern := range []string{
		"GET /console/reports", "GET /console/reports/chart/weeks.svg", "GET /console/reports/table/kinds.csv", "GET /console/reports/table/kinds.xlsx",
		"GET /console/reports/workbook.xlsx", "GET /console/log", "GET /console/log/file/csv", "GET /console/log/file/xlsx", "GET /console/log/{id}",
		"POST /console/log/{id}/note", "POST /console/log/{id}/note/1/delete", "POST /console/log/{id}/label", "POST /console/log/{id}/label/remove",
		"GET /console/lists", "GET /console/lists/table/missing.csv", "GET /console/digest", "POST /console/digest",
	} {
		out[pattern] = []roles.Role{roles.Analyst}
	}
	for _, pattern := range []string{
		"GET /console/broadcasts", "GET /console/broadcasts/new", "POST /console/broadcasts/new", "GET /console/broadcasts/{id}", "GET /console/broadcasts/{id}/edit",
		"POST /console/broadcasts/{id}/edit", "GET /console/broadcasts/{id}/progress", "POST /console/broadcasts/{id}/submit", "POST /console/broadcasts/{id}/approve",
		"POST /console/broadcasts/{id}/return", "POST /console/broadcasts/{id}/preview", "POST /console/broadcasts/{id}/pause", "POST /console/broadcasts/{id}/resume",
		"POST /console/broadcasts/{id}/cancel", "POST /console/broadcasts/{id}/resend", "POST /console/broadcasts/{id}/correct", "POST /console/broadcasts/{id}/nothing",
	} {
		out[pattern] = []roles.Role{roles.Admin, roles.Staff}
	}
	return out
}

// TestAccess tries every address as every role that may not use it, and with no
// role: 403 or 404, and a line in the audit log. Then, as somebody who may, with
// the numbers of another agency.
func TestAccess(t *testing.T) {
	onEach(t, func(s *stand) {
		s.everybody()
		mine, others := s.things("police-migration"), s.things("akimat-education")
		windows := map[string]*browser{"nobody": s.window(), "a citizen with a forged cookie": forged(s)}
		held := map[string]roles.Role{}
		for name, chat := range map[string]int64{"admin": admin, "analyst": analyst, "staff": staff} {
			windows[name] = s.login(chat)
			held[name] = roles.Role(name)
		}
		patterns := console.Patterns()
		if len(patterns) < 25 {
			s.Fatal("the table has", len(patterns), "addresses")
		}
		maps.Copy(patterns, ofPages())
		patterns["GET /console/unknown"], patterns["PUT /console/requests"] = nil, nil
		tried := 0
		for pattern, allowed := range patterns {
			for name, b := range windows {
				if slices.Contains(allowed, held[name]) {
					continue
				}
				tried++
				if held[name] == "" { // no session, no token; asking for one would fill the log, which has a bound
					s.refusedAs(b, name, pattern, mine, "")
					continue
				}
				s.refused(b, name, pattern, mine)
			}
			if slices.Contains(allowed, roles.Staff) && strings.Contains(pattern, "{id}") {
				tried++
				s.refused(windows["staff"], "staff of another agency", pattern, others)
				s.refused(windows["staff"], "staff, with a number of nothing", pattern, map[string]int64{})
			}
			if strings.HasPrefix(pattern, "POST ") && len(allowed) > 0 { // without the token of the session
				for name, b := range windows {
					if slices.Contains(allowed, held[name]) {
						tried++
						s.refusedAs(b, name+" without a token", pattern, mine, "")
						s.refusedAs(b, name+" with another's token", pattern, mine, windows["admin"].token()+"x")
					}
				}
			}
		}
		s.Logf("%d tries", tried)
		s.unchanged()
	})
}

// forged is a browser with a cookie that nobody gave it.
func forged(s *stand) *browser {
	b := s.window()
	b.client.Jar.SetCookies(mustURL(s.T, s.server.URL), []*http.Cookie{{Name: "merzim_console", Value: roles.NewToken() + roles.NewToken(), Path: "/"}})
	return b
}

// things are a number of each kind that belongs to an agency, by the first word
// of the address.
func (s *stand) things(agency string) map[string]int64 {
	s.Helper()
	service := "id-card"
	for _, x := range law().Services {
		if x.Agency == agency && agency != "police-migration" {
			service = x.ID
		}
	}
	r := s.request(citizen, "2026-11-02", 5, func(n *requests.New) { n.Service = service; n.Number = "A-" + agency[:3] + "77" })
	c := s.complaint(citizen, "ru", func(n *complaints.New) {
		n.Agency, n.Service = agency, service
		n.Kind = complaints.Refused
		n.Request = r.ID
	})
	s.must(s.complaints.SaveTemplate(s.Context(), agency, complaints.Template{Title: "t", Text: complaints.AnswerText{KK: "kk", RU: "ru"}}))
	templates, err := s.complaints.Templates(s.Context(), agency)
	s.must(err)
	u, err := s.uploads.Preview(s.Context(), uploads.Bounds{Agency: agency}, []uploads.Row{{Line: 2, Outcome: uploads.NotFound}})
	s.must(err)
	i, _, err := s.roles.Invite(s.Context(), roles.CommandLine(), roles.Grant{Role: roles.Staff, Agency: agency})
	s.must(err)
	h, _, err := s.roles.Find(s.Context(), colleague)
	s.must(err)
	b, err := s.broadcasts.Create(s.Context(), broadcasts.Actor{Chat: 999, Agency: agency}, "", broadcasts.Content{
		Texts: broadcasts.Texts{KK: "тишина kk", RU: "тишина ru"}, Audience: broadcasts.Audience{To: broadcasts.Everybody},
	}, nil)
	s.must(err)
	return map[string]int64{"broadcasts": b.ID, "requests": r.ID, "complaints": c.ID, "templates": templates[0].ID, "uploads": u.ID, "log": c.ID, "invitations": i.ID, "people": h.Invitation}
}

// refused tries an address with the session's own token, where there is one.
func (s *stand) refused(b *browser, who, pattern string, things map[string]int64) {
	s.Helper()
	s.refusedAs(b, who, pattern, things, b.get(console.Root).field("token"))
}

func (s *stand) refusedAs(b *browser, who, pattern string, things map[string]int64, token string) {
	s.Helper()
	method, path, _ := strings.Cut(strings.ReplaceAll(pattern, "{$}", ""), " ")
	id, ok := things[strings.Split(path, "/")[2]]
	if !ok {
		id = 987654
	}
	path = strings.ReplaceAll(path, "{id}", fmt.Sprint(id))
	before := s.refusals()
	var got answer
	switch method {
	case http.MethodPost:
		got = b.post(path, console.FormField, token, "once", "1099511627999", "state", "ready", "ground", "x", "ru", "x", "kk", "x", "role", "admin")
	default:
		r, err := http.NewRequestWithContext(s.Context(), method, b.address(path), nil)
		s.must(err)
		got = b.send(r)
	}
	if got.status != http.StatusForbidden && got.status != http.StatusNotFound {
		s.Errorf("%s: %s %s: %d", who, method, path, got.status)
	}
	if n := s.refusals() - before; n != 1 {
		s.Errorf("%s: %s %s: %d lines in the audit log", who, method, path, n)
	}
	for _, secret := range []string{"тишина", "A-pol77", "A-aki77", fmt.Sprint(citizen)} {
		if got.says(secret) {
			s.Errorf("%s: %s %s shows %s", who, method, path, secret)
		}
	}
}

// unchanged checks that nothing of what was refused happened.
func (s *stand) unchanged() {
	s.Helper()
	for query, want := range map[string]int{
		`SELECT COUNT(*) FROM requests WHERE state <> 'filed'`: 0, `SELECT COUNT(*) FROM complaints WHERE replied_at IS NOT NULL`: 0,
		`SELECT COUNT(*) FROM answer_templates`: 2, `SELECT COUNT(*) FROM uploads WHERE applied_at IS NOT NULL`: 0,
		`SELECT COUNT(*) FROM complaint_notes`: 0, `SELECT COUNT(*) FROM complaint_labels`: 0, `SELECT COUNT(*) FROM digest_subscribers`: 0,
		`SELECT COUNT(*) FROM invitations WHERE withdrawn_at IS NOT NULL`: 0, `SELECT COUNT(*) FROM roles`: 6, `SELECT COUNT(*) FROM notices`: 0,
		`SELECT COUNT(*) FROM broadcasts`: 2, `SELECT COUNT(*) FROM broadcast_events WHERE kind <> 'created'`: 0,
	} {
		var n int
		s.must(s.db.QueryRow(s.Context(), query).Scan(&n))
		if n != want {
			s.Errorf("%s: %d, want %d", query, n, want)
		}
	}
}

// TestStrangersDoNotFillTheLog: what visitors are refused is written up to a
// bound; people with a role always are.
func TestStrangersDoNotFillTheLog(t *testing.T) {
	t.Parallel()
	s := open(t, databasetest.Open(t, "sqlite::memory:"))
	s.everybody()
	stranger := s.window()
	for range 260 {
		if got := stranger.get(console.Root); got.status != http.StatusForbidden {
			t.Fatal(got.status)
		}
	}
	if n := s.refusals(); n < 200 || n > 240 {
		t.Error(n, "lines of 260 visits")
	}
	before := s.refusals()
	b := s.login(analyst)
	for range 30 {
		b.get(console.Root + "audit")
	}
	if n := s.refusals() - before; n != 30 {
		t.Error(n, "lines of 30 tries of an analyst")
	}
}

// TestNavigation: each role sees the ways that it may go, and no others.
func TestNavigation(t *testing.T) {
	t.Parallel()
	s := open(t, databasetest.Open(t, "sqlite::memory:"))
	s.everybody()
	for chat, want := range map[int64]string{
		admin:   "/console/ /console/people /console/audit /console/broadcasts",
		analyst: "/console/ /console/reports /console/log /console/lists /console/digest",
		staff:   "/console/ /console/requests /console/complaints /console/uploads /console/templates /console/broadcasts",
	} {
		b := s.login(chat)
		page := b.get(console.Root)
		nav := page.body[strings.Index(page.body, `class="pages"`):]
		nav = nav[:strings.Index(nav, "</nav>")]
		var ways []string
		for _, part := range strings.Split(nav, `href="`)[1:] {
			way, _, _ := strings.Cut(part, `"`)
			ways = append(ways, way)
			if got := b.get(way); got.status != http.StatusOK {
				t.Errorf("%s: %d", way, got.status)
			}
		}
		if got := strings.Join(ways, " "); got != want {
			t.Errorf("%d sees %s, want %s", chat, got, want)
		}
	}
	before := s.refusals()
	if got := s.login(analyst).get(console.Root + "reports/deep/er"); got.status != http.StatusNotFound || s.refusals() != before+1 {
		t.Error(got.status)
	}
}
