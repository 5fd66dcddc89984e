package handlers

import (
	"fmt"
	"strconv"
	"time"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/locales"
)

// What a button under a broadcast's card does with it.
const (
	doShow    = "show"
	doSubmit  = "send"
	doApprove = "ok"
	doReturn  = "back"
	doPause   = "hold"
	doResume  = "go"
	doCancel  = "stop"  // asks first
	doStop    = "stop!" // was asked
	doCorrect = "fix"
	doResend  = "again"
)

// broadcastsPage is how many broadcasts one screen lists.
const broadcastsPage = 8

func broadcastSubject(id int64, what string) string { return fmt.Sprintf("broadcast:%d:%s", id, what) }

func (t *turn) broadcastsButton() bot.Button {
	return t.button(t.language.T("ButtonBroadcasts"), verbBroadcasts, "0")
}

// broadcastCard is one broadcast: to whom, how many, how it stands, and what
// can be done now.
func (c *Conversation) broadcastCard(t *turn, h roles.Holder, b broadcasts.Broadcast) (bot.Reply, error) {
	var text textLines
	head := "BroadcastHead"
	if b.Corrects != 0 {
		head = "BroadcastHeadCorrection"
	}
	text.add(t.language.T(head, locales.Args{"Number": b.ID, "Corrects": b.Corrects, "State": locales.HTML(t.language.T("BroadcastState_" + string(b.State)))}))
	text.add(t.language.T("BroadcastTo", locales.Args{"Whom": t.audienceText(b)}))
	if b.File != 0 {
		text.add(t.language.T("BroadcastWithFile"))
	}
	account := broadcasts.Account{}
	var err error
	if b.StartedAt.IsZero() {
		err = c.addEstimate(t, h, b, &text)
	} else if account, err = c.o.Broadcasts.Account(t.ctx, actor(h), b.ID); err == nil {
		text.add("\n" + t.accountText(account))
	}
	if err != nil {
		return bot.Reply{}, err
	}
	return bot.Reply{Text: text.String(), Keyboard: t.broadcastKeyboard(h, b, account)}, nil
}

// addEstimate says how many a broadcast would reach, and how long that takes.
func (c *Conversation) addEstimate(t *turn, h roles.Holder, b broadcasts.Broadcast, text *textLines) error {
	if b.State.Over() {
		return nil
	}
	e, err := c.o.Broadcasts.Estimate(t.ctx, actor(h), b.ID, c.o.PerSecond)
	if err != nil {
		return err
	}
	text.add(t.language.N("BroadcastReach", int(e.People), locales.Args{"Takes": locales.HTML(t.takes(e.Takes)), "Pace": max(c.o.PerSecond, 1)}))
	if b.SendAt.After(t.now) {
		text.add(t.language.T("BroadcastSendAt", locales.Args{"At": t.moment(b.SendAt)}))
	}
	if !b.ExpiresAt.IsZero() {
		text.add(t.language.T("BroadcastExpiresAt", locales.Args{"At": t.moment(b.ExpiresAt)}))
	}
	if e.Approval && b.ApprovedAt.IsZero() {
		text.add(t.language.T("BroadcastNeedsApproval"))
	}
	if b.State == broadcasts.Draft && b.Author == h.Chat && b.Corrects == 0 {
		text.add("\n" + t.language.T("BroadcastInConsole"))
	}
	return nil
}

// takes is a time in words, rounded up to minutes.
func (t *turn) takes(d time.Duration) string {
	if d < time.Minute {
		return t.language.T("BroadcastTakesLess")
	}
	return t.language.T("BroadcastTakes", locales.Args{"Time": locales.HTML(t.language.N("TermMinute", int((d+time.Minute-1)/time.Minute)))})
}

