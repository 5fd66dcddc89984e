package handlers

import (
	"strconv"
	"strings"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/locales"
)

// requests is the command: what the person follows.
func (c *Conversation) requests(t *turn) []bot.Reply { return c.requestsPage(t, 0) }

func (c *Conversation) requestsPage(t *turn, page int) []bot.Reply {
	list, err := c.o.Requests.List(t.ctx, t.update.Chat)
	if err != nil {
		c.o.Log.Warn("requests not read", "update", t.update.ID, "error", err)
		return []bot.Reply{{Text: t.language.T("RequestsAway"), Keyboard: bot.Keyboard{{t.homeButton()}}}}
	}
	return []bot.Reply{t.requestList(list, page)}
}

// requestList is one page of requests, each a line and a button.
func (t *turn) requestList(list []requests.Request, page int) bot.Reply {
	track := []bot.Button{t.button(t.language.T("ButtonNewRequest"), verbNewRequest)}
	if len(list) == 0 {
		return bot.Reply{Text: t.language.T("RequestsNone"), Keyboard: bot.Keyboard{track, {t.homeButton()}}}
	}
	pages := (len(list) + pageSize - 1) / pageSize
	page = min(page, pages-1)
	w, lines, k := t.requests(), []string{t.language.T("RequestsHead")}, bot.Keyboard{}
	if pages > 1 {
		lines[0] += " " + t.language.T("PageOf", locales.Args{"Page": page + 1, "Pages": pages})
	}
	for i := page * pageSize; i < min((page+1)*pageSize, len(list)); i++ {
		lines = append(lines, w.Entry(i+1, list[i]))
		k = append(k, []bot.Button{t.button(strconv.Itoa(i+1)+". "+w.Title(list[i]), verbRequest, strconv.FormatInt(list[i].ID, 10))})
	}
	if nav := t.pages(page, pages, func(p int) (string, []string) { return verbRequests, []string{strconv.Itoa(p)} }); nav != nil {
		k = append(k, nav)
	}
	return bot.Reply{Text: strings.Join(lines, "\n"), Keyboard: append(k, track, []bot.Button{t.homeButton()})}
}
