package handlers

import (
	"slices"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/locales"
)

// kindsFor are the kinds of complaint that a form offers. A delay is one of a
// request whose date has passed, or whose date only the receipt can tell.
func (c *Conversation) kindsFor(t *turn, f *Form, r *requests.Request) []complaints.Kind {
	kinds := []complaints.Kind{complaints.ExtraDocuments, complaints.Money, complaints.Refused, complaints.NoAnswer}
	delay := t.mayBeLate(r)
	if f.Request != 0 {
		delay = delay && (t.late(r) || !r.Binds() && (r.Due == 0 || r.Due < t.today()))
	}
	if delay {
		kinds = append([]complaints.Kind{complaints.Delay}, kinds...)
	}
	if r.State == requests.Refused {
		kinds = slices.DeleteFunc(kinds, func(k complaints.Kind) bool { return k == complaints.Refused })
		kinds = append([]complaints.Kind{complaints.Refused}, kinds...)
	}
	return kinds
}

// askKind asks what went wrong.
func (c *Conversation) askKind(t *turn, f *Form) bot.Reply {
	r, ok, err := c.subject(t, f)
	if err != nil || !ok { // the next press says it
		return bot.Reply{Text: t.language.T("ComplaintsAway")}
	}
	var k bot.Keyboard
	for _, kind := range c.kindsFor(t, f, &r) {
		k = append(k, []bot.Button{t.formButton(f, t.language.T(locales.Key("ButtonComplain", kind)), string(kind))})
	}
	v, _ := f.service(t)
	args := locales.Args{"Service": v.Service.Title.In(t.language.Code)}
	text := t.language.T("AskComplaintKind", args)
	if f.Request != 0 && r.Binds() && !t.late(&r) && r.State.Open() && r.Due >= t.today() {
		text += "\n\n" + t.language.T("AskComplaintKindEarly", locales.Args{"Until": t.language.DateUntil(r.Due)})
	}
	return bot.Reply{Text: text, Keyboard: k}
}

func (c *Conversation) takeKind(t *turn, f *Form, value string) bool {
	r, ok, err := c.subject(t, f)
	if err != nil || !ok {
		return err != nil // away: it is asked again
	}
	if !slices.Contains(c.kindsFor(t, f, &r), complaints.Kind(value)) {
		return false
	}
	f.Kind = value
	return true
}
