package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/merzim/merzim/internal/local"
)

// hooked starts a bot whose updates come by webhook.
func hooked(t *testing.T, s telegram, env ...string) *process {
	t.Helper()
	address := freeAddress(t)
	env = append(append(s.env(), "WEBHOOK_URL=http://"+address, "WEBHOOK_SECRET="+hookSecret, "HTTP_ADDR="+address), env...)
	p := launch(t, t.TempDir(), append(env, "LOG_LEVEL=debug"), "serve")
	p.address = "http://" + address
	eventually(t, "the webhook to be set", func() bool {
		calls := s.Calls(local.CallFilter{Method: "setWebhook"})
		return len(calls) > 0 && strings.HasPrefix(fmt.Sprint(calls[len(calls)-1].Params["url"]), p.address)
	}, p)
	return p
}

func TestTheWebhookAnswersWhatTelegramSends(t *testing.T) {
	t.Parallel()
	s := newLocal(t)
	p := hooked(t, s)
	citizen := s.person(1, "ru")
	card := s.writes(citizen, "/start s_id-card")
	holds(t, card.Text, "Удостоверение личности")
	papers := s.presses(citizen, card, "Документы")
	holds(t, s.presses(citizen, papers, "☐ 1").Text, "☑ 1.")
	if polls := s.Calls(local.CallFilter{Method: "getUpdates"}); len(polls) > 0 {
		t.Error("it polls although there is a webhook")
	}
	if !p.running() {
		t.Error("the program ended")
	}
}

func TestTheWebhookTakesNothingFromStrangers(t *testing.T) {
	t.Parallel()
	s := newLocal(t)
	p := hooked(t, s)
	s.Person(5, local.PersonOptions{Started: true})
	update := textUpdate(900, 5, "/start s_id-card")
	for name, c := range map[string]struct {
		secret, body string
		want         int
	}{
		"no secret":        {"", update, http.StatusUnauthorized},
		"wrong secret":     {"hook-secreT", update, http.StatusUnauthorized},
		"longer secret":    {hookSecret + "x", update, http.StatusUnauthorized},
		"broken body":      {hookSecret, `{"update_id":901,"message":`, http.StatusBadRequest},
		"no update":        {hookSecret, `[]`, http.StatusBadRequest},
		"no number":        {hookSecret, `{}`, http.StatusBadRequest},
		"empty":            {hookSecret, ``, http.StatusBadRequest},
		"2 MB":             {hookSecret, textUpdate(902, 5, strings.Repeat("a", 2<<20)), http.StatusRequestEntityTooLarge},
		"an unknown thing": {hookSecret, `{"update_id":903,"poll":{"id":"1"}}`, http.StatusOK},
	} {
		if got := p.post(c.secret, c.body); got != c.want {
			t.Errorf("%s: status %d, want %d", name, got, c.want)
		}
	}
	if calls := s.Calls(local.CallFilter{Chat: 5}); len(calls) > 0 {
		t.Errorf("a stranger made the bot call %s", calls[0].Method)
	}
	for range 2 { // the second copy is a repetition
		if got := p.post(hookSecret, update); got != http.StatusOK {
			t.Errorf("the right secret: status %d", got)
		}
	}
	eventually(t, "the answer", func() bool { return len(s.Calls(local.CallFilter{Chat: 5})) > 0 }, p)
	if got := p.post(hookSecret, update); got != http.StatusOK {
		t.Errorf("a late copy: status %d", got)
	}
	if got := p.post(hookSecret, textUpdate(904, 5, "/help")); got != http.StatusOK {
		t.Errorf("the next update: status %d", got)
	}
	eventually(t, "the next answer", func() bool { return strings.Contains(s.Chat(5).Last().Text, "Что я умею") }, p)
	if n := len(s.Calls(local.CallFilter{Chat: 5, Method: "sendMessage"})); n != 2 {
		t.Errorf("%d messages for two updates, of which one came three times", n)
	}
	lacks(t, p.err.String(), hookSecret, token)
}

