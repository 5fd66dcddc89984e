package handlers_test

import (
	"strings"
	"testing"

	"github.com/merzim/merzim/internal/complaints"
)

// answered is a complaint of a delay that staff said something to.
func answered(t *testing.T, language string, texts ...complaints.AnswerText) (*citizenCase, complaints.Complaint) {
	t.Helper()
	c := newCase(t, language, "2026-11-26")
	c.complainOf(c.track("id-card", "2026-11-02"))
	c.press("ButtonComplainDelay")
	c.press("ButtonRecord")
	complaint := c.recorded(1)[0]
	for i, text := range texts {
		if _, err := c.office().Answer(t.Context(), complaint.ID, int64(-1-i), text); err != nil {
			t.Fatal(err)
		}
	}
	return c, complaint
}

// office is what the agency's staff have of the complaints.
func (c *citizenCase) office() *complaints.Store {
	c.t.Helper()
	store, ok := c.shaky.Complaints.(*complaints.Store)
	if !ok {
		c.t.Fatal("no store of complaints")
	}
	return store
}

func TestAComplaintsCardHasBothSides(t *testing.T) {
	t.Parallel()
	eachLanguage(t, func(t *testing.T, language string) {
		text := complaints.AnswerText{KK: "Келіңіз <b>", RU: "Приходите <b>"}
		c, complaint := answered(t, language, text)
		if _, err := c.office().Contest(t.Context(), complaint.ID, -9, "Документы приняты 20 ноября & позже"); err != nil {
			t.Fatal(err)
		}
		c.wait("2026-11-30")
		c.pressData(caseButton("cmp", complaint.ID))
		c.has(strings.ReplaceAll(text.For(language), "<b>", "&lt;b&gt;"), "«Документы приняты 20 ноября &amp; позже»", c.text("LetterNotOfficial"),
			map[string]string{"ru": "26 ноября 2026 (не официальный)", "kk": "2026 жылғы 26 қараша (ресми емес)"}[language])
		if _, ok := c.buttons()["Ответы ведомства: 1"]; ok {
			t.Error("a button for what stands there")
		}
		c.say(complaint.Number.String())
		c.has(strings.ReplaceAll(text.For(language), "<b>", "&lt;b&gt;"))
	})
}

func TestSeveralAnswersAreLeafedThrough(t *testing.T) {
	t.Parallel()
	c, complaint := answered(t, "ru", complaints.AnswerText{RU: "Первый ответ"}, complaints.AnswerText{RU: "Второй ответ"}, complaints.AnswerText{RU: "Третий ответ"})
	c.pressData(caseButton("cmp", complaint.ID))
	c.has("Третий ответ")
	c.not("Второй ответ")
	c.pressLabel("Ответы ведомства: 3")
	c.has("Третий ответ", "сроки обжалования идут как прежде")
	c.pressData(caseButton("creply", complaint.ID) + "|2")
	c.has("Первый ответ")
	for _, page := range []string{"99", "-1", "x", ""} {
		c.pressData(caseButton("creply", complaint.ID) + "|" + page) // changes nothing, breaks nothing
	}
	c.chat++ // another person
	c.pressData(caseButton("creply", complaint.ID) + "|0")
	c.has(c.text("ComplaintNotFound"))
	c.not("ответ")
}

// A message has 4096 characters: a long answer is a press away.
func TestALongAnswerIsAPressAway(t *testing.T) {
	t.Parallel()
	c := newCase(t, "kk", "2026-11-26")
	r := c.track("id-card", "2026-11-02")
	complaint, _, err := c.office().Create(t.Context(), c.know.Catalog.Calendar, 100, complaints.New{
		Chat: citizen, Request: r.ID, Kind: complaints.Delay, Service: r.Service, Agency: "police-migration", Language: "kk", Filed: r.Filed.Date, Due: r.Due,
		Text: strings.Repeat("сөз ", 250),
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.office().Answer(t.Context(), complaint.ID, -1, complaints.AnswerText{KK: strings.Repeat("😀", 500) + strings.Repeat("Жауап & ", complaints.MaxAnswer/8-100)}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.office().Contest(t.Context(), complaint.ID, -9, strings.Repeat("негіз ", complaints.MaxGround/6)); err != nil {
		t.Fatal(err)
	}
	c.pressData(caseButton("cmp", complaint.ID))
	c.not("Жауап &amp; Жауап")
	c.has("негіз негіз", "сөз сөз")
	c.pressLabel("Мекеменің жауаптары: 1")
	c.has("Жауап &amp; Жауап")
}
