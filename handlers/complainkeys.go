package handlers

import (
	"strconv"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/complaints"
)

// complaintKeyboard are the buttons of a complaint as it stands.
func (t *turn) complaintKeyboard(complaint *complaints.Complaint) bot.Keyboard {
	id := idField(complaint.ID)
	var k bot.Keyboard
	switch {
	case complaint.State == complaints.Answered:
		k = bot.Keyboard{{t.button(t.language.T("ButtonNotSolvedAfterAll"), verbAnswered, id, pressNo)}}
	case complaint.State == complaints.Withdrawn:
	case t.onLadder(complaint.Kind, complaint.Service):
		k = t.ladderKeyboard(complaint)
		k = append(k, []bot.Button{t.button(t.language.T("ButtonWithdraw"), verbWithdraw, id, pressNo)})
	default:
		k = bot.Keyboard{{t.button(t.language.T("ButtonWithdraw"), verbWithdraw, id, pressNo)}}
	}
	if complaint.Request != 0 {
		k = append(k, []bot.Button{t.button(t.language.T("ButtonOpenRequest"), verbRequest, idField(complaint.Request))})
	}
	return append(k, []bot.Button{t.complaintsButton(), t.homeButton()})
}

// ladderKeyboard are the steps that are open: the letter of the step that comes
// next, or the answer to the one that was filed.
func (t *turn) ladderKeyboard(complaint *complaints.Complaint) bot.Keyboard {
	last := complaint.Last()
	if last == nil {
		return t.stepButtons(complaint, complaints.StepProvider)
	}
	id, dates := idField(complaint.ID), t.ladder(complaint)
	var k bot.Keyboard
	if next := nextStep(complaint, dates); next != 0 {
		k = t.stepButtons(complaint, next)
	}
	if last.Step == complaints.StepAgency && (dates.Silent || complaint.State == complaints.NotSolved) {
		k = append(k, []bot.Button{t.button(t.language.T("ButtonCourt"), verbCourt, id)})
	}
	if complaint.State != complaints.Filed {
		return append(k, []bot.Button{t.button(t.language.T("ButtonSolvedAfterAll"), verbAnswered, id, pressYes)})
	}
	k = append(k, []bot.Button{
		t.button(t.language.T("ButtonSolved"), verbAnswered, id, pressYes), t.button(t.language.T("ButtonNotSolved"), verbAnswered, id, pressNo),
	})
	extend, yes := "ButtonAnswerExtended", pressYes
	if last.Extended {
		extend, yes = "ButtonNotExtended", pressNo
	}
	k = append(k, []bot.Button{t.button(t.language.T(extend), verbExtended, id, yes)})
	if !dates.Silent {
		k = append(k, []bot.Button{t.button(t.language.T("ButtonAnswerCalendar"), verbAnswerCalendar, id)})
	}
	mute, muted := "ButtonMuteComplaint", pressYes
	if complaint.Muted {
		mute, muted = "ButtonUnmuteComplaint", pressNo
	}
	step := stepField(last.Step)
	return append(k,
		[]bot.Button{t.button(t.language.T("ButtonFiledAnew"), verbStepFiled, id, step), t.button(t.language.T("ButtonLetterAgain"), verbLetter, id, step, t.language.Code, letterPDF)},
		[]bot.Button{t.button(t.language.T(mute), verbMuteComplaint, id, muted)})
}

// nextStep is the step that silence, or an answer that solved nothing, opens;
// 0 where none is open.
func nextStep(complaint *complaints.Complaint, dates complaints.Dates) int {
	last := complaint.Last()
	switch {
	case last == nil:
		return complaints.StepProvider
	case last.Step == complaints.StepProvider && (dates.Silent || complaint.State == complaints.NotSolved):
		return complaints.StepAgency
	}
	return 0
}

// mayWrite reports that the letter of a step is due: the one that was filed, or
// the one that comes next.
func mayWrite(complaint *complaints.Complaint, dates complaints.Dates, step int) bool {
	if !complaint.State.Open() {
		return false
	}
	last := complaint.Last()
	return last != nil && step <= last.Step && step >= complaints.StepProvider || step == nextStep(complaint, dates)
}

// stepField is a step as a button's field.
func stepField(step int) string { return strconv.Itoa(step) }

// readStep is stepField backwards.
func readStep(s string) (step int, ok bool) {
	n, ok := number(s)
	return n, ok && (n == complaints.StepProvider || n == complaints.StepAgency)
}
