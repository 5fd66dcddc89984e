package handlers_test

import (
	"slices"
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

func TestHostileWords(t *testing.T) {
	t.Parallel()
	c := newCase(t, "ru", "2026-11-26")
	r := c.track("id-card", "2026-11-02")
	c.complainOf(r)
	c.press("ButtonComplainDelay")
	c.press("ButtonAddWords")
	c.say(strings.Repeat("ж", 5000))
	c.has("1000")
	c.say("\u200b \u2060")
	c.has(c.text("WordsEmpty"))
	secrets := []string{"900101-300-017", "9OO1O1300017", "+7 (701) 123-45-67", "4400 4301 2345 6789", "a.b@mail.kz", "N12345678", "@durov_kz", "https://example.kz/me"}
	c.say("<b>жуть</b> & \"так\" " + strings.Join(secrets, " и "))
	c.has("&lt;b&gt;жуть", "похожее на личные данные")
	c.not(secrets...)
	c.press("ButtonRecord")
	text := c.recorded(1)[0].Text
	for _, secret := range secrets {
		if strings.Contains(text, secret) {
			t.Errorf("%q is kept in %q", secret, text)
		}
	}
	c.pressData("1|cmp|1")
	c.has("&lt;b&gt;жуть")
}

func TestNobodyReachesAnothersComplaint(t *testing.T) {
	t.Parallel()
	c := newCase(t, "ru", "2026-11-26")
	r := c.track("id-card", "2026-11-02")
	c.complainOf(r)
	c.press("ButtonComplainDelay")
	c.press("ButtonRecord")
	mine := []string{"cmplain|1"}
	for _, data := range []string{
		"cmp|1", "clet|1|1|ru|p", "clet|1|2|kk|t", "cways|1|1", "cdone|1|1", "cans|1|1", "cans|1|0", "cext|1|1", "cback|1|0", "cback|1|1", "ccourt|1", "cics|1", "cmute|1|1",
	} {
		mine = append(mine, data)
	}
	before := c.recorded(1)[0]
	c.chat, c.last = citizen+1, 1000
	c.consent()
	for _, data := range mine {
		c.pressData("1|" + data)
		c.not("M-2026-000001", "2 ноября")
		if c.shown[0].Document != nil {
			t.Errorf("%s sends a file", data)
		}
	}
	strange := c.say("М-2026-000001")
	if unknown := c.say("М-2026-999999"); strange != unknown {
		t.Errorf("another's number is answered by\n%s\nand one that does not exist by\n%s", strange, unknown)
	}
	c.say("/complaints")
	c.not("M-2026-000001")
	c.recorded(0)
	c.chat = citizen
	if after := c.recorded(1)[0]; after.State != before.State || after.UpdatedAt != before.UpdatedAt || after.Muted || len(after.Steps) != 0 {
		t.Errorf("changed by another: %+v", after)
	}
}

func TestButtonsThatNobodyMadeLeaveComplaintsAlone(t *testing.T) {
	t.Parallel()
	c := newCase(t, "ru", "2026-11-26")
	c.consent()
	for _, data := range []string{
		"cmp", "cmp|x", "cmp|-1", "cmp|99999999999999999999", "clet|1", "clet|1|3|ru|p", "clet|1|1|en|p", "cdone|1|0", "cdone|1|9", "cans|1|2", "cext|1|", "cback|1|x", "cmps|x", "cmps|-1",
		"cmplain|x", "cmplain|0", "cmplain|77", "cfiled", "cfiled|id-card||x", "cfiled|id-card||20991231", "cfiled|nothing||20261102", "cfiled|id-card||20261102|z", "cmoney|nothing", "newcmp|nothing", "f|1|kind|delay",
	} {
		c.pressData("1|" + data)
	}
	c.recorded(0)
}

func TestTheBaseBeingAwayLosesNothing(t *testing.T) {
	t.Parallel()
	c := newCase(t, "ru", "2026-11-26")
	r := c.track("id-card", "2026-11-02")
	c.complainOf(r)
	c.press("ButtonComplainDelay")
	c.press("ButtonAddWords")
	c.say("третий раз")
	record := c.buttons()[c.text("ButtonRecord")]
	c.shaky.away = true
	c.pressData(record)
	c.has(c.text("NotStored"))
	c.say("/complaints")
	c.has(c.text("ComplaintsAway"))
	c.complainOf(r)
	c.press("ButtonComplainDelay")
	record = c.buttons()[c.text("ButtonRecord")]
	c.pressData(record)
	c.has(c.text("NotStored"))
	c.shaky.away = false
	c.pressData(record) // the same press again
	c.has("M-2026-000001")
	c.recorded(1)
	c.shaky.away = true
	c.pressData("1|cmp|1")
	c.has(c.text("ComplaintsAway"))
}

func TestTooManyComplaintsInADay(t *testing.T) {
	t.Parallel()
	c := newCase(t, "ru", "2026-11-26")
	c.consent()
	record := func() {
		c.pressData("1|newcmp|id-card")
		c.press("ButtonComplainExtraDocuments")
		c.press("ButtonRecord")
	}
	for range 20 {
		record()
	}
	c.recorded(20)
	record()
	c.has(c.text("ComplaintsTooMany"))
	c.recorded(20)
	c.wait("2026-11-27")
	c.press("ButtonRecord") // nothing has to be told again
	c.has("M-2026-000021")
	c.say("/complaints")
	pages := 1
	for c.buttons()[c.text("ButtonNext")] != "" {
		c.press("ButtonNext")
		pages++
	}
	if pages != 4 {
		t.Errorf("%d pages of 21 complaints", pages)
	}
}

func TestConsentComesBeforeTheRecord(t *testing.T) {
	t.Parallel()
	c := newCase(t, "ru", "2026-11-26")
	c.pressData("1|cmoney|")
	c.say("удостоверение личности")
	c.has("/forget")
	c.recorded(0)
	c.press("ButtonConsent")
	record := c.buttons()[c.text("ButtonRecord")]
	if err := c.people.WithdrawConsent(t.Context(), citizen); err != nil {
		t.Fatal(err)
	}
	c.pressData(record)
	c.has("/forget") // asked again, and nothing recorded without it
	c.recorded(0)
	c.press("ButtonConsent")
	c.press("ButtonRecord")
	if kinds := c.recorded(1); !slices.ContainsFunc(kinds, func(x complaints.Complaint) bool { return x.Kind == complaints.Money }) {
		t.Errorf("recorded %+v", kinds)
	}
}
