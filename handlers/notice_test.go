package handlers_test

import (
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/handlers"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/people"
	"github.com/merzim/merzim/internal/privacy"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/internal/sessions"
	"github.com/merzim/merzim/locales"
)

var updateNotices = flag.Bool("update-notices", false, "write testdata/notices.golden anew")

// office is a conversation over all stores of a case, in memory.
type office struct {
	*testing.T
	*handlers.Conversation
	db         *database.DB
	now        *clock.Manual
	know       *handlers.Knowledge
	people     *people.Store
	outbox     *notices.Store
	requests   *requests.Store
	complaints *complaints.Store
	sessions   *sessions.SQL
	update     int64
}

func newOffice(t *testing.T) *office {
	t.Helper()
	know, db := whole(t), memoryBase(t)
	own := *know.Catalog // a test may exchange the calendar
	now := clock.At(caseDay(t, "2026-11-02").At(10, 0))
	o := &office{
		T: t, db: db, now: now, know: &handlers.Knowledge{Catalog: &own, Texts: know.Texts}, people: people.NewStore(db, now), outbox: notices.NewStore(db, now),
		sessions: sessions.NewSQL(db, now),
	}
	o.requests = requests.NewStore(db, now, o.outbox)
	o.complaints = complaints.NewStore(db, now, o.outbox)
	o.outbox.AfterSent = o.requests.Told
	o.with(o.sessions)
	o.must(o.people.GiveConsent(t.Context(), citizen, locales.Russian))
	return o
}

// with makes the conversation, over a store of sessions.
func (o *office) with(s handlers.Sessions) {
	o.Conversation = handlers.New(handlers.Options{
		Knowledge: func() *handlers.Knowledge { return o.know }, Sessions: s, People: o.people, Requests: o.requests, Complaints: o.complaints,
		Privacy: privacy.NewStore(o.db, o.now, o.outbox), Now: o.now.Now, Log: slog.New(slog.DiscardHandler),
	})
}

func (o *office) must(err error) {
	o.Helper()
	if err != nil {
		o.Fatal(err)
	}
}

func (o *office) next() int64 { o.update++; return o.update }

// at moves the clock to ten o'clock of a day.
func (o *office) at(day string) { o.now.Advance(caseDay(o.T, day).At(10, 0).Sub(o.now.Now())) }

func (o *office) calendar() *calendar.Calendar { return o.know.Catalog.Calendar }

// file tracks an identity card filed on a day, changed as the test needs it.
func (o *office) file(on string, change func(*requests.New)) requests.Request {
	o.Helper()
	s, ok := o.know.Catalog.Service("id-card")
	if !ok {
		o.Fatal("no such service")
	}
	n := requests.Of(s, nil)
	n.Chat, n.Filed = citizen, calendar.Filing{Date: caseDay(o.T, on), Minute: calendar.NoHour}
	if change != nil {
		change(&n)
	}
	r, err := o.requests.Create(o.Context(), o.calendar(), o.next(), n)
	o.must(err)
	return r
}

// complain records a complaint about a delay and files it with the provider.
func (o *office) complain(r requests.Request, filed, number string) complaints.Complaint {
	o.Helper()
	o.at(filed)
	c, _, err := o.complaints.Create(o.Context(), o.calendar(), o.next(), complaints.New{
		Chat: citizen, Request: r.ID, Kind: complaints.Delay, Service: r.Service, Agency: "police", Language: "ru", Filed: r.Filed.Date, Due: r.Due,
	})
	o.must(err)
	return o.step(c, complaints.StepProvider, filed, number)
}

func (o *office) step(c complaints.Complaint, step int, on, number string) complaints.Complaint {
	o.Helper()
	c, err := o.complaints.File(o.Context(), o.know.Catalog.Law.Ladder, o.calendar(), citizen, c.ID, o.next(), step, caseDay(o.T, on), number)
	o.must(err)
	return c
}

// render writes a notice; ok is false when there is nothing to say.
func (o *office) render(n notices.Notice) (bot.Reply, bool) {
	o.Helper()
	n.Chat = citizen
	reply, ok, err := o.Render(o.Context(), n)
	o.must(err)
	return reply, ok
}

// oldCalendar makes 31 August 2026 the day off that it was until 18 March 2026.
func oldCalendar(t *testing.T) *calendar.Calendar {
	t.Helper()
	tree := fstest.MapFS{}
	files, err := fs.Sub(catalog.Embedded(), "calendar")
	if err != nil {
		t.Fatal(err)
	}
	names, err := fs.Glob(files, "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		if name == "2026.yaml" {
			const row = "days_off:\n"
			text = []byte(strings.Replace(string(text), row, row+"  - {date: 2026-08-31, reason: special, act: holidays-law-5}\n", 1))
		}
		tree[name] = &fstest.MapFile{Data: text}
	}
	c, err := calendar.Load(tree)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// scene is a state of things in which a notice is written.
