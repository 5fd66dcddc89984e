package handlers_test

import (
	"strings"
	"testing"

	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/locales"
)

func eachLanguage(t *testing.T, test func(t *testing.T, language string)) {
	for _, language := range locales.Codes() {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			test(t, language)
		})
	}
}

// complainOf presses the button of a tracked request.
func (c *citizenCase) complainOf(r requests.Request) string {
	c.t.Helper()
	return c.pressData(caseButton("cmplain", r.ID))
}

func TestALateRequestIsComplainedOfInThreePresses(t *testing.T) {
	t.Parallel()
	eachLanguage(t, func(t *testing.T, language string) {
		c := newCase(t, language, "2026-11-26")
		r := c.track("id-card", "2026-11-02")
		c.complainOf(r)
		c.press("ButtonComplainDelay")
		c.has("2026", "3", c.text("ComplaintStatistics"))
		c.recorded(0)
		c.press("ButtonRecord")
		c.has("M-2026-000001", "3", c.text("ComplaintStatistics"))
		got := c.recorded(1)[0]
		if got.Request != r.ID || got.Kind != complaints.Delay || got.Due != caseDay(t, "2026-11-23") || got.DaysOverdue != 3 || got.Language != language || got.Agency == "" {
			t.Errorf("recorded %+v", got)
		}
		for _, key := range []string{"ButtonLetterPDF", "ButtonLetterText", "ButtonWays", "ButtonFiledProvider"} {
			if c.buttons()[c.text(key)] == "" {
				t.Errorf("no button %s: %v", key, c.buttons())
			}
		}
		c.not(c.text("ComplaintTracked"))
	})
}

func TestNobodyIsCalledLateBeforeTheDay(t *testing.T) {
	t.Parallel()
	c := newCase(t, "ru", "2026-11-23") // the last day itself
	r := c.track("id-card", "2026-11-02")
	c.complainOf(r)
	c.has("до 23 ноября 2026")
	if c.buttons()[c.text("ButtonComplainDelay")] != "" {
		t.Error("a delay is offered on the last day")
	}
	code := "-----"
	for _, data := range []string{"1|cfiled|id-card|" + code + "|20261102", "1|cfiled|id-card||20261102"} {
		c.pressData(data)
		if strings.Contains(c.answer(), "какой у вас случай") {
			c.pressLabel("обычный срок")
		}
		c.has("до 23 ноября 2026", "с 24 ноября 2026")
	}
	c.recorded(0)
}

func TestATermThatNobodyVerifiedAsksForTheReceipt(t *testing.T) {
	t.Parallel()
	const service = "birth-benefit"
	begin := func(t *testing.T) (*citizenCase, requests.Request) {
		c := newCase(t, "ru", "2026-12-10")
		r := c.track(service, "2026-11-02")
		if r.Binds() {
			t.Fatalf("the term of %s binds: the test needs another service", service)
		}
		c.complainOf(r)
		c.press("ButtonComplainDelay")
		c.has(c.text("AskReceipt"))
		return c, r
	}
	t.Run("none", func(t *testing.T) {
		t.Parallel()
		c, _ := begin(t)
		c.press("ButtonNoReceiptDate")
		c.has("не могу сказать")
		c.recorded(0)
	})
	t.Run("to come", func(t *testing.T) {
		t.Parallel()
		c, r := begin(t)
		c.say("20 декабря 2026")
		c.has("до 20 декабря 2026")
		c.recorded(0)
		if got, _, err := c.requests.Find(t.Context(), citizen, r.ID); err != nil || got.Receipt != caseDay(t, "2026-12-20") {
			t.Errorf("the receipt's date is %s, %v", got.Receipt, err)
		}
	})
	t.Run("passed", func(t *testing.T) {
		t.Parallel()
		c, r := begin(t)
		c.say("1 декабря 2026")
		c.has("Дата в расписке: 1 декабря 2026", "7 рабочих дней")
		c.press("ButtonRecord")
		if got := c.recorded(1)[0]; got.Due != caseDay(t, "2026-12-01") {
			t.Errorf("due %s", got.Due)
		}
		if got, _, err := c.requests.Find(t.Context(), citizen, r.ID); err != nil || got.Receipt != caseDay(t, "2026-12-01") {
			t.Errorf("the receipt's date is %s, %v", got.Receipt, err)
		}
		c.press("ButtonLetterText")
		c.has("По расписке результат должен быть готов к такому дню: 1 декабря 2026")
		c.not("Срок оказания услуги –")
	})
}

