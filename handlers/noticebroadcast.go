package handlers

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/locales"
)

// broadcastNotice tells the author what became of their broadcast without them.
func (c *Conversation) broadcastNotice(t *turn, n notices.Notice) (bot.Reply, bool, error) {
	var about broadcasts.Trouble
	if err := json.Unmarshal(n.Args, &about); err != nil {
		return bot.Reply{}, false, fmt.Errorf("read what became of a broadcast: %w", err)
	}
	key := map[broadcasts.Act]string{
		broadcasts.Troubled: "BroadcastTroubleFailures", broadcasts.Grown: "BroadcastTroubleGrown", broadcasts.Approved: "BroadcastNoticeApproved",
		broadcasts.Returned: "BroadcastNoticeReturned", broadcasts.NoRole: "BroadcastNoticeNoRole", broadcasts.Finished: "BroadcastNoticeDone",
	}[about.Act]
	if key == "" {
		return bot.Reply{}, false, fmt.Errorf("no notice of a broadcast that is %q", about.Act)
	}
	reply := bot.Reply{Text: t.language.T(key, locales.Args{"Number": about.Broadcast, "Failures": about.Failures, "Of": about.Of})}
	h, ok, err := c.role(t)
	if err != nil || !ok {
		return reply, true, err
	}
	switch about.Act {
	case broadcasts.Returned:
		events, err := c.o.Broadcasts.Events(t.ctx, actor(h), about.Broadcast)
		if err != nil && !errors.Is(err, broadcasts.ErrNotFound) {
			return bot.Reply{}, false, err
		}
		for _, e := range events {
			if e.Act == broadcasts.Returned && e.Note != "" {
				reply.Text += "\n" + t.language.T("BroadcastNoticeReason", locales.Args{"Reason": e.Note})
			}
		}
	case broadcasts.Finished:
		a, err := c.o.Broadcasts.Account(t.ctx, actor(h), about.Broadcast)
		if err != nil && !errors.Is(err, broadcasts.ErrNotFound) {
			return bot.Reply{}, false, err
		}
		if err == nil {
			reply.Text += "\n\n" + t.accountText(a)
		}
	}
	reply.Keyboard = bot.Keyboard{{t.button(t.language.T("ButtonBroadcastOpen"), verbBroadcast, idField(about.Broadcast))}}
	return reply, true, nil
}

// approvalNotice asks for the approval of a broadcast, while it waits as it was.
func (c *Conversation) approvalNotice(t *turn, n notices.Notice) (bot.Reply, bool, error) {
	var about broadcasts.Approval
	if err := json.Unmarshal(n.Args, &about); err != nil {
		return bot.Reply{}, false, fmt.Errorf("read a request for approval: %w", err)
	}
	h, ok, err := c.role(t)
	if err != nil || !ok {
		return bot.Reply{}, false, err
	}
	b, err := c.o.Broadcasts.Find(t.ctx, actor(h), about.Broadcast)
	if errors.Is(err, broadcasts.ErrNotFound) || err == nil && (b.State != broadcasts.Waiting || b.Version != about.Version) {
		return bot.Reply{}, false, nil
	}
	if err != nil {
		return bot.Reply{}, false, err
	}
	card, err := c.broadcastCard(t, h, b)
	card.Text = t.language.T("BroadcastNoticeApprove") + "\n\n" + card.Text
	return card, err == nil, err
}
