package handlers

import (
	"fmt"
	"html"
	"regexp"
	"time"
	"unicode/utf16"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/handlers/card"
	"github.com/merzim/merzim/locales"
)

var tag = regexp.MustCompile(`</?[a-z][^>]*>`)

// CheckCards writes every screen of every card in both languages and all cases
// and finds those that Telegram would not take: text over 4096 characters,
// button data over 64 bytes.
func CheckCards(c *catalog.Catalog, texts *locales.Texts, now time.Time) []error {
	var faults []error
	for _, s := range c.Services {
		for _, code := range locales.Codes() {
			faults = append(faults, checkCard(c, s, texts.In(code), now)...)
		}
	}
	return faults
}

func checkCard(c *catalog.Catalog, s *catalog.Service, language *locales.Language, now time.Time) []error {
	var faults []error
	session := &Session{Chosen: true}
	longest := dayCode(calendar.Filing{Date: calendar.DateIn(now), Minute: 24*60 - 1})
	t := &turn{know: &Knowledge{Catalog: c}, language: language, session: session, now: now}
	w := t.writer()
	screens := map[string]string{"more": w.More(s), "fees": w.Fees(s), "refusals": w.Refusals(s)}
	for i, v := range s.Views() {
		screens[fmt.Sprintf("case %d", i)] = w.First(v)
		screens[fmt.Sprintf("count of case %d", i)] = w.Counting(v)
		for page := 0; page*card.DocumentsPage < len(v.Documents); page++ {
			screens[fmt.Sprintf("papers of case %d, page %d", i, page)] = w.Checklist(v, page, func(int) bool { return false })
		}
		if _, err := bot.EncodePress(verbTick, s.ID, caseCode(s, v.Choice), "999", "99"); err != nil {
			faults = append(faults, fmt.Errorf("%s: id: too long for a button: %w", s.File, err))
		}
		if _, err := bot.EncodePress(verbComplainFiled, s.ID, caseCode(s, v.Choice), longest); err != nil {
			faults = append(faults, fmt.Errorf("%s: id: too long for a button: %w", s.File, err))
		}
	}
	for name, text := range screens {
		if n := shownLength(text); n > bot.MaxText {
			faults = append(faults, fmt.Errorf("%s: the card's screen %q has %d characters in %s, at most %d", s.File, name, n, language.Code, bot.MaxText))
		}
	}
	return faults
}

// shownLength is the length of a text as Telegram counts it: without tags, in
// UTF-16 units.
func shownLength(text string) int { return units(html.UnescapeString(tag.ReplaceAllString(text, ""))) }

// units is the length of a plain text in UTF-16 units.
func units(text string) int { return len(utf16.Encode([]rune(text))) }