type scene struct {
	name string
	make func(o *office) notices.Notice
}

// reminders are a request of a kind on the days of the plan.
func reminders(name, filed string, change func(*requests.New), days ...string) (out []scene) {
	for _, day := range days {
		out = append(out, scene{name + " on " + day, func(o *office) notices.Notice {
			o.at(filed)
			r := o.file(filed, change)
			o.at(day)
			return notices.Notice{Kind: notices.Reminder, Request: r.ID}
		}})
	}
	return out
}

func scenes() []scene {
	verified := func(n *requests.New) { n.TermStatus, n.Number = catalog.StatusPage, "A-17/3" }
	of := func(kind catalog.TermKind) func(*requests.New) {
		return func(n *requests.New) { n.Kind, n.TermStatus = kind, catalog.StatusAct }
	}
	all := reminders("verified term", "2026-11-02", verified, "2026-11-20", "2026-11-23", "2026-11-24", "2026-11-25", "2026-11-30")
	all = append(all, reminders("verified term that ends on a Friday", "2026-11-06", verified, "2026-11-28")...)
	all = append(all, reminders("unverified term", "2026-11-02", func(n *requests.New) { n.TermStatus = catalog.StatusUnverified }, "2026-11-20", "2026-11-23", "2026-11-24")...)
	all = append(all, reminders("unverified term, but a date on the receipt", "2026-11-02", func(n *requests.New) {
		n.TermStatus, n.Receipt = catalog.StatusUnverified, calendar.NewDate(2026, 11, 23)
	}, "2026-11-24")...)
	all = append(all, reminders("date on the receipt of what is given at once", "2026-11-02", func(n *requests.New) {
		n.Kind, n.Rule, n.Receipt = catalog.AtOnce, nil, calendar.NewDate(2026, 11, 23)
	}, "2026-11-20", "2026-11-23", "2026-11-24")...)
	all = append(all, reminders("minimum wait", "2026-11-02", of(catalog.MinimumWait), "2026-11-20", "2026-11-23", "2026-11-24")...)
	all = append(all, reminders("own term", "2026-11-02", of(catalog.Own), "2026-11-20", "2026-11-23", "2026-11-24")...)
	all = append(all, scene{"verified term, complained of", func(o *office) notices.Notice {
		r := o.file("2026-11-02", verified)
		o.complain(r, "2026-11-24", "")
		o.at("2026-11-27")
		return notices.Notice{Kind: notices.Reminder, Request: r.ID}
	}})
	for _, state := range []requests.State{requests.Accepted, requests.MoreDocuments, requests.Ready, requests.Refused, requests.Withdrawn} {
		all = append(all, scene{"staff: " + string(state), func(o *office) notices.Notice {
			r := o.file("2026-11-02", nil)
			note := ""
			if state == requests.MoreDocuments {
				note = "нужна <фотография> 3,5 × 4,5"
			}
			_, err := o.requests.SetStateByStaff(o.Context(), o.calendar(), r.ID, o.next(), state, note)
			o.must(err)
			return notices.Notice{Kind: notices.Status, Request: r.ID}
		}})
	}
	moved := func(name string, change func(*requests.New)) scene {
		return scene{"moved: " + name, func(o *office) notices.Notice {
			now := o.calendar()
			o.know.Catalog.Calendar = oldCalendar(o.T)
			o.at("2026-08-20")
			r := o.file("2026-08-20", change)
			o.know.Catalog.Calendar = now
			_, err := o.requests.Recount(o.Context(), now, nil)
			o.must(err)
			return notices.Notice{Kind: notices.Recount, Request: r.ID}
		}}
	}
	all = append(all, moved("term", nil), moved("minimum wait", of(catalog.MinimumWait)))
	answer := func(name, day string, agency bool) scene {
		return scene{"answer: " + name, func(o *office) notices.Notice {
			c := o.complain(o.file("2026-11-02", verified), "2026-11-24", "Ж-5")
			if agency {
				o.at("2026-12-03")
				o.step(c, complaints.StepAgency, "2026-12-03", "")
			}
			o.at(day)
			return notices.Notice{Kind: notices.AnswerDue, Complaint: c.ID}
		}}
	}
	all = append(all, answer("before", "2026-11-30", false), answer("due day", "2026-12-01", false), answer("first overdue day", "2026-12-02", false),
		answer("fourth overdue day", "2026-12-07", false), answer("agency, before", "2026-12-24", true), answer("agency, overdue on a day off", "2026-12-26", true),
		answer("agency, overdue", "2026-12-30", true))
	return append(all, scene{"moved: answer", func(o *office) notices.Notice {
		now := o.calendar()
		o.know.Catalog.Calendar = oldCalendar(o.T)
		o.at("2026-07-20")
		c := o.complain(o.file("2026-07-20", verified), "2026-08-27", "")
		o.know.Catalog.Calendar = now
		_, err := o.complaints.Recount(o.Context(), o.know.Catalog.Law.Ladder, now)
		o.must(err)
		return notices.Notice{Kind: notices.Recount, Complaint: c.ID}
	}})
}

