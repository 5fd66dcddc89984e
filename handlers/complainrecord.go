package handlers

import (
	"slices"
	"strconv"
	"strings"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/locales"
)

// newComplaint is what the form has become.
func (c *Conversation) newComplaint(t *turn, f *Form, r *requests.Request) complaints.New {
	n := complaints.New{
		Chat: t.update.Chat, Request: f.Request, Kind: complaints.Kind(f.Kind), Service: f.Service, Language: t.language.Code,
		Region: firstOf(f.Region, r.Region), Filed: f.Filed.Date, Text: f.Text,
	}
	if s, ok := t.know.Catalog.Service(f.Service); ok {
		n.Agency = s.Agency
	}
	switch n.Kind {
	case complaints.Delay:
		n.Due = r.Due
	case complaints.Refused:
		n.Learned = f.Day
	}
	if n.Region == "" {
		if p, _, err := c.o.People.Find(t.ctx, t.update.Chat); err == nil {
			n.Region = p.Region
		}
	}
	return n
}

// recordedNow reports that this very update recorded the complaint: it came
// again because its answer was not sent.
func (c *Conversation) recordedNow(t *turn, complaint *complaints.Complaint) (bool, error) {
	events, err := c.o.Complaints.Events(t.ctx, t.update.Chat, complaint.ID)
	return slices.ContainsFunc(events, func(e complaints.Event) bool {
		return e.Kind == complaints.EventRecorded && e.Update == t.update.ID
	}), err
}

// trackedNow reports that this update began to track the complaint's request.
func (c *Conversation) trackedNow(t *turn, request int64) bool {
	if request == 0 {
		return false
	}
	events, err := c.o.Requests.Events(t.ctx, t.update.Chat, request)
	return err == nil && slices.ContainsFunc(events, func(e requests.Event) bool {
		return e.Kind == requests.EventCreated && e.Update == t.update.ID
	})
}

// recorded says the number, what a record is and is not, and what comes next.
func (c *Conversation) recorded(t *turn, complaint *complaints.Complaint) ([]bot.Reply, error) {
	args := locales.Args{"Number": complaint.Number.String(), "Kind": t.language.T(locales.Key("ComplaintKind", complaint.Kind))}
	lines := []string{t.language.T("ComplaintRecorded", args)}
	if complaint.Kind == complaints.Delay && complaint.DaysOverdue > 0 {
		lines[0] = t.language.N("ComplaintRecordedDelay", complaint.DaysOverdue, args)
	}
	lines = append(lines, t.language.T("ComplaintStatistics"))
	if c.trackedNow(t, complaint.Request) {
		lines = append(lines, "", t.language.T("ComplaintTracked"))
	}
	var k bot.Keyboard
	if t.onLadder(complaint.Kind, complaint.Service) {
		provider := t.know.Catalog.Law.Ladder.Provider
		lines = append(lines, "", t.language.T("ComplaintNext"), t.language.T("ComplaintAfterFiling", locales.Args{"Term": t.language.N("TermWorkingDay", provider.Length)}))
		k = t.stepButtons(complaint, complaints.StepProvider)
	} else if where := t.elsewhere(complaint.Kind, complaint.Service); where != "" {
		lines = append(lines, "", where)
	}
	k = append(k, []bot.Button{t.button(t.language.T("ButtonComplaint"), verbComplaint, idField(complaint.ID))})
	if complaint.Request != 0 {
		k = append(k, []bot.Button{t.button(t.language.T("ButtonOpenRequest"), verbRequest, idField(complaint.Request))})
	}
	return []bot.Reply{t.inPlace(bot.Reply{Text: strings.Join(lines, "\n"), Keyboard: k})}, nil
}

// stepButtons are the letter of a step, the ways to file it, and that it was
// filed.
func (t *turn) stepButtons(complaint *complaints.Complaint, step int) bot.Keyboard {
	id, at := idField(complaint.ID), stepField(step)
	filed := "ButtonFiledProvider"
	if step == complaints.StepAgency {
		filed = "ButtonFiledAgency"
	}
	return bot.Keyboard{
		{t.button(t.language.T("ButtonLetterPDF"), verbLetter, id, at, t.language.Code, letterPDF)},
		{t.button(t.language.T("ButtonLetterText"), verbLetter, id, at, t.language.Code, letterText)},
		{t.button(t.language.T("ButtonWays"), verbWays, id, at)},
		{t.button(t.language.T(filed), verbStepFiled, id, at)},
	}
}

// idField is an id as a button's field.
func idField(id int64) string { return strconv.FormatInt(id, 10) }

// regionNamed finds a region.
func (t *turn) regionNamed(id string) (catalog.Region, bool) {
	i := slices.IndexFunc(t.know.Catalog.Regions, func(r catalog.Region) bool { return r.ID == id })
	if i < 0 {
		return catalog.Region{}, false
	}
	return t.know.Catalog.Regions[i], true
}
