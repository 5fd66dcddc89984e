package handlers

import (
	"bytes"
	"html"
	"strings"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/ics"
	"github.com/merzim/merzim/locales"
)

// court says what the Law says of the court, and by when.
func (t *turn) court(complaint *complaints.Complaint) bot.Reply {
	l := t.know.Catalog.Law.Ladder
	parts := []string{"<b>" + html.EscapeString(l.Court.Title.In(t.language.Code)) + "</b>"}
	for _, p := range []catalog.Period{l.Court, l.CourtDecides} {
		if p.Verified() {
			parts = append(parts, html.EscapeString(p.Text.In(t.language.Code)))
		}
	}
	if limits := t.limits(complaint); limits != "" {
		parts = append(parts, limits)
	}
	if act, ok := t.know.Catalog.Law.Facts.Act(l.Court.Act); ok && l.Court.Verified() {
		parts = append(parts, t.language.T("BasisAct", locales.Args{"Act": act.Cite(l.Court.Article, t.language.Code)}))
	}
	parts = append(parts, t.language.T("LetterNotOfficial"))
	return bot.Reply{
		Text:     strings.Join(parts, "\n\n"),
		Keyboard: bot.Keyboard{{t.button(t.language.T("ButtonComplaint"), verbComplaint, idField(complaint.ID))}},
	}
}

// answerCalendar sends the answer's last day for the phone's calendar.
func (c *Conversation) answerCalendar(t *turn, complaint *complaints.Complaint) ([]bot.Reply, bool) {
	last := complaint.Last()
	if last == nil || complaint.State != complaints.Filed {
		return t.asItStands(c, complaint), true
	}
	events, err := c.o.Complaints.Events(t.ctx, t.update.Chat, complaint.ID)
	if err != nil {
		return c.complaintsAway(t, err), true
	}
	cal := t.know.Catalog.Calendar
	var b bytes.Buffer
	err = ics.Writer{Texts: t.know.Texts, Days: cal}.Write(&b, ics.Event{
		What: ics.Answer, ID: complaint.Number.String() + "-" + stepField(last.Step), Sequence: len(events), Day: last.AnswerDue,
		Written: t.now, Language: t.language.Code, Service: t.serviceTitle(complaint.Service), Number: complaint.Number.String(),
		Filed: last.FiledOn, Provisional: last.AnswerDue.Year() > cal.LastOfficialYear(),
	})
	if err != nil {
		c.o.Log.Warn("calendar file not written", "update", t.update.ID, "error", err)
		return nil, false
	}
	name := complaint.Number.String() + "-" + stepField(last.Step) + ".ics"
	return []bot.Reply{{
		Text:     t.language.T("AnswerCalendar", locales.Args{"Date": t.language.Date(last.AnswerDue)}),
		Document: &bot.Document{Name: name, Content: b.Bytes()},
	}}, true
}
