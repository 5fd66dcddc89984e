package main

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/merzim/merzim/internal/local"
	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/internal/testserver"
)

// takes gives a chat a role.
func takes(t *testing.T, s cases, chat int64, g roles.Grant) roles.Holder {
	t.Helper()
	_, token, err := s.roles.Invite(t.Context(), roles.CommandLine(), g)
	if err != nil {
		t.Fatal(err)
	}
	h, err := s.roles.Accept(t.Context(), 1_000_000+chat, chat, token)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// got counts what arrived at a chat, by method.
func got(server *local.Server, chat int64) map[string]int {
	out := map[string]int{}
	for _, method := range []string{"sendMessage", "sendPhoto", "sendDocument"} {
		for _, c := range server.Calls(local.CallFilter{Method: method, Chat: chat}) {
			if c.Status == http.StatusOK {
				out[method]++
			}
		}
	}
	return out
}

// until waits for the bot.
func (s *stage) until(is func() bool) {
	s.t.Helper()
	testserver.Eventually(s.t, "the bot", is)
}

// answer is the bot's message to what somebody writes.
func (s *stage) answer(p *local.Person, text string) local.Message {
	s.t.Helper()
	before := len(s.told(p.ID()))
	p.Send(text)
	s.until(func() bool { return len(s.told(p.ID())) > before })
	return s.told(p.ID())[before]
}

// pressed presses a button, also one of another person's message, and waits
// until the bot has answered.
func (s *stage) pressed(p *local.Person, m local.Message, data string) {
	s.t.Helper()
	answered := func() int { return len(s.server.Calls(local.CallFilter{Method: "answerCallbackQuery"})) }
	before := answered()
	p.Forge(m.MessageID, data)
	s.until(func() bool { return answered() > before })
}

const (
	chatAnalyst, chatFormer, chatQuiet = 901, 902, 903
)

// TestTheDigest: two processes send it once to those who are analysts and
// subscribed, at nine o'clock; what an outage missed is caught up once.
func TestTheDigest(t *testing.T) {
	t.Parallel()
	base := inFile(t)
	s := newStage(t, "2026-11-23 08:00", base) // a Monday of an even week
	twin := newStage(t, "2026-11-23 08:00", base)
	for _, chat := range []int64{chatAnalyst, chatFormer, chatQuiet} {
		s.citizen(chat, "kk")
		twin.citizen(chat, "kk")
		takes(t, s.cases, chat, roles.Grant{Role: roles.Analyst})
	}
	for _, chat := range []int64{chatAnalyst, chatFormer} {
		if err := s.analysts.Subscribe(t.Context(), chat); err != nil {
			t.Fatal(err)
		}
	}
	former, _, err := s.cases.roles.Find(t.Context(), chatFormer)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cases.roles.Revoke(t.Context(), roles.CommandLine(), former.Invitation); err != nil {
		t.Fatal(err)
	}
	both := func(at string) {
		t.Helper()
		moment := almaty(t, at)
		var all sync.WaitGroup
		for _, x := range []*stage{s, twin} {
			x.hands.clock.Advance(moment.Sub(x.hands.clock.Now()))
			all.Go(func() {
				for range 3 {
					x.sendDigest(t.Context())
				}
			})
		}
		all.Wait()
		for _, x := range []*stage{s, twin} {
			if _, err := x.runner.Once(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	sum := func(chat int64) (text, pictures, files int) {
		for _, x := range []*stage{s, twin} {
			n := got(x.server, chat)
			text, pictures, files = text+n["sendMessage"], pictures+n["sendPhoto"], files+n["sendDocument"]
		}
		return text, pictures, files
	}
	expect := func(when string, times int) {
		t.Helper()
		for _, chat := range []int64{chatAnalyst, chatFormer, chatQuiet} {
			want := times
			if chat != chatAnalyst {
				want = 0
			}
			text, pictures, files := sum(chat)
			if chat == chatFormer {
				text -= min(1, times) // that the role is over
			}
			if text != want || pictures != 2*want || files != want {
				t.Errorf("%s: %d got %d texts, %d pictures, %d files, want %d digests", when, chat, text, pictures, files, want)
			}
		}
	}
	both("2026-11-23 08:59")
	expect("before nine", 0)
	both("2026-11-23 09:01")
	expect("at nine", 1)
	both("2026-11-24 15:00")
	expect("the day after", 1)
	both("2027-01-20 11:00") // three were missed
	expect("after an outage", 2)
	both("2027-01-20 12:00")
	expect("an hour later", 2)
	told := append(s.told(chatAnalyst), twin.told(chatAnalyst)...)
	if !strings.Contains(told[0].Text, "2026 жылғы 9 қараша") {
		t.Errorf("it says: %s", told[0].Text)
	}
}

// TestReportCommand: an analyst chooses a period and gets text, pictures and
// tables; for others there is no such command, and no such button.
func TestReportCommand(t *testing.T) {
	t.Parallel()
	s := newStage(t, "2026-11-23 10:00", "sqlite::memory:")
	analyst, other := s.citizen(chatAnalyst, "ru"), s.citizen(chatPerson, "ru")
	holder := takes(t, s.cases, chatAnalyst, roles.Grant{Role: roles.Analyst})
	unknown := s.answer(other, "/nonsense")
	if got := s.answer(other, "/report"); got.Text != unknown.Text {
		t.Errorf("a citizen is told: %s", got.Text)
	}
	menu := s.answer(analyst, "/report")
	days, digest := menu.ReplyMarkup.InlineKeyboard[0][1].CallbackData, menu.ReplyMarkup.InlineKeyboard[2][0].CallbackData
	s.pressed(analyst, menu, days)
	s.until(func() bool { return got(s.server, chatAnalyst)["sendDocument"] == 1 })
	if n := got(s.server, chatAnalyst); n["sendPhoto"] != 2 || n["sendMessage"] != 2 {
		t.Errorf("it sent %v", n)
	}
	s.pressed(analyst, menu, digest)
	s.until(func() bool { on, _ := s.analysts.Subscribed(t.Context(), chatAnalyst); return on })
	s.pressed(other, menu, digest)
	s.pressed(other, menu, days)
	if err := s.cases.roles.Revoke(t.Context(), roles.CommandLine(), holder.Invitation); err != nil {
		t.Fatal(err)
	}
	if got := s.answer(analyst, "/report"); got.Text != unknown.Text {
		t.Errorf("a former analyst is told: %s", got.Text)
	}
	if on, _ := s.analysts.Subscribed(t.Context(), chatPerson); on || got(s.server, chatPerson)["sendPhoto"] > 0 {
		t.Error("a citizen's press was taken")
	}
}

// TestQuestionsInVain: what found no card is noted without its author, and
// erased after its time.
func TestQuestionsInVain(t *testing.T) {
	t.Parallel()
	s := newStage(t, "2026-11-23 10:00", "sqlite::memory:")
	s.answer(s.citizen(chatPerson, "ru"), "посоветуй фильм про космос, тел 87012345678")
	count := func() (n int) {
		t.Helper()
		if err := s.db.QueryRow(t.Context(), `SELECT COUNT(*) FROM unanswered_questions WHERE question NOT LIKE '%8701%'`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if count() != 1 {
		t.Fatal(count(), "questions noted")
	}
	s.hands.clock.Advance(91 * 24 * time.Hour)
	s.retain(t.Context())
	if count() != 0 {
		t.Error("the question is kept for ever")
	}
}
