package handlers

import (
	"errors"
	"slices"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/people"
	"github.com/merzim/merzim/internal/requests"
)

// nextOfComplaint asks for the service, what went wrong, what a delay needs to
// be one, and then shows what would be recorded. A form without an answer to
// the last question ends in why there is no complaint.
func (c *Conversation) nextOfComplaint(t *turn, f *Form) (string, error) {
	if f.Service == "" {
		return askService, nil
	}
	if f.Want != "" {
		if !f.has(f.Want) {
			return f.Want, nil
		}
		f.Want = ""
	}
	r, ok, err := c.subject(t, f)
	if err != nil || !ok {
		return "", err
	}
	if f.Kind == "" {
		return askKind, nil
	}
	if f.Kind == string(complaints.Delay) {
		if name, done := c.nextOfDelay(t, f, &r); !done {
			return name, nil
		}
	}
	if f.passed(askConfirm) {
		return "", nil
	}
	if name, err := c.needConsent(t); name != "" || err != nil {
		return askAgreement, err
	}
	return askConfirm, nil
}

// nextOfDelay asks what a delay must rest on; done is true when that is known
// and the agency is late. A delay that is none ends the form.
func (c *Conversation) nextOfDelay(t *turn, f *Form, r *requests.Request) (name string, done bool) {
	if !t.mayBeLate(r) {
		return "", false
	}
	if f.Request == 0 {
		v, _ := f.service(t)
		if f.Case == "" && caseMatters(v.Service) {
			return askCase, false
		}
		if f.Filed.Date == 0 {
			return askFiled, false
		}
	}
	if name := delayAsks(f, r); name != "" {
		return name, false
	}
	return "", t.late(r)
}

// has reports that an optional question was answered or passed over.
func (f *Form) has(name string) bool {
	switch name {
	case askWords:
		return f.Text != "" || f.passed(name)
	case askLearned:
		return f.Day != 0 || f.passed(name)
	case askRegion:
		return f.Region != "" || f.passed(name)
	}
	return true
}

// want asks an optional question, also once more.
func (f *Form) want(name string) {
	f.Want = name
	f.Skipped = slices.DeleteFunc(f.Skipped, func(s string) bool { return s == name || s == askConfirm })
	switch name {
	case askWords:
		f.Text = ""
	case askLearned:
		f.Day = 0
	case askRegion:
		f.Region = ""
	}
}

// finishComplaint records the complaint, or says why there is none. A filing
// that was told of is tracked with it: its number, the receipt's date and the
// answers then have a place.
func (c *Conversation) finishComplaint(t *turn, f *Form) ([]bot.Reply, error) {
	if f.Request != 0 && f.Receipt != 0 {
		_, err := c.o.Requests.SetReceipt(t.ctx, t.know.Catalog.Calendar, t.update.Chat, f.Request, t.update.ID, f.Receipt)
		if err != nil && !errors.Is(err, requests.ErrNotFound) && !errors.Is(err, requests.ErrReceipt) {
			return nil, err
		}
	}
	r, ok, err := c.subject(t, f)
	switch {
	case err != nil:
		return nil, err
	case !ok:
		return t.requestGone(), nil
	case f.Kind == string(complaints.Delay) && (!t.mayBeLate(&r) || !t.late(&r)):
		return t.notLate(f, &r), nil
	}
	if f.Kind != string(complaints.Money) {
		if err := c.adopt(t, f); err != nil {
			return c.refusedByStore(t, f, err)
		}
	}
	complaint, created, err := c.o.Complaints.Create(t.ctx, t.know.Catalog.Calendar, t.update.ID, c.newComplaint(t, f, &r))
	if err != nil {
		return c.refusedByStore(t, f, err)
	}
	if !created {
		if created, err = c.recordedNow(t, &complaint); err != nil {
			return nil, err
		}
	}
	if !created {
		card := t.inPlace(c.wholeComplaint(t, &complaint))
		card.Text = t.language.T("ComplaintExists") + "\n\n" + card.Text
		return []bot.Reply{card}, nil
	}
	return c.recorded(t, &complaint)
}

// adopt tracks the filing that was told of, with the same update as its key.
func (c *Conversation) adopt(t *turn, f *Form) error {
	if f.Request != 0 || f.Filed.Date == 0 {
		return nil
	}
	v, ok := f.service(t)
	if !ok {
		return nil
	}
	n := requests.Of(v.Service, v.Choice)
	n.Chat, n.Filed, n.Start, n.Receipt, n.Region = t.update.Chat, f.Filed, f.Start, f.Receipt, f.Region
	r, err := c.o.Requests.Create(t.ctx, t.know.Catalog.Calendar, t.update.ID, n)
	if errors.Is(err, requests.ErrTooMany) {
		return nil // the complaint stands without it
	}
	if err == nil && f.Kind == string(complaints.Refused) {
		r, err = c.o.Requests.SetState(t.ctx, t.know.Catalog.Calendar, t.update.Chat, r.ID, t.update.ID, requests.Refused)
	}
	f.Request = r.ID
	return err
}

// refusedByStore says why the complaint was not recorded; what was told stays
// in the form, so that it can be tried again.
func (c *Conversation) refusedByStore(t *turn, f *Form, err error) ([]bot.Reply, error) {
	switch {
	case errors.Is(err, people.ErrNoConsent):
		f.want("") // asked for again before the record
		return c.proceed(t, f), nil
	case errors.Is(err, complaints.ErrTooMany):
		t.session.Form = f
		return []bot.Reply{{Text: t.language.T("ComplaintsTooMany"), Keyboard: bot.Keyboard{{t.formButton(f, t.language.T("ButtonRecord"), valueYes)}, {t.complaintsButton()}}}}, nil
	case errors.Is(err, complaints.ErrNoRequest), errors.Is(err, requests.ErrNotFound):
		return t.requestGone(), nil
	}
	return nil, err
}

func (t *turn) requestGone() []bot.Reply {
	return []bot.Reply{{Text: t.language.T("ComplaintRequestGone"), Keyboard: bot.Keyboard{{t.button(t.language.T("ButtonNewComplaint"), verbNewComplaint)}, {t.complaintsButton()}, {t.homeButton()}}}}
}
