package console_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/merzim/merzim/internal/console"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/roles"
)

// TestHeaders: nothing from elsewhere is loaded, nothing is stored, nobody frames
// the console, on every kind of answer.
func TestHeaders(t *testing.T) {
	t.Parallel()
	s := open(t, databasetest.Open(t, "sqlite::memory:"), func(o *console.Options) {
		o.Pages = append(o.Pages, console.Page{Path: "live", Title: "ConsoleNow", Roles: []roles.Role{roles.Admin}, Script: true, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {})})
	})
	s.everybody()
	in := s.login(admin)
	const policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	for name, got := range map[string]answer{
		"a page": in.get(console.Root), "without a session": s.window().get(console.Root), "nothing": in.get(console.Root + "nothing"),
		"the style": in.get(console.Root + "assets/console.css"), "a link that is over": s.window().get(console.Root + "login/x"),
	} {
		for header, want := range map[string]string{
			"Content-Security-Policy": policy, "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
		} {
			if got.header.Get(header) != want {
				t.Errorf("%s: %s: %s", name, header, got.header.Get(header))
			}
		}
		if cache := got.header.Get("Cache-Control"); cache != "no-store" && name != "the style" {
			t.Errorf("%s: Cache-Control: %s", name, cache)
		}
		for _, bad := range []string{"http://", "https://", "<script", "style=", " onclick"} {
			if strings.Contains(got.body, bad) {
				t.Errorf("%s holds %s", name, bad)
			}
		}
	}
	if got := in.get(console.Root + "live").header.Get("Content-Security-Policy"); got != policy+"; script-src 'self'; connect-src 'self'" {
		t.Error(got)
	}
	for _, path := range []string{"assets/", "assets/../templates/frame.html", "assets/nothing.css"} {
		if got := s.window().get(console.Root + path); got.status == http.StatusOK {
			t.Error(path, "is served")
		}
	}
}

// TestCookies: the session's cookie is for this site and its pages alone.
func TestCookies(t *testing.T) {
	t.Parallel()
	for address, secure := range map[string]bool{"https://merzim.kz/": true, "http://127.0.0.1:8080": false} {
		s := open(t, databasetest.Open(t, "sqlite::memory:"), func(o *console.Options) { o.PublicURL = address })
		s.everybody()
		link, err := s.console.LoginLink(t.Context(), staff)
		s.must(err)
		if !strings.HasPrefix(link.URL, strings.TrimSuffix(address, "/")+"/console/login/") {
			t.Error(link.URL)
		}
		b := s.window()
		b.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		got := b.post(link.URL[strings.Index(link.URL, "/console/"):], "code", link.Code)
		cookie, err := http.ParseSetCookie(got.header.Get("Set-Cookie"))
		s.must(err)
		if got.status != http.StatusSeeOther || !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode || cookie.Path != console.Root || cookie.Secure != secure || cookie.MaxAge != 0 || len(cookie.Value) != 44 {
			t.Errorf("%d %+v", got.status, cookie)
		}
		if (got.header.Get("Strict-Transport-Security") != "") != secure {
			t.Error("Strict-Transport-Security", got.header)
		}
	}
}

// TestOtherSites: a form that comes from another site does nothing, even with
// the right token, and even the one that logs in.
func TestOtherSites(t *testing.T) {
	t.Parallel()
	s := open(t, databasetest.Open(t, "sqlite::memory:"))
	s.everybody()
	b := s.login(staff)
	link, err := s.console.LoginLink(t.Context(), colleague)
	s.must(err)
	token := b.token()
	for _, header := range [][2]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}, {"Origin", "null"}} {
		for path, form := range map[string]string{console.Root + "logout": console.FormField + "=" + token, link.URL: "code=" + link.Code} {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.address(path), strings.NewReader(form))
			s.must(err)
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set(header[0], header[1])
			before := s.refusals()
			if got := b.send(r); got.status != http.StatusForbidden || s.refusals() != before+1 {
				t.Errorf("%v %s: %d, %d lines in the log", header, path, got.status, s.refusals()-before)
			}
		}
	}
	if got := b.get(console.Root); got.status != http.StatusOK {
		t.Error("logged out by another site")
	}
	if got := s.window().get(link.URL); got.status != http.StatusOK {
		t.Error("another site used the link up:", got.status)
	}
}

// TestLanguages: the switch is kept, and holds for the page without a session
// too.
func TestLanguages(t *testing.T) {
	t.Parallel()
	s := open(t, databasetest.Open(t, "sqlite::memory:"))
	s.everybody()
	s.must(s.people.SetLanguage(t.Context(), teacher, "kk"))
	if page := s.login(teacher).get(console.Root); !strings.Contains(page.body, `<html lang="kk">`) {
		t.Error("the person's language is not taken")
	}
	b := s.login(staff)
	for _, lang := range []string{"kk", "ru"} {
		b.get(console.Root + "?lang=" + lang)
		for _, path := range []string{"", "requests", "nothing"} {
			if page := b.get(console.Root + path); !strings.Contains(page.body, `<html lang="`+lang+`">`) {
				t.Error(path, "is not in", lang)
			}
		}
	}
	if page := b.get(console.Root + "requests?due=soon&lang=xx"); !strings.Contains(page.body, `href="/console/requests?due=soon&amp;lang=kk"`) {
		t.Error("the switch loses the filter")
	}
}
