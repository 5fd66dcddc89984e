package handlers

import (
	"strconv"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/complaints"
)

// The verbs of a complaint's buttons beside those of press.go; each but the
// first begins with the complaint.
const (
	verbComplainMoney  = "cmoney" // service, or ""
	verbLetter         = "clet"   // complaint, step, language, letterPDF or letterText
	verbWays           = "cways"  // complaint, step
	verbStepFiled      = "cdone"  // complaint, step
	verbAnswered       = "cans"   // complaint, "1" solved or "0" not
	verbExtended       = "cext"   // complaint, "1" or "0"
	verbWithdraw       = "cback"  // complaint, "0" asks or "1" does it
	verbCourt          = "ccourt" // complaint
	verbAnswerCalendar = "cics"   // complaint
)

// Values of the verbs' fields.
const (
	pressYes     = "1"
	pressNo      = "0"
	noDay        = "0" // the third field of verbComplainFiled, where no day was told
	pressRefused = "r" // the fourth field of verbComplainFiled, where the request was refused
)

// The purposes of forms about complaints.
const (
	formComplaint = "complain"
	formFiled     = "cfiled"  // a letter was filed with a body
	formAnswered  = "canswer" // a body answered
	formLetter    = "cletter" // a letter that wants a region
)

// complaintForms are the purposes of forms about complaints.
func complaintForms(purpose string) (form, bool) {
	switch purpose {
	case formComplaint:
		return form{next: (*Conversation).nextOfComplaint, finish: (*Conversation).finishComplaint}, true
	case formFiled:
		return form{next: (*Conversation).nextOfFiled, finish: (*Conversation).finishFiled}, true
	case formAnswered:
		return form{next: (*Conversation).nextOfAnswered, finish: (*Conversation).finishAnswered}, true
	case formLetter:
		return form{next: (*Conversation).nextOfLetter, finish: (*Conversation).finishLetter}, true
	}
	return form{}, false
}

// The questions that only these forms ask.
const (
	askKind       = "kind"
	askAgreement  = "cagree"
	askConfirm    = "check"
	askWords      = "words"
	askLearned    = "when"
	askStepFiled1 = "done1"
	askStepFiled2 = "done2"
	askOffice     = "office"
	askAnswerDay  = "answer"
)

// complaintQuestions are the questions that only they ask.
func complaintQuestions(name string) (question, bool) {
	switch name {
	case askKind:
		return question{ask: (*Conversation).askKind, press: (*Conversation).takeKind}, true
	case askAgreement:
		return question{ask: (*Conversation).askAgreement, press: (*Conversation).takeConsent}, true
	case askConfirm:
		return question{ask: (*Conversation).askConfirm, press: (*Conversation).takeConfirm, write: (*Conversation).writeWords}, true
	case askWords:
		return question{ask: asks("AskComplaintWords", true), press: skips(askWords), write: (*Conversation).writeWords}, true
	case askLearned:
		return pastDay("AskComplaintDay", func(f *Form, day calendar.Filing) { f.Day = day.Date }), true
	case askStepFiled1:
		return dayFrom("AskLetterFiled1"), true
	case askStepFiled2:
		return dayFrom("AskLetterFiled2"), true
	case askOffice:
		return question{ask: asks("AskOfficeNumber", true), press: skips(askOffice), write: (*Conversation).writeOffice}, true
	case askAnswerDay:
		return dayFrom("AskAnswerDay"), true
	}
	return question{}, false
}

// pressComplaint answers the buttons of complaints.
func (c *Conversation) pressComplaint(t *turn, verb string, fields []string) ([]bot.Reply, bool) {
	switch verb {
	case verbComplaints:
		page, ok := 0, len(fields) == 1
		if ok {
			page, ok = number(fields[0])
		}
		if !ok {
			return nil, false
		}
		return edited(c.complaintList(t, page)...), true
	case verbNewComplaint:
		return c.complainAnew(t, fields)
	case verbComplain:
		if len(fields) != 1 {
			return nil, false
		}
		return c.complainOf(t, fields[0])
	case verbComplainFiled:
		return c.complainFiled(t, fields)
	case verbComplainMoney:
		return c.complainMoney(t, fields)
	case verbComplaint, verbLetter, verbWays, verbStepFiled, verbAnswered, verbExtended, verbWithdraw, verbCourt, verbAnswerCalendar, verbMuteComplaint, verbStaffAnswer:
		return c.pressOne(t, verb, fields)
	}
	return nil, false
}

// pressOne answers the buttons of one complaint. Another person's complaint is
// answered like one that is not there.
func (c *Conversation) pressOne(t *turn, verb string, fields []string) ([]bot.Reply, bool) {
	if len(fields) == 0 {
		return nil, false
	}
	id, err := strconv.ParseInt(fields[0], 10, 64)
	if err != nil {
		return nil, false
	}
	complaint, ok, err := c.o.Complaints.Find(t.ctx, t.update.Chat, id)
	if err != nil {
		return c.complaintsAway(t, err), true
	}
	if !ok {
		return t.noSuchComplaint(), true
	}
	rest := fields[1:]
	switch verb {
	case verbComplaint:
		return edited(c.wholeComplaint(t, &complaint)), true
	case verbLetter:
		return c.pressLetter(t, &complaint, rest)
	case verbWays:
		return t.pressWays(&complaint, rest)
	case verbCourt:
		return edited(t.court(&complaint)), true
	case verbAnswerCalendar:
		return c.answerCalendar(t, &complaint)
	case verbStaffAnswer:
		return c.pressStaffAnswer(t, &complaint, rest)
	}
	return c.pressStep(t, verb, &complaint, rest)
}

// complaintsAway says that the base is away; what is recorded stays there.
func (c *Conversation) complaintsAway(t *turn, err error) []bot.Reply {
	c.o.Log.Warn("complaints not read", "update", t.update.ID, "error", err)
	return []bot.Reply{{Text: t.language.T("ComplaintsAway")}}
}

func (t *turn) noSuchComplaint() []bot.Reply {
	return []bot.Reply{{Text: t.language.T("ComplaintNotFound"), Keyboard: bot.Keyboard{{t.complaintsButton()}, {t.homeButton()}}}}
}

func (t *turn) complaintsButton() bot.Button {
	return t.button(t.language.T("ButtonComplaints"), verbComplaints, "0")
}

// onLadder reports that a complaint has letters and steps: not money asked, and
// not a service that the Law's ladder does not know.
func (t *turn) onLadder(kind complaints.Kind, service string) bool {
	s, ok := t.know.Catalog.Service(service)
	return ok && kind != complaints.Money && s.Route == catalog.RouteLadder
}
