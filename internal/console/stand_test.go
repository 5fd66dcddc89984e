package console_test

import (
	"context"
	"html"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/console"
	"github.com/merzim/merzim/internal/console/broadcastpages"
	"github.com/merzim/merzim/internal/console/reportpages"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/embeddedtest"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/people"
	"github.com/merzim/merzim/internal/privacy"
	"github.com/merzim/merzim/internal/reports"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/internal/sessions"
	"github.com/merzim/merzim/internal/uploads"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// The people of the tests. A citizen's number must never be seen on a page.
const (
	citizen, stranger         = 7_012_345_678, 7_087_654_321
	admin, analyst            = 501, 502
	staff, colleague, inAqtau = 601, 602, 603 // of police-migration: all of it, all of it, its body in Mangystau
	teacher                   = 701           // of akimat-education
)

var law = embeddedtest.Catalog

var texts = embeddedtest.Texts

// stand is a console with everything behind it, at 10:00 on Monday 23 November
// 2026.
type stand struct {
	*testing.T
	db         *database.DB
	now        *clock.Manual
	people     *people.Store
	outbox     *notices.Store
	requests   *requests.Store
	complaints *complaints.Store
	uploads    *uploads.Store
	roles      *roles.Store
	reports    *reports.Store
	broadcasts *broadcasts.Store
	previewed  []int64 // broadcasts that somebody had sent to themself
	console    *console.Console
	server     *httptest.Server
	updates    int64
}

// options change a stand before it is built.
type options func(*console.Options)

func open(t *testing.T, db *database.DB, change ...options) *stand {
	t.Helper()
	now := clock.At(day("2026-11-23").At(10, 0))
	s := &stand{T: t, db: db, now: now, people: people.NewStore(db, now), outbox: notices.NewStore(db, now), roles: roles.NewStore(db, now)}
	s.requests = requests.NewStore(db, now, s.outbox)
	s.complaints = complaints.NewStore(db, now, s.outbox)
	s.uploads = uploads.NewStore(db, now, s.requests)
	for _, chat := range []int64{citizen, stranger} {
		s.must(s.people.GiveConsent(t.Context(), chat, "kk"))
	}
	s.reports = reports.NewStore(db, now)
	s.broadcasts = broadcasts.NewStore(db, now, s.outbox, func(agency string) (ids []string) {
		for _, x := range law().Services {
			if x.Agency == agency {
				ids = append(ids, x.ID)
			}
		}
		return ids
	})
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	o := console.Options{
		Pages: reportpages.Pages(reportpages.Options{Reports: s.reports, Catalog: law, Clock: now, Log: log}), MadeUp: s.reports.Demo,
		Roles: s.roles, Requests: s.requests, Complaints: s.complaints, Uploads: s.uploads, People: s.people, Memory: sessions.NewSQL(db, now),
		Catalog: law, Texts: texts, Clock: now, Log: log,
		InvitationLink: func(token string) string { return "https://t.me/merzim_bot?start=" + roles.StartPrefix + token },
	}
	o.Pages = append(o.Pages, broadcastpages.Page(broadcastpages.Options{
		Store: s.broadcasts, Poke: func() {}, SendRate: 25, Catalog: law, Log: log,
		Preview: func(_ context.Context, _ broadcasts.Actor, id int64) error {
			s.previewed = append(s.previewed, id)
			return nil
		},
	}))
	s.server = httptest.NewUnstartedServer(nil)
	o.PublicURL = "http://" + s.server.Listener.Addr().String()
	for _, c := range change {
		c(&o)
	}
	s.console = console.New(o)
	s.server.Config.Handler = s.console.Handler()
	s.server.Start()
	t.Cleanup(s.server.Close)
	return s
}

// each runs a test on every dialect.
func each(t *testing.T, suite map[string]func(*stand)) {
	t.Helper()
	parts := databasetest.Suite{}
	for name, part := range suite {
		parts[name] = func(t *testing.T, db *database.DB) { part(open(t, db)) }
	}
	parts.Run(t)
}

// onEach runs one test on every dialect.
func onEach(t *testing.T, part func(*stand), change ...options) {
	t.Helper()
	t.Parallel()
	databasetest.Each(t, func(t *testing.T, db *database.DB) { part(open(t, db, change...)) })
}

func (s *stand) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *stand) next() int64 { s.updates++; return s.updates }

func day(text string) calendar.Date { return embeddedtest.Day(text) }

// grant gives a chat a role by an invitation, as people get it.
func (s *stand) grant(chat int64, g roles.Grant) roles.Holder {
	s.Helper()
	s.must(g.Check(law()))
	_, token, err := s.roles.Invite(s.Context(), roles.CommandLine(), g)
	s.must(err)
	h, err := s.roles.Accept(s.Context(), s.next(), chat, token)
	s.must(err)
	return h
}

// everybody has their role.
func (s *stand) everybody() {
	s.Helper()
	s.grant(admin, roles.Grant{Role: roles.Admin})
	s.grant(analyst, roles.Grant{Role: roles.Analyst})
	s.grant(staff, roles.Grant{Role: roles.Staff, Agency: "police-migration"})
	s.grant(colleague, roles.Grant{Role: roles.Staff, Agency: "police-migration"})
	s.grant(inAqtau, roles.Grant{Role: roles.Staff, Agency: "police-migration", Region: "mangystau"})
	s.grant(teacher, roles.Grant{Role: roles.Staff, Agency: "akimat-education"})
}

