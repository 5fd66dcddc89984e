package handlers

import (
	"strings"
	"testing"
	"time"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/catalog/search"
	"github.com/merzim/merzim/catalog/understand"
	"github.com/merzim/merzim/locales"
)

// finder finds a service in everything, or in nothing.
type finder bool

func (f finder) Search(string, int) search.Result { return search.Result{Service: bool(f)} }

func sentenceTurn(t *testing.T, know *Knowledge, code string) *turn {
	t.Helper()
	return &turn{
		ctx: t.Context(), know: know, language: know.Texts.In(code), session: &Session{}, update: bot.Update{ID: 9, Chat: 7, Kind: bot.KindText},
		now: time.Date(2026, 11, 26, 10, 0, 0, 0, calendar.Zone()),
	}
}

func TestASentenceThatComplains(t *testing.T) {
	t.Parallel()
	know, c := embedded(t), New(Options{})
	know.Finder = finder(true)
	filed := calendar.DateIn(time.Date(2026, 11, 2, 12, 0, 0, 0, calendar.Zone()))
	for _, code := range locales.Codes() {
		tn := sentenceTurn(t, know, code)
		replies, ok := c.complainSentence(tn, understand.Meaning{Intent: understand.Complain, Services: []string{"id-card"}, Refused: true, Filed: &filed, Minute: calendar.NoHour})
		if !ok || !strings.Contains(replies[0].Text, tn.language.T("RefusedSentence")) || !strings.HasSuffix(replies[0].Keyboard[0][0].Data, "|20261102|r") {
			t.Errorf("%s: a refusal is answered by %+v", code, replies)
		}
		if tn.session.Form != nil {
			t.Errorf("%s: a form was begun before any press", code)
		}
		if _, ok := c.complainSentence(tn, understand.Meaning{Intent: understand.Complain, Services: []string{"id-card"}, Filed: &filed}); ok {
			t.Errorf("%s: a delay is answered here, before its date was told", code)
		}
		near := understand.Meaning{Intent: understand.Complain, Services: []string{"id-card", "passport"}, Refused: true, Close: true}
		guessed := near
		guessed.Close = false
		for _, m := range []understand.Meaning{near, guessed} {
			unsure := sentenceTurn(t, know.Fresh(), code)
			unsure.know.Finder = finder(m.Close)
			replies, ok := c.complainSentence(unsure, m)
			if f := unsure.session.Form; !ok || f == nil || f.Service != "" || f.Kind != "refused" || len(replies[0].Keyboard) != 3 {
				t.Errorf("%s: of two services one was taken: %+v", code, replies)
			}
		}
		for _, refused := range []bool{false, true} {
			replies, ok = c.complainSentence(tn, understand.Meaning{Intent: understand.Complain, Refused: refused})
			if !ok || !strings.Contains(replies[0].Text, tn.language.T("AskService")) || tn.session.Form == nil || (tn.session.Form.Kind == "refused") != refused {
				t.Errorf("%s: a complaint without a service is answered by %+v", code, replies)
			}
		}
	}
}

func TestASentenceAboutMoneySaysFirstWhereToReportIt(t *testing.T) {
	t.Parallel()
	know, c := embedded(t), New(Options{})
	know.Finder = finder(true)
	for _, code := range locales.Codes() {
		for _, services := range [][]string{nil, {"id-card"}, {"electricity-connection"}} {
			tn := sentenceTurn(t, know, code)
			replies, ok := c.moneySentence(tn, understand.Meaning{Intent: understand.Money, Services: services})
			if !ok || len(replies) != 1 {
				t.Fatalf("%s: %+v", code, replies)
			}
			text := replies[0].Text
			line, body := strings.Index(text, "1424"), strings.Index(text, tn.language.T("MoneySentence"))
			if !strings.HasPrefix(text, tn.language.T("LetterElsewhereMoney")) || line < 0 || body < line || !strings.Contains(text, tn.language.T("UnverifiedMark")) {
				t.Errorf("%s: %v is answered by\n%s", code, services, text)
			}
		}
	}
}

// What begins a complaint from a sentence fits into a button for every service
// and case, with the hour and the refusal.
func TestAComplaintFitsIntoItsButton(t *testing.T) {
	t.Parallel()
	for _, s := range embedded(t).Catalog.Services {
		for _, v := range s.Views() {
			if _, err := bot.EncodePress(verbComplainFiled, s.ID, caseCode(s, v.Choice), "20261102zz", pressRefused); err != nil {
				t.Errorf("%s: %v", s.ID, err)
			}
		}
		if _, err := bot.EncodePress(verbNewComplaint, s.ID); err != nil {
			t.Errorf("%s: %v", s.ID, err)
		}
	}
}

func TestALongLetterIsPartedAtItsLines(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("Прошу рассмотреть. ", 40) + "\n" + strings.Repeat("😀 ответ\n", 900)
	parts := messages(text, bot.MaxText)
	if len(parts) < 2 {
		t.Fatalf("%d parts", len(parts))
	}
	for _, part := range parts {
		if units(part) > bot.MaxText || part == "" {
			t.Errorf("a part of %d characters", units(part))
		}
	}
	if got := strings.Join(parts, "\n"); got != strings.TrimSpace(text) {
		t.Error("the parts are not the text")
	}
}
