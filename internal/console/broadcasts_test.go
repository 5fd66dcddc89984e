package console_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/console"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/testserver"
)

const inBroadcasts = console.Root + "broadcasts"

// waiting people have an open request with the migration police.
func (s *stand) waiting(many int) {
	s.Helper()
	for i := range many {
		chat := int64(20_000 + i)
		s.must(s.people.GiveConsent(s.Context(), chat, []string{"kk", "ru"}[i%2]))
		s.request(chat, "2026-11-10", 10)
	}
}

// broadcast is a draft of staff to so many people.
func (s *stand) broadcast(people int) broadcasts.Broadcast {
	s.Helper()
	s.waiting(people)
	b, err := s.broadcasts.Create(s.Context(), broadcasts.Actor{Chat: staff, Agency: "police-migration"}, "", broadcasts.Content{
		Texts: broadcasts.Texts{KK: "Жұмыс уақыты өзгерді.", RU: "Часы работы изменились."}, Audience: broadcasts.Audience{To: broadcasts.OpenRequests},
	}, nil)
	s.must(err)
	return b
}

// engine sends everything that may go, until the test ends.
func (s *stand) engine() { s.slowEngine(0) }

// slowEngine takes its time over each message.
func (s *stand) slowEngine(pause time.Duration) {
	s.Helper()
	e := broadcasts.NewEngine(broadcasts.Options{
		Store: s.broadcasts, Clock: s.now, Log: slog.New(slog.DiscardHandler), Look: time.Millisecond,
		Send: func(_ context.Context, m broadcasts.Message) (int64, string, error) {
			time.Sleep(pause)
			return m.Chat, "", nil
		},
		Edit:  func(context.Context, broadcasts.Message) error { return nil },
		Judge: func(error) notices.Verdict { return notices.Verdict{} },
		Label: func(string, time.Time) string { return "!" },
	})
	ctx, stop := context.WithCancel(s.Context())
	done := make(chan struct{})
	go func() { e.Run(ctx); close(done) }()
	s.Cleanup(func() { stop(); <-done })
}

// TestABroadcastFromDraftToAccount: staff write, look, submit; a colleague of
// the same body approves, never the author; the account adds up; a correction is
// a broadcast of its own.
func TestABroadcastFromDraftToAccount(t *testing.T) {
	onEach(t, func(s *stand) {
		s.everybody()
		s.waiting(130)
		author, other := s.login(staff), s.login(colleague)
		for _, b := range []*browser{author, other} {
			b.get(console.Root + "?lang=ru")
		}
		form := author.get(inBroadcasts + "/new")
		fields := []string{console.FormField, author.token(), "once", form.field("once"), "kk", "Жұмыс уақыты <b>өзгерді</b>.", "ru", "Часы работы <b>изменились</b>.", "to", "open_requests", "service", "id-card"}
		page := author.post(inBroadcasts+"/new", fields...)
		again := author.post(inBroadcasts+"/new", fields...)
		if page.url.Path == inBroadcasts+"/new" || again.url.Path != page.url.Path {
			s.Fatalf("%d %s, sent again %s", page.status, page.url, again.url)
		}
		here := page.url.Path
		for _, want := range []string{"Получателей сейчас: 130.", "25 в секунду", said("ru", "BroadcastNeedsApproval"), "<b>изменились</b>", said("ru", "BroadcastState_draft")} {
			if !page.says(want) {
				s.Errorf("the draft does not say %q", want)
			}
		}
		if strings.Contains(page.body, "<b>изменились") {
			s.Error("the text is not escaped")
		}
		author.post(here+"/preview", console.FormField, author.token())
		if len(s.previewed) != 1 {
			s.Error("previewed", s.previewed)
		}
		if got := author.post(here+"/submit", console.FormField, author.token()); !got.says(said("ru", "BroadcastState_waiting")) {
			s.Error("submitted:", got.status)
		}
		if got := author.post(here+"/approve", console.FormField, author.token(), "version", "1"); got.status != http.StatusUnprocessableEntity || !got.says(said("ru", "BroadcastFaultOwn")) {
			s.Error("the author approves:", got.status)
		}
		if !other.get(console.Root).says("ждёт вашего одобрения") || author.get(console.Root).says("ждёт вашего одобрения") {
			s.Error("the first page does not say who has to approve")
		}
		if got := other.post(here+"/approve", console.FormField, other.token(), "version", "7"); !got.says(said("ru", "BroadcastFaultChanged")) {
			s.Error("another version approved:", got.status)
		}
		if got := other.post(here+"/approve", console.FormField, other.token(), "version", "1"); !got.says(said("ru", "ConsoleSaidBroadcastApprove")) {
			s.Errorf("not approved: %d %s", got.status, got.body)
		}
		s.engine()
		s.now.Advance(time.Minute)
		var progress answer
		testserver.Eventually(s, "the account", func() bool {
			progress = author.get(here + "/progress")
			return strings.Contains(progress.body, `"final":true`)
		})
		if !strings.Contains(progress.body, `"audience":"130"`) || !strings.Contains(progress.body, `"sent":"130"`) || !strings.Contains(progress.body, `"left":"0"`) {
			s.Error(progress.body)
		}
		page = author.get(here)
		fix := author.post(here+"/correct", console.FormField, author.token(), "once", page.field("once"), "kk", "9:00-де", "ru", "в 9:00")
		if !fix.says(said("ru", "ConsoleSaidBroadcastCorrect")) || fix.url.Path == here || !author.get(here).says(fix.url.Path) {
			s.Errorf("corrected: %d %s", fix.status, fix.url)
		}
		if n := s.counted(`SELECT COUNT(*) FROM audit WHERE action LIKE 'broadcast_%' AND refused = 0`); n != 6 {
			s.Error(n, "acts in the audit log") // create twice, preview, submit, approve, correct
		}
	})
}

