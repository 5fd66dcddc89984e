package handlers

import (
	"strconv"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/handlers/card"
	"github.com/merzim/merzim/locales"
)

// ticksInRow is how many numbers stand side by side under a checklist.
const ticksInRow = 4

// papers is one page of the checklist for the chosen case.
func (t *turn) papers(v catalog.View, page int) bot.Reply {
	s := v.Service
	code := caseCode(s, v.Choice)
	pages := max(1, (len(v.Documents)+card.DocumentsPage-1)/card.DocumentsPage)
	page = min(page, pages-1)
	done := t.session.ticked(s.ID, fingerprint(s))

	var k bot.Keyboard
	from := page * card.DocumentsPage
	for n, i := range v.Documents[from:min(from+card.DocumentsPage, len(v.Documents))] {
		if n%ticksInRow == 0 {
			k = append(k, nil)
		}
		key := "ButtonTick"
		if done[i] {
			key = "ButtonTicked"
		}
		label := t.language.T(key, locales.Args{"Number": from + n + 1})
		k[len(k)-1] = append(k[len(k)-1], t.button(label, verbTick, s.ID, code, strconv.Itoa(i), strconv.Itoa(page)))
	}
	if nav := t.pages(page, pages, func(p int) (string, []string) { return verbPapers, []string{s.ID, code, strconv.Itoa(p)} }); nav != nil {
		k = append(k, nav)
	}
	k = append(k, []bot.Button{t.backToCard(v)})
	return bot.Reply{Text: t.writer().Checklist(v, page, func(i int) bool { return done[i] }), Keyboard: k}
}

// tick ticks a paper off, or takes the tick back.
func (t *turn) tick(v catalog.View, document, page string) ([]bot.Reply, bool) {
	n, okN := number(document)
	p, okP := number(page)
	if !okN || !okP || n >= len(v.Service.Documents) {
		return nil, false
	}
	t.session.toggle(v.Service.ID, fingerprint(v.Service), n)
	return edited(t.papers(v, p)), true
}

// pages is the row that turns pages; nil when there is one.
func (t *turn) pages(page, pages int, to func(page int) (verb string, fields []string)) []bot.Button {
	if pages < 2 {
		return nil
	}
	var row []bot.Button
	if page > 0 {
		verb, fields := to(page - 1)
		row = append(row, t.button(t.language.T("ButtonPrevious"), verb, fields...))
	}
	if page < pages-1 {
		verb, fields := to(page + 1)
		row = append(row, t.button(t.language.T("ButtonNext"), verb, fields...))
	}
	return row
}

// plain is an argument of a button's label, which is no HTML.
func plain(text string) locales.Args { return locales.Args{"Text": locales.HTML(text)} }
