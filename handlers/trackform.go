package handlers

import (
	"errors"
	"maps"
	"slices"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/internal/requests"
)

// trackNext is what is missing before a request can be followed.
func (c *Conversation) trackNext(t *turn, f *Form) (string, error) {
	v, ok := f.service(t)
	switch {
	case !ok:
		return askService, nil
	case noCase(f, v.Service):
		return askCase, nil
	case f.Filed.Date == 0:
		return askFiled, nil
	case startsLater(v) && f.Start == 0 && !f.passed(askStart):
		return askStart, nil
	case (f.Purpose == formTrackReceipt || needsReceipt(v)) && f.Receipt == 0 && !f.passed(askReceipt):
		return askReceipt, nil
	}
	return c.needConsent(t)
}

// startsLater reports that the term runs from another day than the filing.
func startsLater(v catalog.View) bool {
	main := v.Main()
	return main != nil && main.Counts() && main.Start != catalog.StartFiling
}

// needsReceipt reports that only the date on the receipt can tell when an answer
// is due: the term was not found, or not verified.
func needsReceipt(v catalog.View) bool {
	main := v.Main()
	return main == nil || main.Kind == catalog.Rendering && !main.Binds()
}

// filed is what the form says of a filing.
func (t *turn) filed(f *Form) (n requests.New, ok bool) {
	v, ok := f.service(t)
	if !ok {
		return n, false
	}
	n = requests.Of(v.Service, v.Choice)
	n.Chat, n.Filed, n.Start, n.Receipt = t.update.Chat, f.Filed, f.Start, f.Receipt
	n.Ticks = slices.Sorted(maps.Keys(t.session.ticked(v.Service.ID, fingerprint(v.Service))))
	return n, true
}

// track keeps the request and says what becomes of it.
func (c *Conversation) track(t *turn, f *Form) ([]bot.Reply, error) {
	n, ok := t.filed(f)
	if !ok {
		return t.oldButton(), nil
	}
	person, _, err := c.o.People.Find(t.ctx, t.update.Chat)
	if err != nil {
		return nil, err
	}
	n.Region = person.Region
	r, err := c.o.Requests.Create(t.ctx, t.know.Catalog.Calendar, t.update.ID, n)
	switch {
	case errors.Is(err, requests.ErrTooMany):
		return []bot.Reply{{Text: t.language.T("TooManyRequests"), Keyboard: bot.Keyboard{{t.requestsButton()}}}}, nil
	case err != nil:
		return nil, err
	}
	return []bot.Reply{t.inPlace(c.askNews(t, r, t.trackedReply(r)))}, nil
}

// trackedReply confirms what was kept and offers what may be added.
func (t *turn) trackedReply(r requests.Request) bot.Reply {
	done, k := "TrackDone", bot.Keyboard{}
	switch {
	case r.Standing(t.know.Catalog.Calendar, t.today()).Phase == requests.Overdue:
		done = "TrackDoneLate"
		k = append(k, []bot.Button{t.requestButton("ButtonComplain", verbComplain, r.ID)})
	case r.Remind != 0:
		done = "TrackDoneRemind"
	}
	var row []bot.Button
	if r.Number == "" {
		row = append(row, t.requestButton("ButtonNumber", verbRequestAsk, r.ID, askNumber))
	}
	if r.Region == "" {
		row = append(row, t.requestButton("ButtonRegion", verbRequestAsk, r.ID, askRegion))
	}
	if len(row) > 0 {
		k = append(k, row)
	}
	if t.requests().HasDay(r) {
		k = append(k, []bot.Button{t.requestButton("ButtonCalendar", verbCalendar, r.ID)})
	}
	k = append(k, []bot.Button{t.requestButton("ButtonOpenRequest", verbRequest, r.ID), t.requestsButton()})
	return bot.Reply{Text: t.language.T(done) + "\n\n" + t.requests().Card(r), Keyboard: k}
}
