package handlers

import (
	"github.com/merzim/merzim/bot"
)

// forget asks whether to erase everything, and says what that means.
func (c *Conversation) forget(t *turn) []bot.Reply {
	list, err := c.o.Complaints.List(t.ctx, t.update.Chat)
	if err != nil {
		return c.notStored(t, err)
	}
	text := t.language.T("ForgetAsk")
	if len(list) > 0 {
		text += "\n\n" + t.language.N("ForgetComplaints", len(list))
	}
	return []bot.Reply{{Text: text, Keyboard: bot.Keyboard{
		{t.button(t.language.T("ButtonForgetSure"), verbForgetSure)}, {t.button(t.language.T("ButtonMyData"), verbMyData)}, {t.button(t.language.T("ButtonKeep"), verbHome)},
	}}}
}

// forgetSure erases the person everywhere: in SQL now, in the session by
// writing one that holds the language alone. While the session store is away
// nothing is erased, so that "everything is erased" is never half true.
func (c *Conversation) forgetSure(t *turn) []bot.Reply {
	if !t.memory {
		return []bot.Reply{{Text: t.language.T("ForgetLater")}}
	}
	left, err := c.o.Privacy.Forget(t.ctx, t.update.Chat)
	if err != nil {
		return c.notStored(t, err)
	}
	t.forgotten = true
	*t.session = Session{Language: t.language.Code, Chosen: t.session.Chosen, Offered: true}
	text := t.language.T("Forgotten", t.kept())
	if left.Complaints > 0 {
		text += "\n\n" + t.language.N("ForgetComplaintsLeft", int(left.Complaints))
	}
	return edited(bot.Reply{Text: text, Keyboard: bot.Keyboard{{t.homeButton()}}})
}

// scrub erases what is left of a forgotten session in the base's file; erasing
// the person once more finds nothing, and empties the base's log.
func (c *Conversation) scrub(t *turn) {
	if _, err := c.o.Privacy.Forget(t.ctx, t.update.Chat); err != nil {
		c.o.Log.Warn("base not scrubbed after a session", "update", t.update.ID, "error", err)
	}
}
