package handlers_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/handlers"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/sessions"
	"github.com/merzim/merzim/locales"
)

// says is a written message.
func (o *office) says(text, lang string) bot.Update {
	u := bot.Update{ID: o.next(), Chat: citizen, Kind: bot.KindText, Text: text, From: bot.Person{ID: citizen, Language: lang}}
	if name, ok := strings.CutPrefix(text, "/"); ok {
		u.Command, u.Args, _ = strings.Cut(name, " ")
	}
	return u
}

// presses is a pressed button.
func (o *office) presses(data, lang string) bot.Update {
	return bot.Update{ID: o.next(), Chat: citizen, Kind: bot.KindPress, Data: data, PressID: "1", MessageID: 5, From: bot.Person{ID: citizen, Language: lang}}
}

// answers are the replies to an update.
func (o *office) answers(u bot.Update) []bot.Reply {
	o.Helper()
	replies, err := o.Handle(o.Context(), u)
	o.must(err)
	o.must(o.Done(o.Context(), u))
	return replies
}

// stored is the session as it lies in the store.
func (o *office) stored() string {
	o.Helper()
	s, err := o.sessions.Load(o.Context(), citizen, 0)
	o.must(err)
	return string(s.Data)
}

// TestPrivacy: what is kept is told with its days, given as a file, and erased
// everywhere, in both languages.
func TestPrivacy(t *testing.T) {
	t.Parallel()
	for _, lang := range locales.Codes() {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			l := o.know.Texts.In(lang)
			o.must(o.people.SetLanguage(t.Context(), citizen, lang))
			r := o.file("2026-11-02", nil)
			o.complain(r, "2026-11-24", "Ж-77")
			o.must(o.people.Mute(t.Context(), citizen, string(notices.Recount), true))

			told := o.answers(o.says("/privacy", lang))[0].Text
			for _, days := range []string{l.N("TermCalendarDay", 30), l.N("TermCalendarDay", 90), l.N("TermMonth", 12), l.N("TermHour", 48)} {
				if !strings.Contains(told, days) {
					t.Errorf("%q is not told:\n%s", days, told)
				}
			}
			papers := o.answers(o.says("/start s_id-card", lang))[0]
			for _, row := range papers.Keyboard {
				for _, b := range row {
					if b.Label == l.T("ButtonPapers") {
						list := o.answers(o.presses(b.Data, lang))[0]
						o.answers(o.presses(list.Keyboard[0][0].Data, lang)) // a tick, which the session holds
					}
				}
			}
			if !strings.Contains(o.stored(), "id-card") {
				t.Fatalf("no tick in the session: %s", o.stored())
			}

			given := o.answers(o.says("/mydata", lang))
			if len(given) != 2 || given[1].Document == nil {
				t.Fatalf("/mydata is answered by %d messages", len(given))
			}
			title := "Удостоверение личности"
			if lang == locales.Kazakh {
				title = "Жеке куәлік"
			}
			for _, part := range []string{title, "M-2026-000001", l.T("NoticesOfRecount")} {
				if !strings.Contains(given[0].Text, part) {
					t.Errorf("no %q in:\n%s", part, given[0].Text)
				}
			}
			var file struct {
				Requests, Complaints []any
				Person               struct{ Language string }
				Session              struct {
					Language string
					Ticks    map[string][]int `json:"papers_ticked"`
				}
			}
			if err := json.Unmarshal(given[1].Document.Content, &file); err != nil {
				t.Fatal(err)
			}
			if len(file.Requests) != 1 || len(file.Complaints) != 1 || file.Person.Language != lang || file.Session.Language != lang || len(file.Session.Ticks["id-card"]) != 1 {
				t.Errorf("the file holds\n%s", given[1].Document.Content)
			}

			ask := o.answers(o.says("/forget", lang))[0]
			if !strings.Contains(ask.Text, l.N("ForgetComplaints", 1)) || o.count("requests") != 1 {
				t.Errorf("asked by\n%s", ask.Text)
			}
			press := o.presses("1|forget2", lang)
			once, err := o.Handle(t.Context(), press)
			o.must(err)
			if !strings.Contains(once[0].Text, l.N("ForgetComplaintsLeft", 1)) {
				t.Errorf("erased with\n%s", once[0].Text)
			}
			if _, err := o.Handle(t.Context(), press); err != nil { // the process died before Done
				t.Error("again:", err)
			}
			o.must(o.Done(t.Context(), press))
			for table, want := range map[string]int{"people": 0, "mutes": 0, "requests": 0, "request_events": 0, "notices": 0, "complaints": 1} {
				if n := o.count(table); n != want {
					t.Errorf("%d rows are left in %s, want %d", n, table, want)
				}
			}
			if left := o.stored(); strings.Contains(left, "id-card") || strings.Contains(left, `"b"`) || !strings.Contains(left, `"l":"`+lang+`"`) {
				t.Errorf("the session holds %s", left)
			}
			if all, err := o.complaints.List(t.Context(), citizen); err != nil || len(all) != 0 {
				t.Error("complaints are still theirs:", all, err)
			}
			if again := o.answers(o.says("/mydata", lang))[1]; strings.Contains(string(again.Document.Content), "M-2026") {
				t.Errorf("given after all was erased:\n%s", again.Document.Content)
			}
			if help := o.answers(o.says("/help", lang))[0]; !strings.Contains(help.Text, l.T("ButtonHelp")[:8]) {
				t.Errorf("the language is forgotten:\n%s", help.Text)
			}
		})
	}
}

