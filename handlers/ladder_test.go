package handlers_test

import (
	"strings"
	"testing"

	"github.com/merzim/merzim/internal/complaints"
)

// lateCase is a complaint of delay about a service, recorded on a day.
func lateCase(t *testing.T, language, service, filed, day string) *citizenCase {
	t.Helper()
	c := newCase(t, language, day)
	r := c.track(service, filed)
	c.complainOf(r)
	c.press("ButtonComplainDelay")
	c.press("ButtonRecord")
	return c
}

// The days are those of law.md: 5 and 15 working days from the day after the
// registration, 10 more, and a month to sue; 16 December, 1, 2 and 7 January are
// holidays, and 4 January 2027 makes up for Saturday the 2nd.
func TestTheWholeLadder(t *testing.T) {
	t.Parallel()
	eachLanguage(t, func(t *testing.T, language string) {
		c := lateCase(t, language, "id-card", "2026-11-02", "2026-12-10")
		step := func() complaints.Step { return *lastStep(t, c) }

		c.press("ButtonFiledProvider")
		c.press("ButtonToday")
		c.say("900101 300 017")
		c.has(c.text("OfficeIsPersonal"))
		c.say("Ж-15/26")
		c.has(c.text("ComplaintFiled"), "Ж-15/26", "2026", c.text("LetterNotOfficial"))
		if got := step(); got.AnswerDue != caseDay(t, "2026-12-18") || got.OfficeNumber != "Ж-15/26" {
			t.Errorf("5 working days from 10 December end on %s", got.AnswerDue)
		}
		c.press("ButtonAnswerExtended") // the police belong to a central body
		if got := step(); got.AnswerDue != caseDay(t, "2027-01-05") {
			t.Errorf("10 working days more end on %s", got.AnswerDue)
		}
		c.press("ButtonNotExtended")
		if got := step(); got.AnswerDue != caseDay(t, "2026-12-18") {
			t.Errorf("taken back, the answer is due on %s", got.AnswerDue)
		}
		c.pressData("1|clet|1|2|ru|t") // step 2 is not open yet
		c.not("<pre>")

		c.wait("2026-12-21")
		c.say("M-2026-000001")
		c.has(c.text("StandSilentNext"), "2027")
		c.press("ButtonLetterText") // of step 2: the region is asked for
		c.has(c.text("AskRegion"))
		c.pressLabel(c.region("almaty"))
		c.has("<pre>")
		if language == "ru" {
			c.has("по городу Алматы", "10 декабря 2026 года мною направлена жалоба", "Номер жалобы: Ж-15/26", "Последний день срока ответа на неё – 18 декабря 2026 года", "ответа на жалобу нет")
		}
		c.press("ButtonFiledAgency")
		c.say("9 декабря 2026") // before step 1
		c.has("10")
		c.press("ButtonYesterday")
		c.press("ButtonSkip")
		if got := step(); got.Step != complaints.StepAgency || got.AnswerDue != caseDay(t, "2027-01-14") {
			t.Errorf("15 working days from 20 December end on %s of step %d", got.AnswerDue, got.Step)
		}

		c.wait("2027-01-20")
		c.press("ButtonLetterAgain")
		c.press("ButtonFiledAgency") // a question is open: the number is no answer to it
		c.say("м-2026-000001")
		c.has(c.text("StandSilentCourt"))
		c.press("ButtonNotSolved")
		c.press("ButtonYesterday")
		c.has(c.text("ComplaintNotSolved"), c.text("StandNotSolvedAgency"))
		c.press("ButtonCourt")
		c.has(c.text("LetterNotOfficial"))
		if language == "ru" {
			c.has("19 февраля 2027", "статьи 136")
		}
		c.wait("2027-02-22")
		c.pressData("1|ccourt|1")
		if language == "ru" {
			c.has("Месяц на иск в суд закончился 19 февраля 2027")
		}
		c.say("/complaints")
		c.pressLabel("M-2026-000001")
		c.press("ButtonSolvedAfterAll") // the day of the answer is known
		c.has(c.text("ComplaintSolved"))
		if got := c.recorded(1)[0]; got.State != complaints.Answered {
			t.Errorf("the complaint is %s", got.State)
		}
	})
}

func lastStep(t *testing.T, c *citizenCase) *complaints.Step {
	t.Helper()
	last := c.recorded(1)[0].Last()
	if last == nil {
		t.Fatalf("nothing was filed:\n%s", c.answer())
	}
	return last
}

// region is a region's label.
func (c *citizenCase) region(id string) string {
	for _, r := range c.know.Catalog.Regions {
		if r.ID == id {
			return r.Name.In(c.language)
		}
	}
	c.t.Fatalf("no region %s", id)
	return ""
}

func TestTheStateCorporationMayNotExtend(t *testing.T) {
	t.Parallel()
	c := newCase(t, "ru", "2026-11-26")
	service := ""
	for _, s := range c.know.Catalog.Services {
		if s.Agency == "state-corporation" && s.Route == "ladder" {
			service = s.ID
		}
	}
	c.consent()
	c.pressData("1|newcmp|" + service)
	c.press("ButtonComplainExtraDocuments")
	c.press("ButtonRecord")
	c.press("ButtonFiledProvider")
	c.press("ButtonYesterday")
	c.press("ButtonSkip")
	before := lastStep(t, c).AnswerDue
	c.press("ButtonAnswerExtended")
	c.has("Госкорпорация продлить срок не может", "Последний день ответа прежний: 2 декабря 2026")
	if got := lastStep(t, c); got.Extended || got.AnswerDue != before {
		t.Errorf("extended to %s", got.AnswerDue)
	}
}

