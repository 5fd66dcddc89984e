package handlers

import (
	"slices"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/locales"
)

// caseMatters reports that the term depends on what was not chosen yet.
func caseMatters(s *catalog.Service) bool {
	views := s.Views()
	first := views[0].Main()
	return slices.ContainsFunc(views, func(v catalog.View) bool { return v.Main() != first })
}

// noCase reports that the case is not known although the term depends on it: it
// was not chosen, or the card changed since.
func noCase(f *Form, s *catalog.Service) bool {
	_, known := readCase(s, f.Case)
	return !known && caseMatters(s)
}

// askCase offers each case on which the term depends, the usual one first.
func (c *Conversation) askCase(t *turn, f *Form) bot.Reply {
	v, ok := f.service(t)
	if !ok {
		return bot.Reply{Text: t.language.T("OldButton")}
	}
	w, seen, k := t.writer(), []string{}, bot.Keyboard{}
	for _, view := range v.Service.Views() {
		label := w.TermCase(view)
		if slices.Contains(seen, label) {
			continue
		}
		seen = append(seen, label)
		if label == "" {
			label = t.language.T("CaseUsual")
		}
		k = append(k, []bot.Button{t.formButton(f, label, caseCode(v.Service, view.TermChoice()))})
	}
	return bot.Reply{Text: t.language.T("AskCase", locales.Args{"Service": v.Service.Title.In(t.language.Code)}), Keyboard: k}
}

func (c *Conversation) takeCase(t *turn, f *Form, value string) bool {
	s, ok := t.know.Catalog.Service(f.Service)
	if !ok {
		return false
	}
	if _, ok := readCase(s, value); !ok {
		return false
	}
	f.Case = value
	return true
}
