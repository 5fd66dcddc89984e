package handlers

import (
	"unicode/utf8"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
)

// inline answers words typed after the bot's name in any chat with cards to
// send there. No words, or words that are no service, give nothing to send.
func (c *Conversation) inline(t *turn) bot.Reply {
	reply := bot.Reply{Inline: []bot.InlineResult{}}
	if t.update.Text == "" || utf8.RuneCountInString(t.update.Text) > maxQuestion {
		return reply
	}
	found := t.know.answers.search(t.know.Finder, t.update.Text)
	if !found.Service {
		return reply
	}
	for _, hit := range found.Hits {
		if s, ok := t.know.Catalog.Service(hit.ID); ok {
			reply.Inline = append(reply.Inline, c.shared(t, s))
		}
	}
	return reply
}

// shared is a card as it is sent into another chat: without buttons of ours,
// with a link to the bot.
func (c *Conversation) shared(t *turn, s *catalog.Service) bot.InlineResult {
	r := bot.InlineResult{
		ID: s.ID, Title: s.Title.In(t.language.Code), Description: s.About.In(t.language.Code),
		Text: t.writer().First(s.Settle(nil)),
	}
	if name := c.o.Username(); name != "" {
		link := "https://t.me/" + name + "?start=" + deepLinkCard + s.ID
		r.Keyboard = bot.Keyboard{{{Label: t.language.T("ButtonOpenBot"), URL: link}}}
	}
	return r
}