func TestAnAnswerThatSolvedNothingOpensTheNextStep(t *testing.T) {
	t.Parallel()
	c := lateCase(t, "ru", "id-card", "2026-11-02", "2026-11-26")
	c.press("ButtonFiledProvider")
	c.say("23 ноября") // the day the term ended: too early for a complaint of delay
	c.has("24 ноября 2026")
	c.press("ButtonToday")
	c.press("ButtonSkip")
	c.wait("2026-12-01")
	c.say("M-2026-000001")
	c.press("ButtonNotSolved")
	c.press("ButtonToday")
	c.has(c.text("StandNotSolved"), "Последний день, чтобы подать иск в суд: 1 января 2027")
	c.press("ButtonLetterPDF")
	c.press("ButtonSkip") // the region is left blank
	name, text := c.document()
	if name != "M-2026-000001-2-ru.pdf" || !strings.Contains(text, "Ответ получен 1 декабря 2026 года, нарушение не устранено") {
		t.Errorf("%s: %s", name, text)
	}
}

func TestACalendarFileOfTheAnswer(t *testing.T) {
	t.Parallel()
	c := lateCase(t, "kk", "id-card", "2026-11-02", "2026-11-26")
	c.press("ButtonFiledProvider")
	c.press("ButtonToday")
	c.press("ButtonSkip")
	c.press("ButtonAnswerCalendar")
	d := c.shown[0].Document
	if d == nil || d.Name != "M-2026-000001-1.ics" || !strings.Contains(string(d.Content), "DTSTART;VALUE=DATE:20261203") {
		t.Errorf("the file is %+v", d)
	}
}

func TestAComplaintIsTakenBackOnlyWhenSure(t *testing.T) {
	t.Parallel()
	c := lateCase(t, "ru", "id-card", "2026-11-02", "2026-11-26")
	c.press("ButtonComplaint")
	c.press("ButtonWithdraw")
	c.press("ButtonKeep")
	if got := c.recorded(1)[0]; got.State != complaints.Recorded {
		t.Errorf("the complaint is %s", got.State)
	}
	c.press("ButtonWithdraw")
	c.press("ButtonWithdrawYes")
	c.has(c.text("ComplaintWithdrawn"))
	if got := c.recorded(1)[0]; got.State != complaints.Withdrawn {
		t.Errorf("the complaint is %s", got.State)
	}
	for _, data := range []string{"1|cdone|1|1", "1|cans|1|1", "1|cext|1|1", "1|clet|1|1|ru|p"} { // of the message before
		c.pressData(data)
		c.has(c.text("StandWithdrawn"))
	}
}

func TestRemindersOfAComplaintAreSwitchedOff(t *testing.T) {
	t.Parallel()
	c := lateCase(t, "ru", "id-card", "2026-11-02", "2026-11-26")
	c.press("ButtonFiledProvider")
	c.press("ButtonToday")
	c.press("ButtonSkip")
	if c.recorded(1)[0].Remind == 0 {
		t.Fatal("no reminder of the answer is planned")
	}
	c.press("ButtonMuteComplaint")
	if got := c.recorded(1)[0]; !got.Muted || got.Remind != 0 {
		t.Errorf("muted %t, the next reminder on %s", got.Muted, got.Remind)
	}
	c.press("ButtonUnmuteComplaint")
	if got := c.recorded(1)[0]; got.Muted || got.Remind == 0 {
		t.Errorf("muted %t, the next reminder on %s", got.Muted, got.Remind)
	}
}

// What was tracked has changed since: no letter says what is no longer so.
func TestNoLetterOfADelayThatIsNone(t *testing.T) {
	t.Parallel()
	c := lateCase(t, "ru", "id-card", "2026-11-02", "2026-11-26")
	cal := c.know.Catalog.Calendar
	if _, err := c.requests.SetReceipt(t.Context(), cal, citizen, 1, 900, caseDay(t, "2026-12-20")); err != nil {
		t.Fatal(err)
	}
	c.pressData("1|clet|1|1|ru|p")
	c.has("до 20 декабря 2026")
	if _, err := c.requests.SetReceipt(t.Context(), cal, citizen, 1, 901, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := c.requests.SetState(t.Context(), cal, citizen, 1, 902, "ready"); err != nil {
		t.Fatal(err)
	}
	c.pressData("1|clet|1|1|ru|p")
	c.has(c.text("LetterClosed"))
	if deleted, err := c.requests.Delete(t.Context(), citizen, 1); err != nil || !deleted {
		t.Fatal(deleted, err)
	}
	c.pressData("1|clet|1|1|ru|t") // the complaint stands without its request
	c.has("<pre>", "2 ноября 2026 года", "23 ноября 2026 года")
	c.pressData(caseButton("cmplain", 1))
	c.has(c.text("ComplaintRequestGone"))
}