// A term that runs from another day than the filing is asked for as where a
// request is followed; nobody is late while that day has not come.
func TestATermFromAnotherDayAsksForIt(t *testing.T) {
	t.Parallel()
	eachLanguage(t, func(t *testing.T, language string) {
		begin := func() *citizenCase {
			c := newCase(t, language, "2026-11-26")
			c.consent()
			c.pressData("1|cfiled|farm-land||20260202")
			service, _ := c.know.Catalog.Service("farm-land")
			start := service.Settle(nil).Main().StartLabel.In(language)
			c.has(c.know.Texts.In(language).T("AskStart", locales.Args{"Start": start}))
			return c
		}
		c := begin()
		c.press("ButtonNotYet")
		c.has(c.text("AskReceipt"))
		c.press("ButtonNoReceiptDate")
		c.recorded(0)
		c = begin()
		c.say("02.03.2026")
		c.press("ButtonRecord")
		if got := c.recorded(1)[0]; got.DaysOverdue == 0 || got.Filed != caseDay(t, "2026-02-02") {
			t.Errorf("recorded %+v", got)
		}
	})
}

func TestASentencesFilingIsTrackedWithItsComplaint(t *testing.T) {
	t.Parallel()
	eachLanguage(t, func(t *testing.T, language string) {
		c := newCase(t, language, "2026-11-26")
		c.pressData("1|cfiled|marriage-registration||20261102") // a wait that the law prescribes is no delay
		c.recorded(0)
		c.pressData("1|cfiled|id-card|-~000|20261102gt") // the card changed since: the case is asked
		c.pressData(c.firstButton())
		c.press("ButtonConsent")
		press := c.update(c.buttons()[c.text("ButtonRecord")])
		c.handle(press)
		first := c.shown[0]
		c.has("M-2026-000001", c.text("ComplaintTracked"))
		for range 2 { // the process died before its answer was sent
			if c.handle(press); !same(first, c.shown[0]) {
				t.Errorf("the same press again is answered by\n%s", c.answer())
			}
		}
		got := c.recorded(1)[0]
		list, err := c.requests.List(t.Context(), citizen)
		if err != nil || len(list) != 1 || list[0].ID != got.Request || list[0].Filed.Minute != 605 {
			t.Errorf("tracked %+v, %v; the complaint is of %d", list, err, got.Request)
		}
	})
}

// firstButton is the data of the first button under the newest answer.
func (c *citizenCase) firstButton() string { return c.shown[0].Keyboard[0][0].Data }

func TestARefusalIsRecordedWithItsDay(t *testing.T) {
	t.Parallel()
	c := newCase(t, "ru", "2026-11-26")
	c.consent()
	c.pressData("1|cfiled|id-card||20261120|r")
	c.press("ButtonAddRefusalDay")
	c.say("25 ноября")
	c.has("День отказа: 25 ноября 2026")
	c.press("ButtonRecord")
	got := c.recorded(1)[0]
	if got.Kind != complaints.Refused || got.Learned != caseDay(t, "2026-11-25") {
		t.Errorf("recorded %+v", got)
	}
	r, _, err := c.requests.Find(t.Context(), citizen, got.Request)
	if err != nil || r.State != requests.Refused {
		t.Errorf("the request is %s, %v: its reminders would go on", r.State, err)
	}
	c.press("ButtonLetterPDF")
	name, text := c.document()
	if name != "M-2026-000001-1-ru.pdf" || !strings.Contains(text, "25 ноября 2026 года мне отказано в оказании услуги") {
		t.Errorf("%s: %s", name, text)
	}
	c.pressData("1|cmp|1")
	c.has("Последний день, чтобы подать письмо: 25 февраля 2027")
}

func TestEachKindHasItsLetter(t *testing.T) {
	t.Parallel()
	for kind, subject := range map[string]string{
		"ExtraDocuments": "на требование лишних документов", "Refused": "на отказ в государственной услуге", "NoAnswer": "на отсутствие ответа на жалобу",
	} {
		c := newCase(t, "ru", "2026-11-26")
		c.consent()
		c.say("/complaints")
		c.press("ButtonNewComplaint")
		c.say("удостоверение личности")
		c.press("ButtonComplain" + kind)
		c.press("ButtonRecord")
		c.press("ButtonLetterText")
		c.has("<pre>", subject)
		c.pressLabel("Письмо: Қазақша")
		c.has("ШАҒЫМ", "ЖСН: ____")
		c.press("ButtonWays")
		c.has("e-Otinish", c.text("LetterNotOfficial"))
	}
}

