package console_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/merzim/merzim/internal/console"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/internal/sessions"
	"github.com/merzim/merzim/internal/testserver"
)

// ways are what is checked of logging in, on each memory.
var ways = map[string]func(*stand){
	"once": once, "stolen": stolen, "expired": expired, "replaced": replaced, "ended role": endedRole, "idle": idle, "everywhere": everywhere, "log-out": logOut, "race": race,
}

// TestLogin is the suite on every dialect.
func TestLogin(t *testing.T) { each(t, ways) }

// TestLoginInRedis is the same with the links and sessions in Redis.
func TestLoginInRedis(t *testing.T) {
	t.Parallel()
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			memory, err := sessions.OpenRedis(testserver.Redis(t).URL())
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = memory.Close() })
			way(open(t, databasetest.Open(t, "sqlite::memory:"), func(o *console.Options) { o.Memory = memory }))
		})
	}
}

// once: opening the link uses nothing up, since the messenger's preview does;
// the form does, and then the link is over.
func once(s *stand) {
	s.everybody()
	link, err := s.console.LoginLink(s.Context(), staff)
	s.must(err)
	preview := s.window()
	for range 3 {
		if got := preview.get(link.URL); got.status != http.StatusOK || len(got.header.Values("Set-Cookie")) != 0 {
			s.Fatal("a preview:", got.status, got.header)
		}
	}
	b := s.window()
	if got := b.post(link.URL, "code", link.Code); got.status != http.StatusOK || !got.says(said("ru", "ConsoleNow")) {
		s.Fatal(got.status, got.body)
	}
	for _, w := range []*browser{b, s.window()} {
		if got := w.post(link.URL, "code", link.Code); got.status != http.StatusNotFound {
			s.Error("used again:", got.status)
		}
		if got := w.get(link.URL); got.status != http.StatusNotFound {
			s.Error("shown again:", got.status)
		}
	}
	if _, err := s.console.LoginLink(s.Context(), citizen); err == nil {
		s.Error("a citizen got a link")
	}
}

// stolen: who has the link and not the code gets nowhere, and after three tries
// neither does anybody else; each try is in the log.
func stolen(s *stand) {
	s.everybody()
	link, err := s.console.LoginLink(s.Context(), staff)
	s.must(err)
	thief, before := s.window(), s.refusals()
	for i := range 10 {
		wrong := string(rune('0'+(link.Code[0]-'0'+1+byte(i))%10)) + link.Code[1:]
		if wrong == link.Code {
			continue
		}
		if got := thief.post(link.URL, "code", wrong); got.status != http.StatusForbidden && got.status != http.StatusNotFound {
			s.Fatal("the thief got", got.status)
		}
	}
	if got := thief.get(console.Root); got.status != http.StatusForbidden {
		s.Error("the thief is in:", got.status)
	}
	if got := s.window().post(link.URL, "code", link.Code); got.status != http.StatusNotFound {
		s.Error("the link outlived three wrong codes:", got.status)
	}
	if n := s.refusals() - before; n < 10 {
		s.Error("tries in the log:", n)
	}
	for _, code := range []string{"", "0", strings.Repeat("1", 5000), "\x00", link.Code + " or 1=1"} {
		link, err := s.console.LoginLink(s.Context(), staff)
		s.must(err)
		if got := s.window().post(link.URL, "code", code); got.status != http.StatusForbidden {
			s.Errorf("the code %q: %d", code, got.status)
		}
	}
	other, err := s.console.LoginLink(s.Context(), teacher)
	s.must(err)
	mine, err := s.console.LoginLink(s.Context(), staff)
	s.must(err)
	if other.Code != mine.Code {
		if got := s.window().post(mine.URL, "code", other.Code); got.status != http.StatusForbidden {
			s.Error("another's code opened a link:", got.status)
		}
	}
}

func expired(s *stand) {
	s.everybody()
	link, err := s.console.LoginLink(s.Context(), staff)
	s.must(err)
	s.now.Advance(console.LoginLifetime - time.Second)
	if got := s.window().get(link.URL); got.status != http.StatusOK {
		s.Error("a second before the end:", got.status)
	}
	s.now.Advance(time.Second)
	if got := s.window().get(link.URL); got.status != http.StatusNotFound {
		s.Error("after five minutes it shows", got.status)
	}
	if got := s.window().post(link.URL, "code", link.Code); got.status != http.StatusNotFound {
		s.Error("after five minutes it opens", got.status)
	}
}

// replaced: a new link ends the one before.
func replaced(s *stand) {
	s.everybody()
	first, err := s.console.LoginLink(s.Context(), staff)
	s.must(err)
	second, err := s.console.LoginLink(s.Context(), staff)
	s.must(err)
	if got := s.window().post(first.URL, "code", first.Code); got.status != http.StatusNotFound {
		s.Error("the first link opens", got.status)
	}
	if got := s.window().post(second.URL, "code", second.Code); got.status != http.StatusOK {
		s.Error("the second link:", got.status)
	}
}

// endedRole: who loses a role is out with the next page, and stays out when they
// get another one; a link asked for before that is worth nothing.
func endedRole(s *stand) {
	s.everybody()
	b := s.login(staff)
	link, err := s.console.LoginLink(s.Context(), staff)
	s.must(err)
	h, _, err := s.roles.Find(s.Context(), staff)
	s.must(err)
	s.must(s.roles.Revoke(s.Context(), roles.CommandLine(), h.Invitation))
	before := s.refusals()
	if got := b.get(console.Root + "requests"); got.status != http.StatusForbidden || s.refusals() != before+1 {
		s.Error("without a role:", got.status, s.refusals()-before)
	}
	s.grant(staff, roles.Grant{Role: roles.Analyst})
	if got := b.get(console.Root); got.status != http.StatusForbidden {
		s.Error("the old session has the new role:", got.status)
	}
	if got := s.window().post(link.URL, "code", link.Code); got.status != http.StatusNotFound {
		s.Error("the old link opens", got.status)
	}
	if got := s.login(staff).get(console.Root + "requests"); got.status != http.StatusForbidden {
		s.Error("an analyst among requests:", got.status)
	}
}