// TestNotices: what people read, of every kind on every occasion, in both
// languages.
func TestNotices(t *testing.T) {
	t.Parallel()
	var all strings.Builder
	for _, s := range scenes() {
		o := newOffice(t)
		n := s.make(o)
		for _, code := range locales.Codes() {
			o.must(o.people.SetLanguage(t.Context(), citizen, code))
			reply, ok := o.render(n)
			if !ok {
				t.Errorf("%s: nothing to say", s.name)
			}
			fmt.Fprintf(&all, "== %s, %s\n%s\n%s\n", s.name, code, reply.Text, keys(reply.Keyboard))
			about(t, s.name, o.know.Texts.In(code), n, reply)
		}
	}
	const golden = "testdata/notices.golden"
	if *updateNotices {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(all.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Split(all.String(), "\n")
	for i, line := range strings.Split(string(want), "\n") {
		if i >= len(got) || got[i] != line {
			t.Fatalf("%s, line %d (go test ./handlers -run TestNotices -update-notices writes it anew): want\n%s\ngot\n%s", golden, i+1, line, strings.Join(got[min(i, len(got)):min(i+6, len(got))], "\n"))
		}
	}
}

func keys(k bot.Keyboard) string {
	var b strings.Builder
	for _, row := range k {
		for _, button := range row {
			fmt.Fprintf(&b, "[%s](%s) ", button.Label, button.Data)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// about checks what holds for every notice: it names its case, one press spares
// the person its kind, and what is no appeal says so.
func about(t *testing.T, name string, l *locales.Language, n notices.Notice, reply bot.Reply) {
	t.Helper()
	data := keys(reply.Keyboard)
	if strings.Count(data, "(1|mute|"+string(n.Kind)+"|1)") != 1 || strings.Contains(data, "|home") {
		t.Errorf("%s, %s: buttons\n%s", name, l.Code, data)
	}
	if n.Complaint != 0 && (!strings.Contains(reply.Text, l.T("LetterNotOfficial")) || !strings.Contains(reply.Text, "M-2026-000001")) {
		t.Errorf("%s, %s: the complaint is not named, or taken for an appeal:\n%s", name, l.Code, reply.Text)
	}
	if strings.Contains(reply.Text, "<no value>") || strings.Contains(reply.Text, "Notice") {
		t.Errorf("%s, %s: %s", name, l.Code, reply.Text)
	}
}

// TestNobodyIsAccusedByADateThatDoesNotBind: whatever the day.
func TestNobodyIsAccusedByADateThatDoesNotBind(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*requests.New){
		"unverified":   func(n *requests.New) { n.TermStatus = catalog.StatusUnverified },
		"minimum wait": func(n *requests.New) { n.Kind = catalog.MinimumWait },
		"own term":     func(n *requests.New) { n.Kind = catalog.Own },
	} {
		o := newOffice(t)
		r := o.file("2026-11-02", change)
		for _, day := range []string{"2026-11-24", "2026-11-30", "2027-02-01"} {
			o.at(day)
			reply, ok := o.render(notices.Notice{Kind: notices.Reminder, Request: r.ID})
			if !ok || strings.Contains(keys(reply.Keyboard), "|cmplain|") || strings.Contains(reply.Text, "нарушен на") || strings.Contains(reply.Text, "пожаловаться") {
				t.Errorf("%s on %s, %t:\n%s", name, day, ok, reply.Text)
			}
		}
	}
}

// TestNothingIsLeftToSay: a notice that waited while things changed.
func TestNothingIsLeftToSay(t *testing.T) {
	t.Parallel()
	reminder := func(r requests.Request) notices.Notice {
		return notices.Notice{Kind: notices.Reminder, Request: r.ID}
	}
	for name, change := range map[string]func(o *office, r requests.Request) notices.Notice{
		"closed": func(o *office, r requests.Request) notices.Notice {
			_, err := o.requests.SetState(o.Context(), o.calendar(), citizen, r.ID, o.next(), requests.Ready)
			o.must(err)
			return reminder(r)
		},
		"deleted": func(o *office, r requests.Request) notices.Notice {
			_, err := o.requests.Delete(o.Context(), citizen, r.ID)
			o.must(err)
			return reminder(r)
		},
		"request muted": func(o *office, r requests.Request) notices.Notice {
			_, err := o.requests.Mute(o.Context(), o.calendar(), citizen, r.ID, o.next(), true)
			o.must(err)
			return reminder(r)
		},
		"kind muted": func(o *office, r requests.Request) notices.Notice {
			o.must(o.people.Mute(o.Context(), citizen, string(notices.Reminder), true))
			return reminder(r)
		},
		"stopped the bot": func(o *office, r requests.Request) notices.Notice {
			o.must(o.people.SetBlocked(o.Context(), citizen, true))
			return reminder(r)
		},
		"the date is far": func(o *office, r requests.Request) notices.Notice {
			_, err := o.requests.SetReceipt(o.Context(), o.calendar(), citizen, r.ID, o.next(), caseDay(o.T, "2026-12-25"))
			o.must(err)
			return reminder(r)
		},
		"the clock stands": func(o *office, r requests.Request) notices.Notice {
			_, err := o.requests.Stop(o.Context(), o.calendar(), citizen, r.ID, o.next(), caseDay(o.T, "2026-11-20"))
			o.must(err)
			return reminder(r)
		},
		"another person's request": func(o *office, r requests.Request) notices.Notice {
			return notices.Notice{Kind: notices.Reminder, Request: r.ID + 1}
		},
		"a state that the person set since": func(o *office, r requests.Request) notices.Notice {
			_, err := o.requests.SetStateByStaff(o.Context(), o.calendar(), r.ID, o.next(), requests.Accepted, "")
			o.must(err)
			_, err = o.requests.SetState(o.Context(), o.calendar(), citizen, r.ID, o.next(), requests.Ready)
			o.must(err)
			return notices.Notice{Kind: notices.Status, Request: r.ID}
		},
		"a date that did not move": func(_ *office, r requests.Request) notices.Notice {
			return notices.Notice{Kind: notices.Recount, Request: r.ID}
		},
		"an answered complaint": func(o *office, r requests.Request) notices.Notice {
			c := o.complain(r, "2026-11-24", "")
			_, err := o.complaints.Answered(o.Context(), citizen, c.ID, o.next(), caseDay(o.T, "2026-11-24"), true)
			o.must(err)
			return notices.Notice{Kind: notices.AnswerDue, Complaint: c.ID}
		},
		"a complaint that was muted": func(o *office, r requests.Request) notices.Notice {
			c := o.complain(r, "2026-11-24", "")
			_, err := o.complaints.Mute(o.Context(), o.know.Catalog.Law.Ladder, o.calendar(), citizen, c.ID, o.next(), true)
			o.must(err)
			o.at("2026-12-01")
			return notices.Notice{Kind: notices.AnswerDue, Complaint: c.ID}
		},
	} {
		o := newOffice(t)
		r := o.file("2026-11-02", nil)
		o.at("2026-11-23")
		if _, ok := o.render(reminder(r)); !ok {
			t.Fatal("nothing to say on the due day")
		}
		if reply, ok := o.render(change(o, r)); ok {
			t.Errorf("%s: told all the same:\n%s", name, reply.Text)
		}
	}
}

// TestMovesThatWereNotToldAreToldAsOne: to and fro is nothing, and what was
// told is not told again.
func TestMovesThatWereNotToldAreToldAsOne(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	now, old := o.calendar(), oldCalendar(t)
	recount := func(c *calendar.Calendar) {
		o.know.Catalog.Calendar = c
		_, err := o.requests.Recount(t.Context(), c, nil)
		o.must(err)
	}
	told := func() (texts []string) {
		all, err := o.outbox.Claim(t.Context(), 10, 1e9)
		o.must(err)
		for _, n := range all {
			reply, ok := o.render(n)
			if !ok {
				o.must(o.outbox.Drop(t.Context(), n))
				continue
			}
			if ours, err := o.outbox.MarkTrying(t.Context(), &n, 1e9); err != nil || !ours {
				t.Fatal(ours, err)
			}
			o.must(o.outbox.Sent(t.Context(), n))
			texts = append(texts, reply.Text)
		}
		return texts
	}
	o.know.Catalog.Calendar = old
	o.at("2026-08-20")
	o.file("2026-08-20", nil)
	recount(now)
	recount(old)
	if got := told(); len(got) != 0 {
		t.Errorf("moved and moved back, yet told:\n%s", strings.Join(got, "\n\n"))
	}
	recount(now)
	recount(old)
	recount(now)
	if got := told(); len(got) != 1 || !strings.Contains(got[0], "31 августа 2026") {
		t.Errorf("three moves told as\n%s", strings.Join(got, "\n\n"))
	}
	recount(old)
	if got := told(); len(got) != 1 {
		t.Errorf("a new move told as\n%s", strings.Join(got, "\n\n"))
	}
}
