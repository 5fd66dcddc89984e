package handlers

import (
	"html"
	"strings"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/letters"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/locales"
)

// letterCase is what a letter is written from: the complaint, its request where
// one is tracked, and what the catalogue knows of the service. The request's
// due date goes before the one that was recorded: it may have moved since.
func (t *turn) letterCase(complaint *complaints.Complaint, r *requests.Request, step int, language, region string) letters.Case {
	var out letters.Case
	if s, ok := t.know.Catalog.Service(complaint.Service); ok {
		row := 0
		if r.DueFrom == requests.ByCount && r.Extension == nil { // else the term would not lead to the date
			row = r.Term
		}
		out = letters.About(t.know.Catalog, s, row)
	}
	out.Kind, out.Step, out.Language, out.Today = letters.Kind(complaint.Kind), stepName(step), language, t.today()
	out.Filed, out.Number, out.Due = complaint.Filed, r.Number, complaint.Due
	if complaint.Kind == complaints.Delay && r.Due != 0 && r.Binds() {
		out.Due, out.DueOnReceipt = r.Due, r.DueFrom == requests.ByReceipt
	}
	if out.Due != 0 {
		out.Overdue = t.know.Catalog.Calendar.DaysOverdue(out.Due, out.Today)
	}
	if complaint.Kind == complaints.Refused {
		out.RefusedOn = complaint.Learned
	}
	if found, ok := t.regionNamed(region); ok {
		out.Region = found
	}
	if step == complaints.StepAgency && len(complaint.Steps) > 0 {
		t.firstStep(&out, complaint)
	}
	return out
}

// firstStep tells the letter of step 2 of the complaint before it.
func (t *turn) firstStep(out *letters.Case, complaint *complaints.Complaint) {
	first := complaint.Steps[0]
	out.First = letters.First{Filed: first.FiledOn, Number: first.OfficeNumber, AnswerDue: first.AnswerDue}
	switch {
	case first.AnsweredOn != 0:
		out.Outcome, out.OutcomeOn = letters.NotSolved, first.AnsweredOn
	case t.today() > first.AnswerDue:
		out.Outcome = letters.OutcomeSilence
	}
}

// letterCaption says what the file is and what to do with it.
func (t *turn) letterCaption(complaint *complaints.Complaint, step int) string {
	key := "LetterReady"
	if step == complaints.StepAgency {
		key = "LetterReadyAgency"
	}
	lines := []string{t.language.T(key, locales.Args{"Number": complaint.Number.String()}), t.language.T("LetterByHand"), t.language.T("LetterNotOfficial")}
	return strings.Join(lines, "\n")
}

// letterKeyboard offers the letter in the other language, and the way on.
func (t *turn) letterKeyboard(complaint *complaints.Complaint, step int, language, as string) bot.Keyboard {
	id, at := idField(complaint.ID), stepField(step)
	var other []bot.Button
	for _, code := range locales.Codes() {
		if code != language {
			label := t.language.T("ButtonLetterIn", locales.Args{"Language": locales.HTML(t.know.Texts.In(code).T("LanguageName"))})
			other = append(other, t.button(label, verbLetter, id, at, code, as))
		}
	}
	filed := "ButtonFiledProvider"
	if step == complaints.StepAgency {
		filed = "ButtonFiledAgency"
	}
	return bot.Keyboard{other,
		{t.button(t.language.T("ButtonWays"), verbWays, id, at), t.button(t.language.T(filed), verbStepFiled, id, at)},
		{t.button(t.language.T("ButtonComplaint"), verbComplaint, id)},
	}
}

// letterMessages are the letter as text to copy with one tap, in as many
// messages as it needs, then what it is. The buttons stand below that: what
// they open takes its place and leaves the letter alone.
func (t *turn) letterMessages(complaint *complaints.Complaint, step int, language, text string) []bot.Reply {
	var out []bot.Reply
	for _, part := range messages(text, bot.MaxText) {
		out = append(out, bot.Reply{Text: "<pre>" + html.EscapeString(part) + "</pre>"})
	}
	return append(out, bot.Reply{Text: t.letterCaption(complaint, step), Keyboard: t.letterKeyboard(complaint, step, language, letterText)})
}

// messages parts a plain text at its lines so that no part is longer than most,
// counted as Telegram does.
func messages(text string, most int) []string {
	var out []string
	part := ""
	for line := range strings.SplitAfterSeq(text, "\n") {
		if part != "" && units(strings.TrimSpace(part+line)) > most {
			out = append(out, strings.TrimSpace(part))
			part = ""
		}
		part += line
	}
	return append(out, strings.TrimSpace(part))
}

// pressWays tells how and where the letter of a step is filed.
func (t *turn) pressWays(complaint *complaints.Complaint, fields []string) ([]bot.Reply, bool) {
	if len(fields) != 1 {
		return nil, false
	}
	step, ok := readStep(fields[0])
	if !ok || !t.onLadder(complaint.Kind, complaint.Service) {
		return nil, false
	}
	ways := letters.Writer{Law: &t.know.Catalog.Law, Texts: t.know.Texts}.Ways(stepName(step), t.language.Code)
	var k bot.Keyboard
	for _, w := range ways.Ways {
		if w.Address != "" {
			k = append(k, []bot.Button{{Label: w.Name, URL: w.Address}})
		}
	}
	filed := "ButtonFiledProvider"
	if stepName(step) == catalog.StepAgency {
		filed = "ButtonFiledAgency"
	}
	id := idField(complaint.ID)
	k = append(k, []bot.Button{t.button(t.language.T(filed), verbStepFiled, id, stepField(step))}, []bot.Button{t.button(t.language.T("ButtonComplaint"), verbComplaint, id)})
	return []bot.Reply{{Text: html.EscapeString(ways.Text()), Keyboard: k}}, true
}