func TestMoneyNeverComesIntoALetter(t *testing.T) {
	t.Parallel()
	eachLanguage(t, func(t *testing.T, language string) {
		c := newCase(t, language, "2026-11-26")
		r := c.track("id-card", "2026-11-02")
		c.complainOf(r)
		c.press("ButtonComplainMoney")
		if !strings.HasPrefix(c.answer(), strings.SplitN(c.text("LetterElsewhereMoney"), "\n", 2)[0]) {
			t.Errorf("the way to report it is not the first thing said:\n%s", c.answer())
		}
		c.has("1424", c.text("UnverifiedMark"))
		c.press("ButtonAddWords")
		c.say("просили 50 000, +7 701 123 45 67")
		c.press("ButtonRecord")
		c.recorded(1)
		for label, data := range c.buttons() {
			if strings.HasPrefix(data, "1|clet") || strings.HasPrefix(data, "1|cdone") || strings.HasPrefix(data, "1|cways") {
				t.Errorf("%q leads to a letter", label)
			}
		}
		for _, data := range []string{"1|clet|1|1|ru|p", "1|clet|1|2|kk|t", "1|cdone|1|1", "1|cways|1|1"} {
			c.pressData(data)
			c.not("<pre>", c.text("AskLetterFiled1"))
			for _, reply := range c.shown {
				if reply.Document != nil {
					t.Errorf("%s sends %s", data, reply.Document.Name)
				}
			}
		}
		c.complainOf(r) // the letter of the same request's delay
		c.press("ButtonComplainDelay")
		c.press("ButtonAddWords")
		c.say("директор Иванов просил деньги")
		c.press("ButtonRecord")
		c.press("ButtonLetterText")
		c.not("деньги", "Иванов", "50 000", "ақша")
		c.pressData("1|cmp|2")
		c.press("ButtonLetterPDF")
		if _, text := c.document(); strings.Contains(text, "деньги") || strings.Contains(text, "Иванов") || strings.Contains(text, "ақша") {
			t.Errorf("the letter says %s", text)
		}
	})
}

func TestOutsideTheLadderIsSaidWhereToGo(t *testing.T) {
	t.Parallel()
	for service, where := range map[string]string{
		"electricity-connection": "LetterElsewhereMonopolies", "address-certificate": "LetterElsewhereInformation", "state-guaranteed-legal-aid": "LetterElsewherePrivate",
	} {
		c := newCase(t, "ru", "2026-11-26")
		c.consent()
		if s, ok := c.know.Catalog.Service(service); !ok || s.Route == "ladder" {
			t.Fatalf("%s is on the ladder", service)
		}
		c.pressData("1|newcmp|" + service)
		if delay := c.buttons()[c.text("ButtonComplainDelay")]; service == "address-certificate" && delay != "" {
			t.Errorf("%s: a delay is offered", service)
		}
		c.press("ButtonComplainExtraDocuments")
		c.has(c.text(where))
		c.press("ButtonRecord")
		c.has("M-2026-000001", c.text(where))
		c.recorded(1)
		c.pressData("1|clet|1|1|ru|p")
		if c.shown[0].Document != nil {
			t.Errorf("%s has a letter", service)
		}
	}
}

func TestTheSameComplaintIsRecordedOnce(t *testing.T) {
	t.Parallel()
	c := newCase(t, "ru", "2026-11-26")
	r := c.track("id-card", "2026-11-02")
	for range 2 {
		c.complainOf(r)
		c.press("ButtonComplainDelay")
		c.press("ButtonRecord")
	}
	c.has(c.text("ComplaintExists"), "M-2026-000001")
	c.recorded(1)
	c.pressData("1|cfiled|id-card||20261102") // the same filing, told in a sentence
	c.press("ButtonRecord")
	c.has(c.text("ComplaintExists"))
	c.recorded(1)
	if list, err := c.requests.List(t.Context(), citizen); err != nil || len(list) != 1 {
		t.Errorf("%d requests, %v", len(list), err)
	}
}
