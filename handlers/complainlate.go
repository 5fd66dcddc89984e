package handlers

import (
	"slices"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/locales"
)

// subject is the request that a complaint's form is about: the tracked one, or
// one as it would stand if what was told were tracked. ok is false when the
// request or its service is gone.
func (c *Conversation) subject(t *turn, f *Form) (r requests.Request, ok bool, err error) {
	v, known := f.service(t)
	if !known {
		return requests.Request{}, false, nil
	}
	if f.Request == 0 && f.Filed.Date != 0 {
		if err := c.findTracked(t, f); err != nil {
			return requests.Request{}, false, err
		}
	}
	if f.Request == 0 {
		return t.untracked(f, v), true, nil
	}
	r, ok, err = c.o.Requests.Find(t.ctx, t.update.Chat, f.Request)
	if ok && f.Receipt != 0 {
		r.Receipt, r.Due, r.DueFrom = f.Receipt, f.Receipt, requests.ByReceipt
	}
	return r, ok, err
}

// findTracked looks whether the filing that was told of is tracked already:
// then its receipt and its number hold, and it is not tracked twice.
func (c *Conversation) findTracked(t *turn, f *Form) error {
	list, err := c.o.Requests.List(t.ctx, t.update.Chat)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(r requests.Request) bool { return r.Service == f.Service && r.Filed.Date == f.Filed.Date })
	if i >= 0 {
		f.Request = list[i].ID
	}
	return nil
}

// untracked is a request of what was told, counted and stored nowhere.
func (t *turn) untracked(f *Form, v catalog.View) requests.Request {
	n := requests.Of(v.Service, v.Choice)
	r := requests.Request{
		Service: n.Service, Choice: n.Choice, Term: n.Term, Kind: n.Kind, TermStatus: n.TermStatus, Rule: n.Rule,
		StartEvent: n.StartEvent, Start: f.Start, Filed: f.Filed, Receipt: f.Receipt, State: requests.Filed, DueFrom: requests.ByNothing,
	}
	if f.Receipt != 0 {
		r.Due, r.DueFrom = f.Receipt, requests.ByReceipt
		return r
	}
	if due, err := r.Counted(t.know.Catalog.Calendar); err == nil && due != 0 { // an error: beyond the calendar's years
		r.Due, r.DueFrom = due, requests.ByCount
	}
	return r
}

// late reports that an agency is late with the request today.
func (t *turn) late(r *requests.Request) bool {
	return r.Standing(t.know.Catalog.Calendar, t.today()).Phase == requests.Overdue
}

// mayBeLate reports that a complaint of delay about the request is possible
// once its date has passed: it is open and awaited from an agency.
func (t *turn) mayBeLate(r *requests.Request) bool {
	s, ok := t.know.Catalog.Service(r.Service)
	if !ok || s.Route == catalog.RouteInformation || !r.State.Open() || r.StoppedOn != 0 {
		return false
	}
	return r.Kind == catalog.Rendering || r.Kind == ""
}

// delayAsks names what must be known before anybody is called late: the day
// from which the term runs, and where our term binds nobody the receipt's date.
func delayAsks(f *Form, r *requests.Request) string {
	switch {
	case r.Binds():
		return ""
	case f.Request == 0 && r.StartEvent != "" && r.Start == 0 && r.Receipt == 0 && !f.passed(askStart):
		return askStart
	case !f.passed(askReceipt):
		return askReceipt
	}
	return ""
}

// notLate says that the day has not come, or that it is not known well enough
// to call anybody late; other complaints are possible.
func (t *turn) notLate(f *Form, r *requests.Request) []bot.Reply {
	v, _ := f.service(t)
	args := locales.Args{"Service": v.Service.Title.In(t.language.Code)}
	key := "NotLateUnknown"
	switch {
	case r.Kind != catalog.Rendering && r.Kind != "":
		key = "NotLateNoTerm"
	case r.StoppedOn != 0:
		key = "NotLateStopped"
	case !r.State.Open():
		key = "NotLateClosed"
	case r.Binds() && r.Due >= t.today():
		key = "NotLateYet"
		args["Until"], args["From"] = t.language.DateUntil(r.Due), t.language.DateFrom(r.Due+1)
	}
	k := bot.Keyboard{{t.button(t.language.T("ButtonOtherComplaint"), verbNewComplaint, f.Service)}}
	if f.Request != 0 {
		k = bot.Keyboard{{t.button(t.language.T("ButtonOpenRequest"), verbRequest, idField(f.Request))}, {t.button(t.language.T("ButtonOtherComplaint"), verbComplain, idField(f.Request))}}
	}
	k = append(k, []bot.Button{t.button(t.language.T("ButtonBack"), verbCard, f.Service, caseCode(v.Service, v.Choice))})
	return []bot.Reply{t.inPlace(bot.Reply{Text: t.language.T(key, args), Keyboard: k})}
}
