package handlers

import (
	"slices"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/locales"
)

// onSettings marks a switch on the settings' own screen, which changes in place;
// under a notice the answer is a message of its own, so that the notice stays.
const onSettings = "s"

// muteKinds are the kinds of notice that can be switched off, in the order of
// the settings. An answer of staff is not lost by that: it stands on the card of
// its complaint.
func muteKinds() []notices.Kind {
	return []notices.Kind{notices.Reminder, notices.AnswerDue, notices.Answer, notices.Status, notices.Recount, broadcasts.MuteKind}
}

// muteKey is the text key of the button that switches a kind off, under a notice.
func muteKey(kind notices.Kind) string { return locales.Key("ButtonMute", kind) }

// muteSwitches are a button a kind, which says how it stands.
func (t *turn) muteSwitches(muted []string) (k bot.Keyboard) {
	for _, kind := range muteKinds() {
		label, to := "ButtonNoticesOn", "1"
		if slices.Contains(muted, string(kind)) {
			label, to = "ButtonNoticesOff", "0"
		}
		name := locales.HTML(t.language.T(locales.Key("NoticesOf", kind)))
		k = append(k, []bot.Button{t.button(t.language.T(label, locales.Args{"Kind": name}), verbMute, string(kind), to, onSettings)})
	}
	return k
}

// pressMute switches a kind of notice off or on.
func (c *Conversation) pressMute(t *turn, verb string, fields []string) ([]bot.Reply, bool) {
	if verb != verbMute || len(fields) < 2 || !slices.Contains(muteKinds(), notices.Kind(fields[0])) || fields[1] != "0" && fields[1] != "1" {
		return nil, false
	}
	kind, off := fields[0], fields[1] == "1"
	if len(fields) > 2 && fields[2] == onSettings {
		if err := c.o.People.Mute(t.ctx, t.update.Chat, kind, off); err != nil {
			return c.notStored(t, err), true
		}
		return edited(c.settings(t)...), true
	}
	return c.switchKind(t, kind, off), true
}

// switchKind switches a kind of notice off or on from under a message, which
// stays, and offers the way back.
func (c *Conversation) switchKind(t *turn, kind string, off bool) []bot.Reply {
	if err := c.o.People.Mute(t.ctx, t.update.Chat, kind, off); err != nil {
		return c.notStored(t, err)
	}
	text, label, to := "NoticesAreOn", "ButtonSwitchOff", "1"
	if off {
		text, label, to = "NoticesAreOff", "ButtonSwitchOn", "0"
	}
	name := locales.HTML(t.language.T(locales.Key("NoticesOf", kind)))
	return []bot.Reply{{
		Text:     t.language.T(text, locales.Args{"Kind": name}),
		Keyboard: bot.Keyboard{{t.button(t.language.T(label), verbMute, kind, to)}, {t.button(t.language.T("ButtonNoticesAll"), verbSettings)}},
	}}
}
