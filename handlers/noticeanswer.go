package handlers

import (
	"fmt"
	"strconv"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/locales"
)

// complaintNotice tells how the answer to a filed complaint stands, or that its
// date moved.
func (c *Conversation) complaintNotice(t *turn, n notices.Notice) (bot.Reply, bool, error) {
	complaint, found, err := c.o.Complaints.Find(t.ctx, n.Chat, n.Complaint)
	if err != nil || !found {
		return bot.Reply{}, false, err
	}
	if n.Kind == notices.Answer {
		return c.replyNotice(t, n, &complaint)
	}
	last := complaint.Last()
	if complaint.State != complaints.Filed || complaint.Muted || last == nil || last.AnsweredOn != 0 {
		return bot.Reply{}, false, nil
	}
	var body string
	switch n.Kind {
	case notices.AnswerDue:
		body = t.answerText(&complaint, last)
	case notices.Recount:
		events, err := c.o.Complaints.Events(t.ctx, n.Chat, n.Complaint)
		if err != nil {
			return bot.Reply{}, false, err
		}
		was, err := untoldAnswer(events)
		if err != nil {
			return bot.Reply{}, false, err
		}
		if was != 0 && was != last.AnswerDue {
			body = t.movedText("NoticeMovedAnswer", was, last.AnswerDue)
		}
	default:
		return bot.Reply{}, false, fmt.Errorf("no notice of kind %q about a complaint", n.Kind)
	}
	if body == "" {
		return bot.Reply{}, false, nil
	}
	id := strconv.FormatInt(complaint.ID, 10)
	return bot.Reply{
		Text: t.complaintLine(&complaint, last) + "\n" + body + "\n\n" + t.language.T("LetterNotOfficial"),
		Keyboard: bot.Keyboard{
			{t.button(t.language.T("ButtonComplaint"), verbComplaint, id)},
			{t.button(t.language.T("ButtonNoticeMuteComplaint"), verbMuteComplaint, id, "1")}, t.muteKindRow(n.Kind),
		},
	}, true, nil
}

// complaintLine names a complaint: its number, what about, when and with whom
// it was filed.
func (t *turn) complaintLine(c *complaints.Complaint, last *complaints.Step) string {
	key := "NoticeComplaintProvider"
	if last.Step == complaints.StepAgency {
		key = "NoticeComplaintAgency"
	}
	text := t.language.T(key, locales.Args{"Number": c.Number.String(), "Service": t.serviceTitle(c.Service), "Filed": t.language.Date(last.FiledOn)})
	if last.OfficeNumber != "" {
		text += " " + t.language.T("NoticeOfficeNumber", locales.Args{"Number": last.OfficeNumber})
	}
	return text
}

// answerText is the sentence about the answer's due date, and once it has
// passed, the next step; "" while the date is far.
func (t *turn) answerText(c *complaints.Complaint, last *complaints.Step) string {
	law, cal, today := &t.know.Catalog.Law, t.know.Catalog.Calendar, t.today()
	dates := complaints.DatesOf(law.Ladder, cal, c, today)
	args := locales.Args{"Date": t.language.Date(dates.AnswerDue), "Until": t.language.DateUntil(dates.AnswerDue), "Weekday": t.language.WeekdayShort(dates.AnswerDue)}
	switch {
	case today == dates.AnswerDue:
		return t.language.T("NoticeAnswerDueDay", args)
	case !dates.Silent && today >= cal.AddWorkingDays(dates.AnswerDue, -1):
		return t.language.T("NoticeAnswerBefore", args)
	case !dates.Silent:
		return ""
	}
	text := t.language.T("NoticeAnswerOverdueFirst", args)
	if dates.AnswerOverdue > 0 {
		text = t.language.N("NoticeAnswerOverdue", dates.AnswerOverdue, args)
	}
	if last.Step < complaints.StepAgency {
		return text + "\n" + t.language.T("NoticeNext", locales.Args{"Step": law.Ladder.Agency.Title.In(t.language.Code)})
	}
	return text + "\n" + t.language.T("NoticeNextCourt", locales.Args{"Step": law.Ladder.Court.Title.In(t.language.Code), "Until": t.language.DateUntil(dates.CourtBy)})
}

// untoldAnswer is the answer's date that the person knows of; 0 when they know
// the newest.
func untoldAnswer(events []complaints.Event) (was calendar.Date, err error) {
	for _, e := range events {
		switch {
		case e.Kind == complaints.EventRecounted && was == 0:
			if was, err = calendar.ParseDate(e.Was); err != nil {
				return 0, fmt.Errorf("a moved date: %w", err)
			}
		case e.Kind == complaints.EventTold && e.Now == string(notices.Recount), e.Actor == complaints.Citizen:
			was = 0 // told, or seen in the answer to a press
		}
	}
	return was, nil
}
