package handlers

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/locales"
)

// Render writes a notice by the state of things at this moment, in the person's
// language: one matter, one press to act, one to be spared. ok is false when
// there is nothing left to say: what it is about is closed or gone, or the
// person wants to hear no more of it.
func (c *Conversation) Render(ctx context.Context, n notices.Notice) (reply bot.Reply, ok bool, err error) {
	p, found, err := c.o.People.Find(ctx, n.Chat)
	if err != nil || !found || p.Blocked {
		return bot.Reply{}, false, err
	}
	muted, err := c.o.People.Mutes(ctx, n.Chat)
	if err != nil || slices.Contains(muted, string(n.Kind)) {
		return bot.Reply{}, false, err
	}
	know := c.o.Knowledge()
	t := &turn{ctx: ctx, update: bot.Update{Chat: n.Chat}, know: know, language: know.Texts.In(p.Language), session: &Session{}, now: c.o.Now()}
	switch {
	case n.Kind == notices.Digest:
		return c.digestNotice(t, n)
	case n.Complaint != 0:
		return c.complaintNotice(t, n)
	case n.Request != 0:
		return c.requestNotice(t, n)
	case n.Kind == notices.BroadcastTrouble:
		return c.broadcastNotice(t, n)
	case n.Kind == notices.BroadcastApproval:
		return c.approvalNotice(t, n)
	case n.Kind == notices.RoleEnded:
		return c.roleEndedNotice(t, n)
	}
	return bot.Reply{}, false, fmt.Errorf("notice of kind %q is about nothing", n.Kind)
}

func (c *Conversation) requestNotice(t *turn, n notices.Notice) (bot.Reply, bool, error) {
	r, found, err := c.o.Requests.Find(t.ctx, n.Chat, n.Request)
	if err != nil || !found {
		return bot.Reply{}, false, err
	}
	switch n.Kind {
	case notices.Reminder:
		return c.reminder(t, &r)
	case notices.Status:
		return c.statusNotice(t, &r)
	case notices.Recount:
		return c.movedNotice(t, &r)
	}
	return bot.Reply{}, false, fmt.Errorf("no notice of kind %q about a request", n.Kind)
}

// caseLine names a request as its owner knows it: what, when, under which number.
func (t *turn) caseLine(r *requests.Request) string {
	args := locales.Args{"Service": t.serviceTitle(r.Service), "Filed": t.language.Date(r.Filed.Date), "Number": r.Number}
	if r.Number == "" {
		return t.language.T("NoticeCase", args)
	}
	return t.language.T("NoticeCaseNumber", args)
}

// serviceTitle is a service's short name; one that left the catalogue is called
// by its id.
func (t *turn) serviceTitle(id string) string {
	if s, ok := t.know.Catalog.Service(id); ok {
		return s.Title.In(t.language.Code)
	}
	return id
}

// muteKindRow is the press that spares a person all notices of a kind.
func (t *turn) muteKindRow(kind notices.Kind) []bot.Button {
	return []bot.Button{t.button(t.language.T(muteKey(kind)), verbMute, string(kind), "1")}
}

func (t *turn) openRequestButton(r *requests.Request) bot.Button {
	return t.button(t.language.T("ButtonOpenRequest"), verbRequest, strconv.FormatInt(r.ID, 10))
}

// muteRequestRow is the press that ends reminders of one request.
func (t *turn) muteRequestRow(r *requests.Request) []bot.Button {
	return []bot.Button{t.button(t.language.T("ButtonNoticeMuteRequest"), verbMuteOne, strconv.FormatInt(r.ID, 10), "1")}
}