// TestBoundsOfBroadcasts: another agency's broadcasts are not there; an audience
// beyond one's own is refused; faults are told and nothing is kept.
func TestBoundsOfBroadcasts(t *testing.T) {
	onEach(t, func(s *stand) {
		s.everybody()
		b := s.broadcast(3)
		here := fmt.Sprintf("%s/%d", inBroadcasts, b.ID)
		before := s.counted(`SELECT COUNT(*) FROM broadcasts`)
		for name, chat := range map[string]int64{"another agency": teacher, "its body in a region": inAqtau} {
			w := s.login(chat)
			for _, path := range []string{here, here + "/edit", here + "/progress"} {
				if got := w.get(path); got.status != http.StatusNotFound || got.says("Часы работы") {
					s.Errorf("%s: %s: %d", name, path, got.status)
				}
			}
			for _, act := range []string{"submit", "approve", "return", "preview", "pause", "resume", "cancel", "resend", "correct", "edit"} {
				n := s.refusals()
				if got := w.post(here+"/"+act, console.FormField, w.token(), "once", "1099511627999", "version", "1", "kk", "x", "ru", "x", "to", "everybody"); got.status != http.StatusNotFound || s.refusals() != n+1 {
					s.Errorf("%s: %s: %d", name, act, got.status)
				}
			}
			if w.get(inBroadcasts).says("Часы работы") {
				s.Error(name, "lists it")
			}
		}
		w := s.login(teacher)
		w.get(console.Root + "?lang=ru")
		post := func(pairs ...string) answer {
			return w.post(inBroadcasts+"/new", append([]string{console.FormField, w.token(), "once", w.get(inBroadcasts + "/new").field("once")}, pairs...)...)
		}
		for want, pairs := range map[string][]string{
			"текста нет":                         {"kk", "", "ru", "x", "to", "everybody"},
			"тег":                                {"kk", "<b>x", "ru", "x", "to", "everybody"},
			said("ru", "BroadcastFaultTime"):     {"kk", "x", "ru", "x", "to", "everybody", "send", "tomorrow"},
			said("ru", "BroadcastFaultTimes"):    {"kk", "x", "ru", "x", "to", "everybody", "expires", "2026-11-20T10:00"},
			said("ru", "BroadcastFaultAudience"): {"kk", "x", "ru", "x", "to", "strangers"},
		} {
			if got := post(pairs...); got.status != http.StatusUnprocessableEntity || !got.says(want) {
				s.Errorf("%v: %d, no %q", pairs, got.status, want)
			}
		}
		for _, beyond := range [][]string{{"agency", "police-migration"}, {"service", "id-card"}} {
			if got := post(append([]string{"kk", "x", "ru", "x", "to", "subscribers"}, beyond...)...); got.status != http.StatusNotFound {
				s.Errorf("%v: %d", beyond, got.status)
			}
		}
		if got := w.post(inBroadcasts+"/new", console.FormField, w.token(), "kk", "x", "ru", "x", "to", "everybody"); got.status != http.StatusBadRequest {
			s.Error("without its number:", got.status)
		}
		if n := s.counted(`SELECT COUNT(*) FROM broadcasts`); n != before {
			s.Error(n-before, "broadcasts kept of what was refused")
		}
	})
}
