package handlers

import (
	"errors"
	"strconv"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/locales"
)

// broadcastsCommand lists the newest broadcasts within the role's bounds.
func (c *Conversation) broadcastsCommand(t *turn, h roles.Holder) []bot.Reply {
	return c.broadcastList(t, h, 0)
}

func (c *Conversation) broadcastList(t *turn, h roles.Holder, before int64) []bot.Reply {
	list, err := c.o.Broadcasts.List(t.ctx, actor(h), before, broadcastsPage+1)
	if err != nil {
		return c.notStored(t, err)
	}
	if len(list) == 0 && before == 0 {
		return []bot.Reply{{Text: t.language.T("BroadcastsNone"), Keyboard: bot.Keyboard{{t.homeButton()}}}}
	}
	var k bot.Keyboard
	for _, b := range list[:min(len(list), broadcastsPage)] {
		label := t.language.T("ButtonBroadcastOne", locales.Args{"Number": b.ID, "State": locales.HTML(t.language.T("BroadcastState_" + string(b.State)))})
		k = append(k, []bot.Button{t.button(label, verbBroadcast, idField(b.ID))})
	}
	if len(list) > broadcastsPage {
		k = append(k, []bot.Button{t.button(t.language.T("ButtonBroadcastsOlder"), verbBroadcasts, idField(list[broadcastsPage-1].ID))})
	}
	return []bot.Reply{{Text: t.language.T("BroadcastsHead"), Keyboard: append(k, []bot.Button{t.homeButton()})}}
}

func (c *Conversation) pressBroadcasts(t *turn, h roles.Holder, fields []string) ([]bot.Reply, bool) {
	before, err := strconv.ParseInt(fields[0], 10, 64)
	if err != nil || before < 0 {
		return nil, false
	}
	return edited(c.broadcastList(t, h, before)...), true
}

func (c *Conversation) pressBroadcast(t *turn, h roles.Holder, fields []string) ([]bot.Reply, bool) {
	id, err := strconv.ParseInt(fields[0], 10, 64)
	if err != nil {
		return nil, false
	}
	return c.openBroadcast(t, h, id)
}

// openBroadcast shows a broadcast in place of the message pressed; another
// agency's is answered as one that is not there, and noted.
func (c *Conversation) openBroadcast(t *turn, h roles.Holder, id int64) ([]bot.Reply, bool) {
	b, err := c.o.Broadcasts.Find(t.ctx, actor(h), id)
	if err == nil {
		var card bot.Reply
		if card, err = c.broadcastCard(t, h, b); err == nil {
			return edited(card), true
		}
	}
	if errors.Is(err, broadcasts.ErrNotFound) {
		c.note(t, roles.Entry{Action: ActionBotBroadcast, Subject: broadcastSubject(id, "open"), Agency: h.Agency, Refused: true})
		return nil, false
	}
	return c.notStored(t, err), true
}

// shown sends the preview, then gives the card as a message under it.
func (c *Conversation) shown(t *turn, h roles.Holder, b broadcasts.Broadcast) []bot.Reply {
	if err := c.o.Sending.Preview(t.ctx, actor(h), b.ID); err != nil {
		c.o.Log.Warn("broadcast not shown", "update", t.update.ID, "broadcast", b.ID, "error", err)
		return []bot.Reply{{Text: t.language.T("BroadcastNotShown"), Keyboard: bot.Keyboard{{t.button(t.language.T("ButtonAgain"), verbBroadcast, idField(b.ID))}}}}
	}
	card, err := c.broadcastCard(t, h, b)
	if err != nil {
		return c.notStored(t, err)
	}
	return []bot.Reply{card}
}

