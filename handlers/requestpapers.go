package handlers

import (
	"slices"
	"strconv"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/handlers/card"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/locales"
)

// requestPapers is one page of the papers of a request, with what was ticked
// off; ok is false where the service is gone.
func (t *turn) requestPapers(r requests.Request, page int) ([]bot.Reply, bool) {
	s, ok := t.know.Catalog.Service(r.Service)
	if !ok {
		return nil, false
	}
	v := s.Settle(r.Choice)
	pages := max(1, (len(v.Documents)+card.DocumentsPage-1)/card.DocumentsPage)
	page = min(page, pages-1)
	from, print := page*card.DocumentsPage, fingerprint(s)
	var k bot.Keyboard
	for n, i := range v.Documents[from:min(from+card.DocumentsPage, len(v.Documents))] {
		if n%ticksInRow == 0 {
			k = append(k, nil)
		}
		key, to := "ButtonTick", confirmed
		if slices.Contains(r.Ticks, i) {
			key, to = "ButtonTicked", "0"
		}
		label := t.language.T(key, locales.Args{"Number": from + n + 1})
		k[len(k)-1] = append(k[len(k)-1],
			t.button(label, verbRequestTick, strconv.FormatInt(r.ID, 10), strconv.Itoa(i), to, print, strconv.Itoa(page)))
	}
	nav := t.pages(page, pages, func(p int) (string, []string) {
		return verbRequestPapers, []string{strconv.FormatInt(r.ID, 10), strconv.Itoa(p)}
	})
	if nav != nil {
		k = append(k, nav)
	}
	text := t.writer().Checklist(v, page, func(i int) bool { return slices.Contains(r.Ticks, i) })
	return edited(bot.Reply{Text: text, Keyboard: append(k, []bot.Button{t.requestButton("ButtonBackToRequest", verbRequest, r.ID)})}), true
}

// tickRequest ticks a paper off or takes the tick back, whichever the button
// said: pressed twice it is the same.
func (c *Conversation) tickRequest(t *turn, r requests.Request, fields []string) ([]bot.Reply, bool) {
	if len(fields) != 4 {
		return nil, false
	}
	n, okN := number(fields[0])
	page, okP := number(fields[3])
	s, ok := t.know.Catalog.Service(r.Service)
	if !ok || !okN || !okP || n >= len(s.Documents) || fields[2] != fingerprint(s) {
		return nil, false
	}
	r.Ticks = slices.DeleteFunc(slices.Clone(r.Ticks), func(i int) bool { return i == n })
	if fields[1] == confirmed {
		r.Ticks = append(r.Ticks, n)
		slices.Sort(r.Ticks)
	}
	if err := c.o.Requests.SetTicks(t.ctx, t.update.Chat, r.ID, r.Ticks); err != nil {
		return c.notStored(t, err), true
	}
	return t.requestPapers(r, page)
}
