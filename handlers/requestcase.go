package handlers

import (
	"errors"
	"maps"
	"slices"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/locales"
)

// askOtherCase asks for the case of a request that is open, where its term
// depends on one; else it says why there is nothing to change.
func (c *Conversation) askOtherCase(t *turn, r requests.Request) ([]bot.Reply, bool) {
	s, ok := t.know.Catalog.Service(r.Service)
	switch {
	case !ok:
		return nil, false
	case !r.State.Open():
		return t.caseStays(r, "CaseClosed"), true
	case !caseMatters(s):
		return t.caseStays(r, "CaseOnlyOne"), true
	}
	return c.begin(t, Form{Purpose: askCase, Request: r.ID, Service: r.Service, Filed: r.Filed}), true
}

// caseStays says why a request's case was not changed, above its card.
func (t *turn) caseStays(r requests.Request, key string) []bot.Reply {
	card := t.inPlace(t.requestCard(r, false))
	card.Text = t.language.T(key) + "\n\n" + card.Text
	return []bot.Reply{card}
}

// changeCase takes a request to the case that was chosen and says what became
// of its day. What was chosen before and does not touch the term stays.
func (c *Conversation) changeCase(t *turn, f *Form, r requests.Request) ([]bot.Reply, error) {
	s, ok := t.know.Catalog.Service(r.Service)
	chosen, known := readCase(s, f.Case)
	if !ok || !known {
		return t.oldButton(), nil
	}
	choice := maps.Clone(r.Choice)
	maps.Copy(choice, chosen)
	now, err := c.o.Requests.SetCase(t.ctx, t.know.Catalog.Calendar, t.update.Chat, r.ID, t.update.ID, requests.Of(s, choice))
	switch {
	case errors.Is(err, requests.ErrNotFound):
		return []bot.Reply{t.inPlace(t.noRequest()[0])}, nil
	case errors.Is(err, requests.ErrClosed):
		return t.caseStays(r, "CaseClosed"), nil
	case err != nil:
		return nil, err
	}
	said, err := c.caseChanged(t, now)
	if err != nil {
		return nil, err
	}
	card := t.inPlace(t.requestCard(now, false))
	card.Text = said + "\n\n" + card.Text
	return []bot.Reply{card}, nil
}

// caseChanged says what this update, which may have come before, made of a
// request's day.
func (c *Conversation) caseChanged(t *turn, r requests.Request) (string, error) {
	events, err := c.o.Requests.Events(t.ctx, t.update.Chat, r.ID)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(events, func(e requests.Event) bool { return e.Kind == requests.EventCase && e.Update == t.update.ID })
	if i < 0 {
		return t.language.T("CaseSame"), nil
	}
	was, err := requests.ReadCase(events[i].Was)
	if err != nil {
		return "", err
	}
	switch {
	case r.DueFrom == requests.ByReceipt:
		return t.language.T("CaseReceipt"), nil
	case r.Rule != nil && r.StartEvent != "" && r.Start == 0:
		return t.language.T("CaseCounted") + " " + t.language.T("CaseNeedsStart"), nil
	case was.Due == 0 || r.Due == 0:
		return t.language.T("CaseCounted"), nil
	case was.Due == r.Due:
		return t.language.T("CaseSameDay"), nil
	}
	return t.language.T("CaseMoved", locales.Args{"Was": t.language.Date(was.Due), "Date": t.language.Date(r.Due)}), nil
}
