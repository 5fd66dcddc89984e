package handlers

import (
	"slices"
	"strconv"
	"strings"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/locales"
)

// wholeComplaint is a complaint's card with what the agency's staff said to it
// here: that they contest the delay, and their newest answer where it fits the
// message. Older answers, and one that does not fit, are a press away. What
// cannot be read now is left out, so that the card is there.
func (c *Conversation) wholeComplaint(t *turn, complaint *complaints.Complaint) bot.Reply {
	card := t.complaintCard(complaint)
	events, err := c.o.Complaints.Events(t.ctx, t.update.Chat, complaint.ID)
	if err != nil {
		c.o.Log.Warn("complaint's events not read", "update", t.update.ID, "error", err)
		return card
	}
	var parts []string
	if contested := eventsOf(events, complaints.EventContested); len(contested) > 0 {
		parts = append(parts, t.language.T("StaffContested", locales.Args{"Date": t.language.Date(calendar.DateIn(contested[0].At)), "Ground": contested[0].Note}))
	}
	replied := eventsOf(events, complaints.EventReplied)
	open := len(replied) > 1
	if len(replied) > 0 {
		said, ok := c.staffAnswer(t, complaint, replied[0], "StaffAnswered")
		if fits := shownLength(card.Text+strings.Join(append(parts, said), "\n\n"))+2 <= bot.MaxText; !ok || !fits {
			said, open = t.language.T("StaffAnsweredLong", locales.Args{"Date": t.language.Date(calendar.DateIn(replied[0].At))}), true
		}
		parts = append(parts, said)
	}
	if len(parts) > 0 {
		card.Text = strings.Join(append(parts, card.Text), "\n\n")
	}
	if open {
		label := t.language.T("ButtonStaffAnswers", locales.Args{"Number": len(replied)})
		card.Keyboard = slices.Insert(card.Keyboard, len(card.Keyboard)-1, []bot.Button{t.button(label, verbStaffAnswer, idField(complaint.ID), "0")})
	}
	return card
}

// eventsOf are the events of a kind, the newest first.
func eventsOf(events []complaints.Event, kind complaints.EventKind) (out []complaints.Event) {
	for _, e := range slices.Backward(events) {
		if e.Kind == kind {
			out = append(out, e)
		}
	}
	return out
}

// staffAnswer says one answer of staff, in the person's language where they
// wrote both; ok is false where its text cannot be read now.
func (c *Conversation) staffAnswer(t *turn, complaint *complaints.Complaint, e complaints.Event, key string) (said string, ok bool) {
	text, ok, err := c.o.Complaints.AnswerOf(t.ctx, t.update.Chat, complaint.ID, e.Number)
	if err != nil {
		c.o.Log.Warn("answer of staff not read", "update", t.update.ID, "error", err)
	}
	if !ok {
		return "", false
	}
	return t.language.T(key, locales.Args{
		"Number": complaint.Number.String(), "Date": t.language.Date(calendar.DateIn(e.At)), "Answer": text.In(t.language.Code),
	}), true
}

// pressStaffAnswer shows one answer of staff a page, the newest first.
func (c *Conversation) pressStaffAnswer(t *turn, complaint *complaints.Complaint, fields []string) ([]bot.Reply, bool) {
	if len(fields) != 1 {
		return nil, false
	}
	page, ok := number(fields[0])
	if !ok {
		return nil, false
	}
	events, err := c.o.Complaints.Events(t.ctx, t.update.Chat, complaint.ID)
	if err != nil {
		return c.complaintsAway(t, err), true
	}
	replied := eventsOf(events, complaints.EventReplied)
	if len(replied) == 0 {
		return nil, false
	}
	page = min(page, len(replied)-1)
	said, ok := c.staffAnswer(t, complaint, replied[page], "StaffAnswerPage")
	if !ok {
		return []bot.Reply{{Text: t.language.T("ComplaintsAway")}}, true
	}
	id := idField(complaint.ID)
	var k bot.Keyboard
	if nav := t.pages(page, len(replied), func(p int) (string, []string) { return verbStaffAnswer, []string{id, strconv.Itoa(p)} }); nav != nil {
		k = append(k, nav)
	}
	return edited(bot.Reply{Text: said, Keyboard: append(k, []bot.Button{t.button(t.language.T("ButtonComplaint"), verbComplaint, id)})}), true
}
