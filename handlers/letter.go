package handlers

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/letters"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/locales"
)

// The forms in which a letter is sent.
const (
	letterPDF  = "p"
	letterText = "t"
)

// pressLetter sends the letter of a step in a language: as PDF, or as text to
// copy. The department of step 2 wants a region, which is asked for once.
func (c *Conversation) pressLetter(t *turn, complaint *complaints.Complaint, fields []string) ([]bot.Reply, bool) {
	if len(fields) != 3 || fields[2] != letterPDF && fields[2] != letterText || !slices.Contains(locales.Codes(), fields[1]) {
		return nil, false
	}
	step, ok := readStep(fields[0])
	if !ok {
		return nil, false
	}
	if !t.onLadder(complaint.Kind, complaint.Service) || !mayWrite(complaint, t.ladder(complaint), step) {
		return t.asItStands(c, complaint), true
	}
	replies, err := c.letter(t, complaint, step, fields[1], fields[2], "")
	switch {
	case errors.Is(err, errNoRegion):
		// Of what the letter is, Kind holds the form in which it is sent and Text its language.
		replies = c.begin(t, Form{Purpose: formLetter, Complaint: complaint.ID, Step: step, Kind: fields[2], Text: fields[1]})
		for i := range replies {
			replies[i].Edit = false // the complaint stays in sight
		}
	case err != nil:
		return c.complaintsAway(t, err), true
	}
	return replies, true
}

// errNoRegion says that the region is needed and not known.
var errNoRegion = errors.New("no region for the department")

func (c *Conversation) nextOfLetter(_ *turn, f *Form) (string, error) {
	if f.Region == "" && !f.passed(askRegion) {
		return askRegion, nil
	}
	return "", nil
}

// finishLetter keeps the region for the next time and sends the letter; where
// the question was passed over, the letter has a blank there.
func (c *Conversation) finishLetter(t *turn, f *Form) ([]bot.Reply, error) {
	complaint, ok, err := c.o.Complaints.Find(t.ctx, t.update.Chat, f.Complaint)
	if err != nil {
		return nil, err
	}
	if !ok {
		return t.noSuchComplaint(), nil
	}
	region := regionBlank
	if f.Region != "" {
		region = f.Region
		if err := c.o.People.SetRegion(t.ctx, t.update.Chat, region); err != nil {
			c.o.Log.Warn("region not kept", "update", t.update.ID, "error", err) // the letter has it all the same
		}
	}
	return c.letter(t, &complaint, f.Step, f.Text, f.Kind, region)
}

// regionBlank is a region that the person writes by hand.
const regionBlank = "-"

// letter writes the letter of a step. Without the region that it needs, it is
// errNoRegion.
func (c *Conversation) letter(t *turn, complaint *complaints.Complaint, step int, language, as, region string) ([]bot.Reply, error) {
	var r requests.Request
	if complaint.Request != 0 {
		var err error
		if r, _, err = c.o.Requests.Find(t.ctx, t.update.Chat, complaint.Request); err != nil {
			return nil, err
		}
	}
	if r.ID != 0 && complaint.Kind == complaints.Delay && !r.State.Open() {
		return t.noLetter(complaint, "LetterClosed", &r), nil
	}
	if region == "" && step == complaints.StepAgency {
		p, _, err := c.o.People.Find(t.ctx, t.update.Chat)
		if err != nil {
			return nil, err
		}
		if region = firstOf(complaint.Region, r.Region, p.Region); region == "" {
			return nil, errNoRegion
		}
	}
	letter, err := letters.Writer{Law: &t.know.Catalog.Law, Texts: t.know.Texts}.Write(t.letterCase(complaint, &r, step, language, region))
	switch {
	case errors.Is(err, letters.ErrNotOverdue):
		return t.noLetter(complaint, "LetterNotYet", &r), nil
	case err != nil: // no kind or step that a button could name: see pressLetter
		return nil, fmt.Errorf("write letter: %w", err)
	case as == letterText:
		return t.letterMessages(complaint, step, language, letter.Text()), nil
	}
	var b bytes.Buffer
	if err := letter.PDF(&b); err != nil {
		return nil, err
	}
	return []bot.Reply{{
		Text:     t.letterCaption(complaint, step),
		Document: &bot.Document{Name: fmt.Sprintf("%s-%d-%s.pdf", complaint.Number, step, language), Content: b.Bytes()},
		Keyboard: t.letterKeyboard(complaint, step, language, letterPDF),
	}}, nil
}

// noLetter says why there is none today.
func (t *turn) noLetter(complaint *complaints.Complaint, key string, r *requests.Request) []bot.Reply {
	args := locales.Args{}
	if r.Due != 0 {
		args["Until"] = t.language.DateUntil(r.Due)
	}
	return []bot.Reply{{Text: t.language.T(key, args), Keyboard: bot.Keyboard{
		{t.button(t.language.T("ButtonComplaint"), verbComplaint, idField(complaint.ID))},
		{t.button(t.language.T("ButtonOpenRequest"), verbRequest, idField(complaint.Request))},
	}}}
}