// idle: a session ends two hours after the last page, and twelve after the
// log-in however busy it was.
func idle(s *stand) {
	s.everybody()
	b := s.login(staff)
	for range 6 {
		s.now.Advance(119 * time.Minute)
		if got := b.get(console.Root); got.status != http.StatusOK {
			s.Fatal("a busy session ended:", got.status)
		}
	}
	s.now.Advance(7 * time.Minute)
	if got := b.get(console.Root); got.status != http.StatusForbidden {
		s.Error("after twelve hours:", got.status)
	}
	b = s.login(staff)
	s.now.Advance(2 * time.Hour)
	if got := b.get(console.Root); got.status != http.StatusForbidden {
		s.Error("after two idle hours:", got.status)
	}
}

// everywhere: all sessions of the person end, and of nobody else; a new log-in
// lasts as long as any.
func everywhere(s *stand) {
	s.everybody()
	office, home, other := s.login(staff), s.login(staff), s.login(colleague)
	if got := office.post(console.Root+"logout-everywhere", console.FormField, office.token()); got.status != http.StatusOK {
		s.Fatal(got.status)
	}
	for name, b := range map[string]*browser{"office": office, "home": home} {
		if got := b.get(console.Root); got.status != http.StatusForbidden {
			s.Error(name, "is still in:", got.status)
		}
	}
	if got := other.get(console.Root); got.status != http.StatusOK {
		s.Error("a colleague is out:", got.status)
	}
	again := s.login(staff)
	for range 6 {
		s.now.Advance(119 * time.Minute)
		if got := again.get(console.Root); got.status != http.StatusOK {
			s.Fatal("the new session ended:", got.status)
		}
	}
}

func logOut(s *stand) {
	s.everybody()
	office, home := s.login(staff), s.login(staff)
	token := office.token()
	if got := office.post(console.Root + "logout"); got.status != http.StatusForbidden {
		s.Error("a log-out without a token:", got.status)
	}
	if got := office.post(console.Root+"logout", console.FormField, token); got.status != http.StatusOK || !got.says(said("ru", "ConsoleLoggedOut")) {
		s.Fatal(got.status)
	}
	if got := office.get(console.Root); got.status != http.StatusForbidden {
		s.Error("still in:", got.status)
	}
	if got := home.get(console.Root); got.status != http.StatusOK {
		s.Error("the other session ended:", got.status)
	}
}

// race: of many who send the same link at once, one is in.
func race(s *stand) {
	s.everybody()
	link, err := s.console.LoginLink(s.Context(), staff)
	s.must(err)
	var all sync.WaitGroup
	var mu sync.Mutex
	in := 0
	for range 3 {
		b := s.window()
		all.Go(func() {
			if got := b.post(link.URL, "code", link.Code); got.status == http.StatusOK {
				mu.Lock()
				in++
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if in != 1 {
		s.Error(in, "came in by one link")
	}
}

// TestTooManyTries: an address that tries link after link is slowed down.
func TestTooManyTries(t *testing.T) {
	t.Parallel()
	s := open(t, databasetest.Open(t, "sqlite::memory:"))
	last := 0
	for range 101 {
		last = s.window().post(console.Root+"login/"+roles.NewToken(), "code", "0000").status
	}
	if last != http.StatusTooManyRequests {
		t.Error("the hundred and first try:", last)
	}
	s.now.Advance(console.LoginLifetime + time.Second)
	if got := s.window().post(console.Root+"login/"+roles.NewToken(), "code", "0000"); got.status != http.StatusNotFound {
		t.Error("five minutes later:", got.status)
	}
}

// TestNothingIsKept: neither tokens nor codes nor cookies stand in the base.
func TestNothingIsKept(t *testing.T) {
	t.Parallel()
	s := open(t, databasetest.Open(t, "sqlite::memory:"))
	s.everybody()
	_, invitation, err := s.roles.Invite(t.Context(), roles.CommandLine(), roles.Grant{Role: roles.Admin})
	s.must(err)
	b := s.window()
	used, err := s.console.LoginLink(t.Context(), staff)
	s.must(err)
	b.post(used.URL, "code", used.Code)
	waiting, err := s.console.LoginLink(t.Context(), colleague)
	s.must(err)
	secrets := []string{invitation, used.URL[strings.LastIndex(used.URL, "/")+1:], waiting.URL[strings.LastIndex(waiting.URL, "/")+1:], `"code":"` + waiting.Code}
	for _, cookie := range b.client.Jar.Cookies(mustURL(t, s.server.URL+console.Root)) {
		secrets = append(secrets, cookie.Value)
	}
	if len(secrets) != 5 {
		t.Fatal("no session cookie")
	}
	everything := dump(t, s.db)
	for _, secret := range secrets {
		if strings.Contains(everything, secret) {
			t.Errorf("%s is kept", secret)
		}
	}
}

func dump(t *testing.T, db *database.DB) string {
	t.Helper()
	var out strings.Builder
	for _, query := range []string{
		`SELECT key || value FROM short_values`, `SELECT hash || role FROM invitations`, `SELECT subject || action FROM audit`,
	} {
		rows, err := db.Query(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var text string
			if err := rows.Scan(&text); err != nil {
				t.Fatal(err)
			}
			out.WriteString(text + "\n")
		}
		rows.Close()
	}
	if out.Len() < 100 {
		t.Fatal("nothing was read")
	}
	return out.String()
}
