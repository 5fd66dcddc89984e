package handlers

import (
	"html"
	"strconv"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/letters"
)

// complainAnew begins a complaint from scratch, of a service where one is
// given.
func (c *Conversation) complainAnew(t *turn, fields []string) ([]bot.Reply, bool) {
	f := Form{Purpose: formComplaint}
	if len(fields) > 0 {
		if _, ok := t.know.Catalog.Service(fields[0]); !ok {
			return nil, false
		}
		f.Service = fields[0]
	}
	return c.begin(t, f), true
}

// complainOf begins a complaint about a tracked request.
func (c *Conversation) complainOf(t *turn, request string) ([]bot.Reply, bool) {
	id, err := strconv.ParseInt(request, 10, 64)
	if err != nil || id <= 0 {
		return nil, false
	}
	r, ok, err := c.o.Requests.Find(t.ctx, t.update.Chat, id)
	if err != nil {
		return c.complaintsAway(t, err), true
	}
	if !ok {
		return t.requestGone(), true
	}
	return c.begin(t, Form{Purpose: formComplaint, Service: r.Service, Request: r.ID, Filed: r.Filed}), true
}

// complainFiled begins a complaint about a filing that a sentence told of:
// service, case, day and, where it was refused, pressRefused. The
// day may be noDay.
func (c *Conversation) complainFiled(t *turn, fields []string) ([]bot.Reply, bool) {
	if len(fields) < 3 || len(fields) > 4 {
		return nil, false
	}
	s, ok := t.know.Catalog.Service(fields[0])
	if !ok {
		return nil, false
	}
	f := Form{Purpose: formComplaint, Service: s.ID, Kind: string(complaints.Delay)}
	if _, ok := readCase(s, fields[1]); ok { // of a card that changed since: it is asked for
		f.Case = fields[1]
	}
	if fields[2] != noDay {
		filed, ok := readDay(fields[2], t.today())
		if !ok {
			return nil, false
		}
		f.Filed = filed
	}
	if len(fields) == 4 {
		if fields[3] != pressRefused {
			return nil, false
		}
		f.Kind = string(complaints.Refused)
	}
	return c.begin(t, f), true
}

// complainMoney begins the record of money that was asked for.
func (c *Conversation) complainMoney(t *turn, fields []string) ([]bot.Reply, bool) {
	if len(fields) != 1 {
		return nil, false
	}
	f := Form{Purpose: formComplaint, Kind: string(complaints.Money)}
	if fields[0] != "" {
		if _, ok := t.know.Catalog.Service(fields[0]); !ok {
			return nil, false
		}
		f.Service = fields[0]
	}
	return c.begin(t, f), true
}

// elsewhere says where to go where there is no letter, as HTML; "" where there
// is one.
func (t *turn) elsewhere(kind complaints.Kind, service string) string {
	w := letters.Writer{Law: &t.know.Catalog.Law, Texts: t.know.Texts}
	s, ok := t.know.Catalog.Service(service)
	if !ok {
		if kind != complaints.Money {
			return ""
		}
		return html.EscapeString(w.Elsewhere(letters.Money, "", t.language.Code))
	}
	return html.EscapeString(w.Elsewhere(letters.Kind(kind), s.Route, t.language.Code))
}