func TestHostileInputIsAnsweredAndNotLogged(t *testing.T) {
	t.Parallel()
	s := newLocal(t)
	p := serving(t, t.TempDir(), s.env()...)
	mallory := s.person(666, "ru")
	victim := s.person(7, "ru")
	const secretWord = "сокровенное"

	story := s.writes(mallory, strings.Repeat(secretWord+" ", 340)) // two messages, of 4,096 characters at most
	holds(t, story.Text, "слишком длинно")
	eventually(t, "the second half's answer", func() bool { return s.PendingUpdates() == 0 }, p)
	for _, text := range []string{"👍🎉🚗", `<b>&"</b>`, "<script>" + secretWord + "</script>", "\u202e" + secretWord, "';DROP TABLE people;--", "{{.Token}} %s %n"} {
		lacks(t, s.writes(mallory, text).Text, "Что-то сломалось", secretWord)
	}
	holds(t, s.says(mallory, func() { mallory.SendVoice() }).Text, "Я понимаю только текст")
	holds(t, s.says(mallory, func() { mallory.SendSticker() }).Text, "Я понимаю только текст")

	card := s.writes(mallory, "/start s_id-card")
	papers := s.presses(mallory, card, "Документы")
	theirs := s.presses(victim, s.presses(victim, s.writes(victim, "/start s_id-card"), "Документы"), "☐ 1")
	forged := []string{
		"", "1", "1|", "1||", "0|help", "2|help", "1|none", "1|tick", "1|tick|id-card", "1|tick|id-card|x|0|0", "1|card|no-such|0~000",
		"1|lang|xx", "1|sec|none|0", "1|events|-1", "1|events|99999999999999999999", "1|ask|passport|0--~000|9",
		dataOf(t, theirs, "☐ 2"), strings.Repeat("1|tick|", 9) + "1", strings.Repeat("\x00", 64), strings.Repeat("я", 32), secretWord,
	}
	for _, data := range forged {
		got := s.says(mallory, func() { mallory.Forge(papers.MessageID, data) })
		lacks(t, got.Text, "Что-то сломалось", "☑ 1.") // the tick of another person's list
	}
	foreign := fmt.Sprint(theirs.MessageID)
	if got := s.Chat(victim.ID()).Last(); fmt.Sprint(got.MessageID) != foreign || !strings.Contains(got.Text, "☑ 1.") {
		t.Errorf("another person's message changed: %s", got.Text)
	}

	group := s.Group(-5, "Group")
	before := s.lastCall()
	group.Send(mallory, "/start@merzim_local_bot "+secretWord)
	eventually(t, "a kind line in the group", func() bool {
		calls := s.Calls(local.CallFilter{After: before, Chat: -5, Method: "sendMessage"})
		return len(calls) == 1 && strings.Contains(fmt.Sprint(calls[0].Params["text"]), "личном чате")
	}, p)

	holds(t, s.writes(victim, "/help").Text, "Что я умею")
	if !p.running() {
		t.Error("the program ended")
	}
	lacks(t, p.err.String(), secretWord, "script", "DROP", "<b>", token, "panic", "level=ERROR")
	if refused := s.Calls(local.CallFilter{Refused: true}); len(refused) > 0 {
		for _, c := range refused {
			if !strings.Contains(string(c.Response), "not modified") {
				t.Errorf("Telegram refused %s: %s", c.Method, c.Response)
			}
		}
	}
}

func TestAPressOnAMessageOfAnotherChatChangesNothing(t *testing.T) {
	t.Parallel()
	s := newLocal(t)
	p := hooked(t, s)
	mallory, victim := s.person(666, "ru"), s.person(7, "ru")
	s.writes(mallory, "/start")
	papers := s.presses(victim, s.writes(victim, "/start s_id-card"), "Документы")
	data := dataOf(t, papers, "☐ 1")
	before := s.lastCall()
	update := strings.Replace(pressUpdate(5000, 666, papers.MessageID, data), `"chat":{"id":666`, `"chat":{"id":7`, 1)
	if got := p.post(hookSecret, update); got != http.StatusOK {
		t.Errorf("status %d", got)
	}
	eventually(t, "the press to be answered", func() bool {
		return len(s.Calls(local.CallFilter{After: before, Method: "answerCallbackQuery"})) == 1
	}, p)
	call := s.Calls(local.CallFilter{After: before, Method: "answerCallbackQuery"})[0]
	holds(t, fmt.Sprint(call.Params["text"]), "не для этого чата")
	if got := s.Chat(7).Last().Text; got != papers.Text {
		t.Errorf("the victim's message became:\n%s", got)
	}
	holds(t, s.presses(victim, papers, "☐ 2").Text, "☐ 1.", "☑ 2.")
}
