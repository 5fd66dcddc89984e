package handlers

import (
	"slices"
	"strconv"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/locales"
)

// reminder tells how a request stands against its due date. Only a date that
// binds the agency is ever called broken.
func (c *Conversation) reminder(t *turn, r *requests.Request) (bot.Reply, bool, error) {
	standing := r.Standing(t.know.Catalog.Calendar, t.today())
	switch standing.Phase {
	case requests.DueSoon, requests.DueToday, requests.Overdue, requests.Passed:
	default: // closed, standing still, or the date has moved away
		return bot.Reply{}, false, nil
	}
	if r.Muted {
		return bot.Reply{}, false, nil
	}
	text := t.caseLine(r) + "\n" + t.reminderText(r, standing)
	id := strconv.FormatInt(r.ID, 10)
	act := []bot.Button{t.openRequestButton(r)}
	switch {
	case standing.Phase == requests.Overdue:
		complaint, err := c.delayComplaint(t, r)
		if err != nil {
			return bot.Reply{}, false, err
		}
		if complaint != nil {
			text += "\n" + t.language.T("NoticeComplained", locales.Args{"Number": complaint.Number.String()}) + "\n\n" + t.language.T("LetterNotOfficial")
			act = []bot.Button{t.button(t.language.T("ButtonComplaint"), verbComplaint, strconv.FormatInt(complaint.ID, 10))}
			break
		}
		text += " " + t.language.T("NoticeMayComplain")
		act = []bot.Button{t.button(t.language.T("ButtonComplain"), verbComplain, id)}
	case !r.Binds() && r.Kind == catalog.Rendering:
		act = []bot.Button{t.button(t.language.T("ButtonNoticeReceipt"), verbRequest, id)}
	}
	return bot.Reply{Text: text, Keyboard: bot.Keyboard{
		append(act, t.button(t.language.T("ButtonNoticeReady"), verbState, id, string(requests.Ready))),
		t.muteRequestRow(r), t.muteKindRow(notices.Reminder),
	}}, true, nil
}

// reminderText is the sentence about the due date.
func (t *turn) reminderText(r *requests.Request, s requests.Standing) string {
	args := locales.Args{
		"Date": t.language.Date(r.Due), "Until": t.language.DateUntil(r.Due), "From": t.language.DateFrom(r.Due), "Weekday": t.language.WeekdayShort(r.Due),
		"Line": t.know.Catalog.Law.Facts.Contact.Number,
	}
	switch s.Phase {
	case requests.DueSoon:
		return t.language.T("Notice"+termGroup(r)+"Before", args)
	case requests.DueToday:
		return t.language.T("Notice"+termGroup(r)+"DueDay", args)
	case requests.Passed:
		return t.language.T("Notice"+termGroup(r)+"Passed", args)
	}
	if s.DaysOverdue == 0 {
		return t.language.T("NoticeOverdueFirst", args)
	}
	return t.language.N("NoticeOverdue", s.DaysOverdue, args)
}

// termGroup is the part of a text's key that says what the due date is to the
// person; "" where it is the end of a term that binds the agency.
func termGroup(r *requests.Request) string {
	switch {
	case r.Kind == catalog.MinimumWait:
		return "Earliest"
	case r.Kind == catalog.Own:
		return "Own"
	case r.DueFrom == requests.ByReceipt:
		return "Receipt"
	case r.Binds():
		return ""
	}
	return "Unverified"
}

// delayComplaint is the open complaint about the request's delay; nil when
// there is none.
func (c *Conversation) delayComplaint(t *turn, r *requests.Request) (*complaints.Complaint, error) {
	all, err := c.o.Complaints.OfRequest(t.ctx, r.Chat, r.ID)
	i := slices.IndexFunc(all, func(x complaints.Complaint) bool { return x.Kind == complaints.Delay && x.State.Open() })
	if err != nil || i < 0 {
		return nil, err
	}
	return &all[i], nil
}
