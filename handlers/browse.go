package handlers

import (
	"strconv"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/locales"
)

// pageSize is how many entries stand on one screen of a list.
const pageSize = 8

// entry is one line of a list: a button that leads somewhere.
type entry struct {
	label  string
	verb   string
	fields []string
}

// services shows the shelves of the catalogue.
func (c *Conversation) services(t *turn) []bot.Reply {
	reply, _ := t.sectors(0)
	return []bot.Reply{reply}
}

// browse answers the buttons of lists; ok is false for one that no list has.
func (c *Conversation) browse(t *turn, verb string, fields []string) ([]bot.Reply, bool) {
	if len(fields) == 0 {
		return nil, false
	}
	page, ok := number(fields[len(fields)-1])
	if !ok {
		return nil, false
	}
	var reply bot.Reply
	switch {
	case verb == verbEvents:
		reply, ok = t.events(page)
	case verb == verbSectors:
		reply, ok = t.sectors(page)
	case verb == verbEvent && len(fields) == 2:
		reply, ok = t.event(fields[0], page)
	case verb == verbSector && len(fields) == 2:
		reply, ok = t.sector(fields[0], page)
	default:
		return nil, false
	}
	return edited(reply), ok
}

func (t *turn) events(page int) (bot.Reply, bool) {
	var list []entry
	for _, e := range t.know.Catalog.Events {
		list = append(list, entry{e.Title.In(t.language.Code), verbEvent, []string{e.ID, "0"}})
	}
	return t.list("EventsHead", nil, list, page, verbEvents, nil, t.homeButton()), true
}

func (t *turn) sectors(page int) (bot.Reply, bool) {
	var list []entry
	for _, s := range t.know.Catalog.Sectors {
		list = append(list, entry{s.Title.In(t.language.Code), verbSector, []string{s.ID, "0"}})
	}
	return t.list("SectorsHead", nil, list, page, verbSectors, nil, t.homeButton()), true
}

func (t *turn) event(id string, page int) (bot.Reply, bool) {
	e, ok := t.know.Catalog.Event(id)
	if !ok {
		return bot.Reply{}, false
	}
	var services []*catalog.Service
	for _, id := range e.Services {
		if s, ok := t.know.Catalog.Service(id); ok {
			services = append(services, s)
		}
	}
	back := t.button(t.language.T("ButtonEvents"), verbEvents, "0")
	return t.list("EventHead", locales.Args{"Title": e.Title.In(t.language.Code)}, t.entries(services), page, verbEvent, []string{id}, back), true
}

func (t *turn) sector(id string, page int) (bot.Reply, bool) {
	for _, s := range t.know.Catalog.Sectors {
		if s.ID == id {
			back := t.button(t.language.T("ButtonSectors"), verbSectors, "0")
			args := locales.Args{"Title": s.Title.In(t.language.Code)}
			return t.list("SectorHead", args, t.entries(t.know.Catalog.InSector(id, t.language.Code)), page, verbSector, []string{id}, back), true
		}
	}
	return bot.Reply{}, false
}

func (t *turn) entries(services []*catalog.Service) []entry {
	var list []entry
	for _, s := range services {
		list = append(list, entry{s.Title.In(t.language.Code), verbCard, []string{s.ID, caseCode(s, nil)}})
	}
	return list
}

// list is one page of a list, its entries as buttons.
func (t *turn) list(key string, args locales.Args, list []entry, page int, verb string, fields []string, back bot.Button) bot.Reply {
	pages := max(1, (len(list)+pageSize-1)/pageSize)
	page = min(page, pages-1)
	var k bot.Keyboard
	for _, e := range list[page*pageSize : min((page+1)*pageSize, len(list))] {
		k = append(k, []bot.Button{t.button(e.label, e.verb, e.fields...)})
	}
	nav := t.pages(page, pages, func(p int) (string, []string) {
		return verb, append(append([]string{}, fields...), strconv.Itoa(p))
	})
	if nav != nil {
		k = append(k, nav)
	}
	text := t.language.T(key, args)
	if pages > 1 {
		text += "\n" + t.language.T("PageOf", locales.Args{"Page": page + 1, "Pages": pages})
	}
	return bot.Reply{Text: text, Keyboard: append(k, []bot.Button{back})}
}
