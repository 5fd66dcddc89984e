package handlers_test

import (
	"fmt"
	"strings"
	"testing"
)

// atCase is a person who is asked for the case of a passport, where buttons
// alone answer.
func atCase(t *testing.T, language string) *citizenCase {
	t.Helper()
	c := newCase(t, language, "2026-11-26")
	c.consent()
	c.say(map[string]string{"ru": "я вчера подал заявление", "kk": "кеше өтініш бердім"}[language])
	c.has(c.text("AskService"))
	c.say(map[string]string{"ru": "загранпаспорт", "kk": "төлқұжат"}[language])
	c.has(map[string]string{"ru": "какой у вас случай?", "kk": "жағдайыңыз қандай?"}[language])
	return c
}

func (c *citizenCase) filings(want int) {
	c.t.Helper()
	list, err := c.requests.List(c.t.Context(), c.chat)
	if err != nil || len(list) != want {
		c.t.Fatalf("%d requests (%v), want %d; the last answer:\n%s", len(list), err, want, c.answer())
	}
	if want == 1 && (list[0].Service != "passport" || list[0].Filed.Date != caseDay(c.t, "2026-11-25")) {
		c.t.Errorf("kept %+v", list[0])
	}
}

func TestANewQuestionIsAnsweredAndTheFormWaits(t *testing.T) {
	t.Parallel()
	eachLanguage(t, func(t *testing.T, language string) {
		c := atCase(t, language)
		c.say(map[string]string{"ru": "как получить справку о несудимости", "kk": "сотталмағаны туралы анықтама керек"}[language])
		c.has(map[string]string{"ru": "несудимости", "kk": "Сотты"}[language], c.text("FormWaits"))
		c.not(c.text("FormPressOnly"))
		waits := c.buttons()[c.text("ButtonGoOn")]
		c.press("ButtonPapers") // a look around takes nothing away
		c.say(map[string]string{"ru": "как получить водительские права", "kk": "жүргізуші куәлігін алу"}[language])
		c.not(c.text("FormWaits"))
		c.pressData(waits)
		c.has(map[string]string{"ru": "какой у вас случай?", "kk": "жағдайыңыз қандай?"}[language])
		c.pressLabel(map[string]string{"ru": "в обычный срок", "kk": "әдеттегі мерзімде"}[language])
		c.filings(1)
	})
}

func TestAFormThatWaitsCanBeStopped(t *testing.T) {
	t.Parallel()
	c := atCase(t, "ru")
	c.say("как получить справку о несудимости")
	goOn := c.buttons()[c.text("ButtonGoOn")]
	c.press("ButtonStop")
	c.has(c.text("FormStopped"))
	c.pressData(goOn)
	if toast := c.shown[0].Toast; toast != c.text("OldButton") {
		t.Errorf("a stopped form goes on: %q\n%s", toast, c.answer())
	}
	c.filings(0)
}

// Nonsense, a region's name and the label of a button are no questions.
func TestWhatIsNoQuestionLeavesTheFormAsItIs(t *testing.T) {
	t.Parallel()
	c := atCase(t, "ru")
	for _, text := range []string{"бла бла бла", "да", "ок", strings.Repeat("справка ", 200)} {
		c.say(text)
		c.not(c.text("FormWaits"))
		c.has("какой у вас случай?")
	}
	c.say("В обычный срок")
	c.filings(1)

	list, err := c.requests.List(t.Context(), c.chat)
	if err != nil {
		t.Fatal(err)
	}
	for _, region := range c.know.Catalog.Regions {
		c.pressData(fmt.Sprintf("1|rask|%d|region", list[0].ID))
		c.has(c.text("AskRegion"))
		first, _, _ := strings.Cut(region.Name.RU, " ")
		c.say(first)
		c.not(c.text("FormWaits"))
	}
}

// What asks something itself stands last; both forms can be gone on with.
func TestAnAnswerThatAsksItselfStandsLast(t *testing.T) {
	t.Parallel()
	c := atCase(t, "ru")
	c.say("подал на удостоверение личности, до сих пор тишина")
	if c.shown[0].Text != c.text("FormWaits") || len(c.shown) < 2 {
		t.Fatalf("said:\n%s", c.answer())
	}
	goOn := c.buttons()[c.text("ButtonGoOn")]
	c.pressData(goOn)
	c.has("какой у вас случай?")
	c.pressLabel("в обычный срок")
	c.filings(1)
}

func TestATypedComplaintsNumberTakesNothingAway(t *testing.T) {
	t.Parallel()
	c := atCase(t, "ru")
	c.say("M-2026-000123")
	c.has(c.text("FormWaits"))
	c.press("ButtonGoOn")
	c.pressLabel("в обычный срок")
	c.filings(1)
}