// accountText says what became of an audience; its numbers add up.
func (t *turn) accountText(a broadcasts.Account) string {
	key := "BroadcastProgress"
	if a.Final {
		key = "BroadcastAccount"
	}
	text := t.language.T(key, locales.Args{
		"Audience": a.Audience, "Sent": a.Sent, "Failed": a.Failed, "Blocked": a.Blocked, "Unknown": a.Unknown, "Cancelled": a.Cancelled, "Left": a.Left,
	})
	if !a.Frozen && !a.State.Over() {
		text += "\n" + t.language.T("BroadcastGathering")
	}
	return text
}

// audienceText says to whom a broadcast goes, as HTML.
func (t *turn) audienceText(b broadcasts.Broadcast) locales.HTML {
	a := b.Audience
	key := map[broadcasts.Whom]string{broadcasts.Everybody: "WhomAll", broadcasts.Subscribers: "WhomGeneral", broadcasts.OpenRequests: "WhomOpen"}[a.To]
	name := ""
	switch {
	case a.Service != "":
		name = t.serviceTitle(a.Service)
	case a.Agency != "":
		name = t.agencyName(a.Agency)
	case a.To == broadcasts.Everybody && b.Agency != "":
		name, key = t.agencyName(b.Agency), "WhomOfAgency"
	case a.To == broadcasts.Subscribers && a.Region != "":
		key = "WhomRegion"
	}
	if a.Service != "" || a.Agency != "" {
		key = map[broadcasts.Whom]string{broadcasts.Subscribers: "WhomSubscribersOf", broadcasts.OpenRequests: "WhomOpenOf"}[a.To]
	}
	text := t.language.T(key, locales.Args{"Name": name})
	if a.Region != "" {
		text += t.language.T("WhomInRegion", locales.Args{"Region": t.regionName(a.Region)})
	}
	if a.Language != "" {
		text += t.language.T("WhomInLanguage", locales.Args{"Language": locales.HTML(t.know.Texts.In(a.Language).T("LanguageName"))})
	}
	return locales.HTML(text)
}

// broadcastKeyboard are the buttons of a broadcast as it stands.
func (t *turn) broadcastKeyboard(h roles.Holder, b broadcasts.Broadcast, a broadcasts.Account) bot.Keyboard {
	own := b.Author == h.Chat
	do := func(key, what string) bot.Button {
		return t.button(t.language.T(key), verbBroadcastDo, idField(b.ID), strconv.Itoa(b.Version), what)
	}
	var k bot.Keyboard
	switch {
	case b.State == broadcasts.Draft && own:
		k = bot.Keyboard{{do("ButtonBroadcastSend", doSubmit)}}
	case b.State == broadcasts.Waiting && !own:
		k = bot.Keyboard{{do("BroadcastDo_approve", doApprove), do("BroadcastDo_return", doReturn)}}
	case b.State == broadcasts.Scheduled && !own:
		k = bot.Keyboard{{do("BroadcastDo_return", doReturn)}}
	case b.State == broadcasts.Sending:
		k = bot.Keyboard{{do("BroadcastDo_pause", doPause)}}
	case b.State == broadcasts.Paused:
		k = bot.Keyboard{{do("BroadcastDo_resume", doResume)}}
	}
	if a.Unknown > 0 && (b.State == broadcasts.Done || b.State == broadcasts.Paused || b.State == broadcasts.Sending) {
		k = append(k, []bot.Button{do("BroadcastDo_resend", doResend)})
	}
	if b.State.Over() && b.Corrects == 0 && a.Sent > 0 {
		k = append(k, []bot.Button{do("ButtonBroadcastCorrect", doCorrect)})
	}
	k = append(k, []bot.Button{do("ButtonBroadcastShow", doShow)})
	if !b.State.Over() {
		k = append(k, []bot.Button{do("BroadcastDo_cancel", doCancel)})
	}
	if !b.StartedAt.IsZero() {
		k = append(k, []bot.Button{t.button(t.language.T("ButtonBroadcastAccount"), verbBroadcast, idField(b.ID))})
	}
	return append(k, []bot.Button{t.broadcastsButton(), t.homeButton()})
}