func (o *office) count(table string) (n int) {
	o.Helper()
	o.must(o.db.QueryRow(o.Context(), `SELECT COUNT(*) FROM `+table).Scan(&n))
	return n
}

// memoryAway is a session store that does not answer.
type memoryAway struct{ *sessions.SQL }

func (memoryAway) Load(context.Context, int64, int64) (sessions.Stored, error) {
	return sessions.Stored{}, sessions.ErrUnavailable
}

// saysNothing is one that answers, but keeps nothing new.
type saysNothing struct{ *sessions.SQL }

func (saysNothing) Save(context.Context, int64, int64, []byte) (bool, error) {
	return false, sessions.ErrUnavailable
}

// TestForgettingIsNeverHalfTrue: what could not be erased is said.
func TestForgettingIsNeverHalfTrue(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		store func(*sessions.SQL) handlers.Sessions
		key   string
		left  int
	}{
		"no session can be read":  {func(s *sessions.SQL) handlers.Sessions { return memoryAway{s} }, "ForgetLater", 1},
		"no session can be saved": {func(s *sessions.SQL) handlers.Sessions { return saysNothing{s} }, "ForgetSessionLeft", 0},
	} {
		o := newOffice(t)
		o.file("2026-11-02", nil)
		o.with(c.store(o.sessions))
		got := o.answers(o.presses("1|forget2", "ru"))[0].Text
		want, _, _ := strings.Cut(o.know.Texts.In("ru").T(c.key), ".")
		if !strings.HasPrefix(got, want) || o.count("requests") != c.left {
			t.Errorf("%s: %d requests are left, and the person reads\n%s", name, o.count("requests"), got)
		}
	}
}

// TestOneForgetsOneself: another person's things stay.
func TestOneForgetsOneself(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	const other = citizen + 1
	o.must(o.people.GiveConsent(t.Context(), other, locales.Russian))
	r := o.file("2026-11-02", nil)
	u := o.presses("1|forget2", "ru")
	u.Chat, u.From.ID = other, other
	o.answers(u)
	if _, found, err := o.requests.Find(t.Context(), citizen, r.ID); err != nil || !found {
		t.Error("a stranger's press erased a request:", found, err)
	}
}

// TestKindsOfNoticeAreSwitched: under a notice, back again, and in the settings.
func TestKindsOfNoticeAreSwitched(t *testing.T) {
	t.Parallel()
	for _, lang := range locales.Codes() {
		o := newOffice(t)
		l := o.know.Texts.In(lang)
		o.must(o.people.SetLanguage(t.Context(), citizen, lang))
		r := o.file("2026-11-02", nil)
		o.at("2026-11-23")
		muted := func(want bool) {
			t.Helper()
			if _, told := o.render(notices.Notice{Kind: notices.Reminder, Request: r.ID}); told == want {
				t.Errorf("muted %t, told %t", want, told)
			}
		}
		notice, _ := o.render(notices.Notice{Kind: notices.Reminder, Request: r.ID})
		off := o.answers(o.presses(notice.Keyboard[len(notice.Keyboard)-1][0].Data, lang))[0]
		muted(true)
		if off.Edit || !strings.Contains(off.Text, l.T("NoticesOfReminder")) {
			t.Errorf("switched off by\n%s", off.Text)
		}
		o.answers(o.presses(off.Keyboard[0][0].Data, lang))
		muted(false)
		settings := o.answers(o.says("/settings", lang))[0]
		if !strings.Contains(keys(settings.Keyboard), l.T("ButtonNoticesOn", locales.Args{"Kind": locales.HTML(l.T("NoticesOfReminder"))})) {
			t.Errorf("settings:\n%s", keys(settings.Keyboard))
		}
		settings = o.answers(o.presses(settings.Keyboard[1][0].Data, lang))[0]
		muted(true)
		if !settings.Edit || !strings.Contains(keys(settings.Keyboard), l.T("ButtonNoticesOff", locales.Args{"Kind": locales.HTML(l.T("NoticesOfReminder"))})) {
			t.Errorf("settings after a press:\n%s", keys(settings.Keyboard))
		}
		for _, bad := range []string{"1|mute", "1|mute|reminder", "1|mute|reminder|2", "1|mute|everything|1"} {
			if got := o.answers(o.presses(bad, lang))[0]; got.Toast == "" {
				t.Errorf("%s is answered by\n%s", bad, got.Text)
			}
		}
	}
}
