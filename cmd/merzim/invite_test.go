package main

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/roles"
)

// TestInvite: the link gives the role that was asked for, and what can't be is
// refused with a line that says how to mend it.
func TestInvite(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	base := "sqlite:" + filepath.Join(dir, "merzim.db")
	env := []string{"DATABASE_URL=" + base, "HTTP_ADDR=127.0.0.1:8099"}
	link := regexp.MustCompile(`^http://127\.0\.0\.1:8099/\?start=i-([A-Za-z0-9_-]{22})\n$`)
	for _, c := range []struct {
		args   string
		status int
		says   string
	}{
		{"invite", statusUsage, "--role is missing"},
		{"invite --role king", statusUsage, "expected admin, staff or analyst"},
		{"invite --role staff", statusUsage, "--agency missing"},
		{"invite --role staff --agency nope", statusFault, "no such id in agencies.yaml"},
		{"invite --role staff --agency police-migration --region mars", statusFault, "no such id in regions.yaml"},
		{"invite --role staff --agency nit --region astana", statusUsage, "no bodies in the regions"},
		{"invite --role admin --agency nit", statusUsage, "is of no agency"},
		{"invite --role admin extra", statusUsage, ""},
	} {
		r := outsideIn(t, dir, env, "", strings.Fields(c.args)...)
		if r.status != c.status || r.out != "" || !strings.Contains(r.err, c.says) || strings.Count(r.err, "\n") != 1 {
			t.Errorf("%s: %d %q %q", c.args, r.status, r.out, r.err)
		}
	}
	r := outsideIn(t, dir, env, "", "invite", "--role", "staff", "--agency", "police-migration", "--region", "almaty")
	found := link.FindStringSubmatch(r.out)
	if r.status != statusOK || r.err != "" || found == nil {
		t.Fatalf("%+v", r)
	}
	h, err := roles.NewStore(databasetest.Open(t, base), clock.System()).Accept(t.Context(), 1, 42, found[1])
	if err != nil || h.Grant != (roles.Grant{Role: roles.Staff, Agency: "police-migration", Region: "almaty"}) {
		t.Errorf("%+v %v", h, err)
	}
}

// TestInvitationLinks: with a bot's name it is a deep link, without one the
// command that does the same.
func TestInvitationLinks(t *testing.T) {
	t.Parallel()
	for bot, want := range map[string]string{"merzim_bot": "https://t.me/merzim_bot?start=i-x", "": "/start i-x"} {
		if got := invitation(bot, "x"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