// request is a citizen's identity card, due so many working days after filing.
func (s *stand) request(chat int64, filed string, length int, change ...func(*requests.New)) requests.Request {
	s.Helper()
	rule := calendar.Rule{Length: length, Unit: calendar.WorkingDays}
	n := requests.New{
		Chat: chat, Service: "id-card", Choice: catalog.Choice{"reason": "loss"}, Term: 1, Kind: catalog.Rendering, TermStatus: catalog.StatusPage, Rule: &rule,
		Filed: calendar.Filing{Date: day(filed), Minute: calendar.NoHour}, Region: "almaty",
	}
	for _, c := range change {
		c(&n)
	}
	r, err := s.requests.Create(s.Context(), law().Calendar, s.next(), n)
	s.must(err)
	return r
}

func numbered(number string) func(*requests.New) {
	return func(n *requests.New) { n.Number = number }
}

// complaint is one of a delay, in a language.
func (s *stand) complaint(chat int64, lang string, change ...func(*complaints.New)) complaints.Complaint {
	s.Helper()
	n := complaints.New{
		Chat: chat, Kind: complaints.Delay, Service: "id-card", Agency: "police-migration", Region: "almaty", Language: lang,
		Filed: day("2026-11-03"), Due: day("2026-11-20"), Text: "до сих пор тишина",
	}
	for _, c := range change {
		c(&n)
	}
	c, _, err := s.complaints.Create(s.Context(), law().Calendar, s.next(), n)
	s.must(err)
	return c
}

// forget erases a person as /forget does.
func (s *stand) forget(chat int64) {
	s.Helper()
	_, err := privacy.NewStore(s.db, s.now, s.outbox).Forget(s.Context(), chat)
	s.must(err)
}

// browser is somebody's window on the console.
type browser struct {
	*stand
	client *http.Client
}

// answer is a page as it came back.
type answer struct {
	status int
	header http.Header
	body   string
	url    *url.URL
}

// window opens a browser without a session.
func (s *stand) window() *browser {
	s.Helper()
	jar, err := cookiejar.New(nil)
	s.must(err)
	transport := &http.Transport{DisableKeepAlives: true}
	return &browser{s, &http.Client{Jar: jar, Transport: transport}}
}

func (b *browser) send(r *http.Request) answer {
	b.Helper()
	response, err := b.client.Do(r)
	b.must(err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	b.must(err)
	return answer{response.StatusCode, response.Header, string(text), response.Request.URL}
}

func (b *browser) get(path string) answer {
	b.Helper()
	r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, b.address(path), nil)
	b.must(err)
	return b.send(r)
}

func (b *browser) address(path string) string {
	if strings.HasPrefix(path, "http") {
		return path
	}
	return b.server.URL + path
}

// post sends a form as a page of the console does; pairs are its fields.
func (b *browser) post(path string, pairs ...string) answer {
	b.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	r, err := http.NewRequestWithContext(b.Context(), http.MethodPost, b.address(path), strings.NewReader(form.Encode()))
	b.must(err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.send(r)
}

// upload sends a file.
func (b *browser) upload(token, file string) answer {
	b.Helper()
	var body strings.Builder
	w := multipart.NewWriter(&body)
	b.must(w.WriteField(console.FormField, token))
	part, err := w.CreateFormFile("file", "states.csv")
	b.must(err)
	_, err = io.WriteString(part, file)
	b.must(err)
	b.must(w.Close())
	r, err := http.NewRequestWithContext(b.Context(), http.MethodPost, b.address("/console/uploads"), strings.NewReader(body.String()))
	b.must(err)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return b.send(r)
}

var hidden = regexp.MustCompile(`name="(token|once)" value="([^"]*)"`)

// field is the value of a hidden field of a page.
func (a answer) field(name string) string {
	for _, m := range hidden.FindAllStringSubmatch(a.body, -1) {
		if m[1] == name {
			return html.UnescapeString(m[2])
		}
	}
	return ""
}

// says reports that the page holds a text, as people read it.
func (a answer) says(text string) bool { return strings.Contains(html.UnescapeString(a.body), text) }

// login logs a person in through a fresh link.
func (s *stand) login(chat int64) *browser {
	s.Helper()
	b := s.window()
	link, err := s.console.LoginLink(s.Context(), chat)
	s.must(err)
	if got := b.post(link.URL, "code", link.Code); got.status != http.StatusOK || got.url.Path != console.Root {
		s.Fatalf("not logged in: %d %s\n%s", got.status, got.url, got.body)
	}
	return b
}

// token is the form token of the browser's session.
func (b *browser) token() string {
	b.Helper()
	token := b.get(console.Root).field("token")
	if token == "" {
		b.Fatal("no session")
	}
	return token
}

// refusals counts the lines of the audit log that say no.
func (s *stand) refusals() (n int) {
	s.Helper()
	s.must(s.db.QueryRow(context.Background(), `SELECT COUNT(*) FROM audit WHERE refused = 1`).Scan(&n))
	return n
}

// say is a text in a language.
func said(lang, key string) string { return texts().In(lang).T(key) }

func mustURL(t *testing.T, address string) *url.URL {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
