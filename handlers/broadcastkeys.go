package handlers

import (
	"strconv"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/locales"
)

// BroadcastKeyboard stands under each message of a broadcast: what it is about
// and why it came, and one press that spares its reader all of them.
func BroadcastKeyboard(language *locales.Language, id int64) bot.Keyboard {
	t := &turn{language: language}
	return bot.Keyboard{
		{t.button(language.T("BroadcastWhy"), verbBroadcastWhy, strconv.FormatInt(id, 10))},
		{t.button(language.T("BroadcastMute"), verbBroadcastMute, strconv.FormatInt(id, 10))},
	}
}

// pressReceived answers the buttons under a broadcast.
func (c *Conversation) pressReceived(t *turn, verb string, fields []string) ([]bot.Reply, bool) {
	if len(fields) != 1 {
		return nil, false
	}
	switch verb {
	case verbBroadcastMute:
		return c.switchKind(t, broadcasts.MuteKind, true), true
	case verbBroadcastWhy:
		id, err := strconv.ParseInt(fields[0], 10, 64)
		if err != nil {
			return nil, false
		}
		return c.why(t, id), true
	}
	return nil, false
}

// why says from whom a broadcast is and to whom it went, and leads to what the
// person subscribed to.
func (c *Conversation) why(t *turn, id int64) []bot.Reply {
	b, ok, err := c.o.Broadcasts.About(t.ctx, t.update.Chat, id)
	if err != nil {
		return c.notStored(t, err)
	}
	text := t.language.T("BroadcastWhyUnknown")
	var k bot.Keyboard
	if ok {
		from := t.language.T("BroadcastFromMerzim")
		if b.Agency != "" {
			from = t.language.T("BroadcastFromAgency", locales.Args{"Agency": t.agencyName(b.Agency)})
		}
		text = t.language.T("BroadcastWhyText", locales.Args{"Number": id, "From": locales.HTML(from), "Whom": t.audienceText(b)})
		if s, ok := t.know.Catalog.Service(b.Audience.Service); ok {
			k = append(k, []bot.Button{t.button(s.Title.In(t.language.Code), verbCard, s.ID, caseCode(s, nil))})
		}
	}
	k = append(k, []bot.Button{t.topicsButton()}, []bot.Button{t.button(t.language.T("BroadcastMute"), verbBroadcastMute, strconv.FormatInt(id, 10))})
	return []bot.Reply{{Text: text, Keyboard: k}}
}
