package handlers

import (
	"errors"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/locales"
)

// pressStep answers the buttons that move a complaint along its ladder.
func (c *Conversation) pressStep(t *turn, verb string, complaint *complaints.Complaint, fields []string) ([]bot.Reply, bool) {
	if len(fields) != 1 {
		return nil, false
	}
	yes := fields[0] == pressYes
	if !yes && fields[0] != pressNo && verb != verbStepFiled {
		return nil, false
	}
	switch verb {
	case verbStepFiled:
		step, ok := readStep(fields[0])
		if !ok {
			return nil, false
		}
		return c.beginFiled(t, complaint, step), true
	case verbAnswered:
		return c.beginAnswered(t, complaint, yes), true
	case verbExtended:
		return c.extended(t, complaint, yes), true
	case verbWithdraw:
		return c.withdraw(t, complaint, yes), true
	case verbMuteComplaint:
		changed, err := c.o.Complaints.Mute(t.ctx, t.know.Catalog.Law.Ladder, t.know.Catalog.Calendar, t.update.Chat, complaint.ID, t.update.ID, yes)
		changed.ID = complaint.ID
		return c.changed(t, &changed, err, map[bool]string{true: "ComplaintMuted", false: "ComplaintUnmuted"}[yes]), true
	}
	return nil, false
}

// changed shows a complaint after a change, below a sentence on what was done,
// or says why it was not.
func (c *Conversation) changed(t *turn, complaint *complaints.Complaint, err error, done string) []bot.Reply {
	switch {
	case errors.Is(err, complaints.ErrNotFound):
		return t.noSuchComplaint()
	case errors.Is(err, complaints.ErrNotFiled), errors.Is(err, complaints.ErrClosed), errors.Is(err, complaints.ErrOtherWay):
		return t.asItStands(c, complaint)
	case err != nil:
		return c.notStored(t, err)
	}
	card := t.inPlace(c.wholeComplaint(t, complaint))
	card.Text = t.language.T(done) + "\n\n" + card.Text
	return []bot.Reply{card}
}

// asItStands answers a button that the complaint has left behind: nothing is
// changed, and the complaint is shown as it is now.
func (t *turn) asItStands(c *Conversation, complaint *complaints.Complaint) []bot.Reply {
	now, ok, err := c.o.Complaints.Find(t.ctx, t.update.Chat, complaint.ID)
	switch {
	case err != nil:
		return c.complaintsAway(t, err)
	case !ok:
		return t.noSuchComplaint()
	}
	card := t.inPlace(c.wholeComplaint(t, &now))
	card.Toast = t.language.T("ComplaintMovedOn")
	return []bot.Reply{card}
}

// extended notes that the body told of an extension, where the Law lets that
// body prolong its answer; else it says that the answer's day stands.
func (c *Conversation) extended(t *turn, complaint *complaints.Complaint, yes bool) []bot.Reply {
	last, ladder := complaint.Last(), t.know.Catalog.Law.Ladder
	if complaint.State != complaints.Filed || last == nil {
		return t.asItStands(c, complaint)
	}
	if yes && !ladder.MayExtend(stepName(last.Step), complaint.Agency) {
		return edited(bot.Reply{
			Text: t.language.T("MayNotExtend", locales.Args{
				"Rule": ladder.Extension.Text.In(t.language.Code), "Date": t.language.Date(last.AnswerDue),
			}),
			Keyboard: bot.Keyboard{{t.button(t.language.T("ButtonComplaint"), verbComplaint, idField(complaint.ID))}},
		})
	}
	changed, err := c.o.Complaints.Extended(t.ctx, ladder, t.know.Catalog.Calendar, t.update.Chat, complaint.ID, t.update.ID, yes)
	done := "ComplaintNotExtended"
	if yes {
		done = "ComplaintExtended"
	}
	changed.ID = complaint.ID
	return c.changed(t, &changed, err, done)
}

// withdraw asks once more, then takes the complaint back.
func (c *Conversation) withdraw(t *turn, complaint *complaints.Complaint, sure bool) []bot.Reply {
	id := idField(complaint.ID)
	if !sure {
		return edited(bot.Reply{
			Text: t.language.T("WithdrawSure", locales.Args{"Number": complaint.Number.String()}),
			Keyboard: bot.Keyboard{
				{t.button(t.language.T("ButtonWithdrawYes"), verbWithdraw, id, pressYes)}, {t.button(t.language.T("ButtonKeep"), verbComplaint, id)},
			},
		})
	}
	changed, err := c.o.Complaints.Withdraw(t.ctx, t.update.Chat, complaint.ID, t.update.ID)
	changed.ID = complaint.ID
	return c.changed(t, &changed, err, "ComplaintWithdrawn")
}

// stepName is a step's name in the law's data.
func stepName(step int) string {
	if step == complaints.StepAgency {
		return catalog.StepAgency
	}
	return catalog.StepProvider
}
