package handlers

import (
	"strconv"
	"strings"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/locales"
)

// complaintsPage is how many complaints stand on one screen.
const complaintsPage = 6

// complaintsCommand is /complaints.
func (c *Conversation) complaintsCommand(t *turn) []bot.Reply { return c.complaintList(t, 0) }

// complaintList is a page of the person's complaints, open ones first.
func (c *Conversation) complaintList(t *turn, page int) []bot.Reply {
	list, err := c.o.Complaints.List(t.ctx, t.update.Chat)
	if err != nil {
		return c.complaintsAway(t, err)
	}
	anew := []bot.Button{t.button(t.language.T("ButtonNewComplaint"), verbNewComplaint)}
	if len(list) == 0 {
		return []bot.Reply{{Text: t.language.T("ComplaintsNone"), Keyboard: bot.Keyboard{anew, {t.homeButton()}}}}
	}
	pages := (len(list) + complaintsPage - 1) / complaintsPage
	page = min(page, pages-1)
	from := page * complaintsPage
	parts := []string{t.language.T("ComplaintsHead")}
	var k bot.Keyboard
	for _, complaint := range list[from:min(from+complaintsPage, len(list))] {
		state := t.standingOf(&complaint)
		if limits := t.limits(&complaint); limits != "" {
			state += " " + limits
		}
		parts = append(parts, t.language.T("ComplaintsItem", locales.Args{
			"Number": complaint.Number.String(), "Service": t.serviceTitle(complaint.Service), "Kind": t.language.T(locales.Key("ComplaintKind", complaint.Kind)),
			"State": locales.HTML(state),
		}))
		k = append(k, []bot.Button{t.button(complaint.Number.String(), verbComplaint, idField(complaint.ID))})
	}
	parts = append(parts, t.language.T("ComplaintStatistics"))
	if nav := t.pages(page, pages, func(p int) (string, []string) { return verbComplaints, []string{strconv.Itoa(p)} }); nav != nil {
		k = append(k, nav)
	}
	return []bot.Reply{{Text: strings.Join(parts, "\n\n"), Keyboard: append(k, anew, []bot.Button{t.homeButton()})}}
}

// typedNumber opens the complaint whose number was typed, unless the number of
// something else is asked for. Another person's number is answered like one
// that does not exist.
func (c *Conversation) typedNumber(t *turn) ([]bot.Reply, bool) {
	n, ok := complaints.ParseNumber(t.update.Text)
	if !ok || t.form != nil && (t.form.Ask == askOffice || t.form.Ask == askNumber) {
		return nil, false
	}
	complaint, ok, err := c.o.Complaints.FindNumber(t.ctx, t.update.Chat, n)
	switch {
	case err != nil:
		return c.complaintsAway(t, err), true
	case !ok:
		return t.noSuchComplaint(), true
	}
	return []bot.Reply{c.wholeComplaint(t, &complaint)}, true
}