// pressBroadcastDo does something with a broadcast, within the role's bounds.
func (c *Conversation) pressBroadcastDo(t *turn, h roles.Holder, fields []string) ([]bot.Reply, bool) {
	id, err := strconv.ParseInt(fields[0], 10, 64)
	version, ok := number(fields[1])
	if err != nil || !ok {
		return nil, false
	}
	b, err := c.o.Broadcasts.Find(t.ctx, actor(h), id)
	if errors.Is(err, broadcasts.ErrNotFound) {
		c.note(t, roles.Entry{Action: ActionBotBroadcast, Subject: broadcastSubject(id, "open"), Agency: h.Agency, Refused: true})
		return nil, false
	}
	if err != nil {
		return c.notStored(t, err), true
	}
	switch fields[2] {
	case doShow:
		return c.shown(t, h, b), true
	case doReturn:
		return c.begin(t, Form{Purpose: formReturn, Broadcast: id}), true
	case doCorrect:
		return c.begin(t, Form{Purpose: formCorrection, Broadcast: id}), true
	case doCancel:
		return edited(bot.Reply{Text: t.language.T("BroadcastCancelAsk", locales.Args{"Number": id}), Keyboard: bot.Keyboard{
			{t.button(t.language.T("ButtonBroadcastCancelYes"), verbBroadcastDo, fields[0], fields[1], doStop)},
			{t.button(t.language.T("ButtonBack"), verbBroadcast, fields[0])},
		}}), true
	}
	audited, err := c.steer(t, h, b, version, fields[2])
	if audited == "" {
		return nil, false
	}
	return c.steered(t, h, id, audited, err)
}

// steer carries out one press; audited is what the log calls it, "" for
// something unknown.
func (c *Conversation) steer(t *turn, h roles.Holder, b broadcasts.Broadcast, version int, what string) (audited string, err error) {
	by, store := actor(h), c.o.Broadcasts
	switch what {
	case doSubmit:
		audited = "submit"
		if version != b.Version { // what was shown is not what would go
			return audited, broadcasts.ErrChanged
		}
		_, err = store.Submit(t.ctx, by, b.ID)
	case doApprove:
		audited, err = "approve", store.Approve(t.ctx, by, b.ID, version)
	case doPause:
		audited, err = "pause", store.Pause(t.ctx, by, b.ID)
	case doResume:
		audited, err = "resume", store.Resume(t.ctx, by, b.ID)
	case doStop:
		audited, err = "cancel", store.Cancel(t.ctx, by, b.ID)
	case doResend:
		audited = "resend"
		_, err = store.ResendUnknown(t.ctx, by, b.ID)
	}
	return audited, err
}

// steered notes what was done, wakes the engine and shows how it stands.
func (c *Conversation) steered(t *turn, h roles.Holder, id int64, audited string, err error) ([]bot.Reply, bool) {
	key := refusal(err)
	if err != nil && key == "" {
		return c.notStored(t, err), true
	}
	c.note(t, roles.Entry{Action: ActionBotBroadcast, Subject: broadcastSubject(id, audited), Agency: h.Agency, Refused: err != nil})
	c.o.Sending.Poke()
	replies, known := c.openBroadcast(t, h, id)
	if known && key != "" {
		replies[0].Toast = t.language.T(key)
	}
	return replies, known
}

// refusal is the text key for what the store refuses; "" for other errors.
func refusal(err error) string {
	for _, known := range []struct {
		err error
		key string
	}{
		{broadcasts.ErrOwn, "BroadcastFaultOwn"}, {broadcasts.ErrChanged, "BroadcastFaultChanged"}, {broadcasts.ErrState, "BroadcastFaultState"},
		{broadcasts.ErrKept, "BroadcastFaultKept"}, {broadcasts.ErrNotFound, "BroadcastNotYours"}, {broadcasts.ErrBounds, "BroadcastBounds"},
		{broadcasts.ErrFile, "BroadcastFaultFile"},
	} {
		if errors.Is(err, known.err) {
			return known.key
		}
	}
	return ""
}

func returnNext(_ *Conversation, _ *turn, f *Form) (string, error) {
	if f.Text == "" {
		return askReason, nil
	}
	return "", nil
}

// giveBack returns a broadcast to its author with the reason.
func (c *Conversation) giveBack(t *turn, f *Form) ([]bot.Reply, error) {
	return c.withRole(t, "/broadcasts", func(h roles.Holder) ([]bot.Reply, error) {
		err := c.o.Broadcasts.Return(t.ctx, actor(h), f.Broadcast, f.Text)
		replies, known := c.steered(t, h, f.Broadcast, "return", err)
		if !known {
			return t.oldButton(), nil
		}
		for i := range replies {
			replies[i].Edit = false
		}
		return replies, nil
	})
}
