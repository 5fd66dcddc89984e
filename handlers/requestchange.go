package handlers

import (
	"errors"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/requests"
)

// changeRequest carries out what one press tells: a state, the last press taken
// back, reminders off or on, a term prolonged.
func (c *Conversation) changeRequest(t *turn, r requests.Request, verb, field string) ([]bot.Reply, bool) {
	chat, update, days, store := t.update.Chat, t.update.ID, t.know.Catalog.Calendar, c.o.Requests
	var err error
	toast, undo := "ToastDone", true
	switch verb {
	case verbState:
		to := requests.State(field)
		if !to.Known() {
			return nil, false
		}
		r, err = store.SetState(t.ctx, days, chat, r.ID, update, to)
	case verbUndo:
		var undone bool
		r, undone, err = store.Undo(t.ctx, days, chat, r.ID, update)
		undo = false
		if toast = "ToastUndone"; !undone {
			toast = "ToastNothingToUndo"
		}
	case verbMuteOne:
		if field != "0" && field != confirmed {
			return nil, false
		}
		r, err = store.Mute(t.ctx, days, chat, r.ID, update, field == confirmed)
	case verbExtend:
		rule, ok := t.extension(r, field)
		if !ok {
			return nil, false
		}
		r, err = store.Extend(t.ctx, days, chat, r.ID, update, rule)
	}
	switch {
	case errors.Is(err, requests.ErrNotFound):
		return t.noRequest(), true
	case err != nil:
		return c.notStored(t, err), true
	}
	reply := t.requestCard(r, undo)
	reply.Toast = t.language.T(toast)
	return edited(reply), true
}

// extension is the rule of the row of terms that prolongs a request's; nil for
// row 0. ok is false for a row that does not.
func (t *turn) extension(r requests.Request, field string) (rule *calendar.Rule, ok bool) {
	row, ok := number(field)
	if !ok || row == 0 {
		return nil, ok
	}
	s, ok := t.know.Catalog.Service(r.Service)
	if !ok || row > len(s.Terms) || s.Terms[row-1].Extends == 0 || s.Terms[row-1].Extends != r.Term || !s.Terms[row-1].Counts() {
		return nil, false
	}
	closes, err := s.ClosingMinute()
	if err != nil {
		return nil, false
	}
	more, err := s.Terms[row-1].Rule(closes)
	return &more, err == nil
}

// askChange asks for one thing of a request: its number, region, the date on the
// receipt, the day from which the term runs.
func (c *Conversation) askChange(t *turn, r requests.Request, what string) ([]bot.Reply, bool) {
	switch what {
	case askCase:
		return c.askOtherCase(t, r)
	case askNumber, askRegion, askReceipt, askStart:
	default:
		return nil, false
	}
	f := Form{Purpose: what, Request: r.ID, Service: r.Service, Filed: r.Filed}
	if s, ok := t.know.Catalog.Service(r.Service); ok {
		f.Case = caseCode(s, r.Choice)
	}
	return c.begin(t, f), true
}

// changeNext is the one question of such a form until it is answered.
func (c *Conversation) changeNext(_ *turn, f *Form) (string, error) {
	if f.passed(f.Purpose) || f.Purpose == askCase && f.Case != "" || f.Number != "" || f.Region != "" || f.Receipt != 0 || f.Start != 0 {
		return "", nil
	}
	return f.Purpose, nil
}

// change keeps the answer. A receipt without a date, and a start that has not
// come, take away what was told before.
func (c *Conversation) change(t *turn, f *Form) ([]bot.Reply, error) {
	chat, update, days, store := t.update.Chat, t.update.ID, t.know.Catalog.Calendar, c.o.Requests
	r, found, err := store.Find(t.ctx, chat, f.Request)
	if err != nil {
		return nil, err
	}
	if !found {
		return []bot.Reply{t.inPlace(t.noRequest()[0])}, nil
	}
	undo := false
	switch {
	case f.Purpose == askCase:
		return c.changeCase(t, f, r)
	case f.Purpose == askReceipt:
		undo = f.Receipt != r.Receipt
		r, err = store.SetReceipt(t.ctx, days, chat, r.ID, update, f.Receipt)
	case f.Purpose == askStart:
		r, err = store.SetStart(t.ctx, days, chat, r.ID, update, f.Start)
	case f.Purpose == askNumber && f.Number != "":
		r, err = store.SetNumber(t.ctx, chat, r.ID, update, f.Number)
	case f.Purpose == askRegion && f.Region != "":
		if r, err = store.SetRegion(t.ctx, chat, r.ID, update, f.Region); err == nil {
			c.keepRegion(t, f.Region)
		}
	}
	if errors.Is(err, requests.ErrNotFound) {
		return []bot.Reply{t.inPlace(t.noRequest()[0])}, nil
	}
	if err != nil {
		return nil, err
	}
	return []bot.Reply{t.inPlace(t.requestCard(r, undo))}, nil
}

// keepRegion makes a region the one of the requests to come. Without it they are
// asked for theirs again: no reason to fail.
func (c *Conversation) keepRegion(t *turn, region string) {
	if err := c.o.People.SetRegion(t.ctx, t.update.Chat, region); err != nil {
		c.o.Log.Warn("region not kept", "update", t.update.ID, "error", err)
	}
}
