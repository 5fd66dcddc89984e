package letters

import (
	"strings"

	"github.com/merzim/merzim/catalog"
)

// Elsewhere says where to go when there is no letter: money asked, information
// services, utilities, private bodies. It is "" where the ladder of complaints
// holds. Plain text.
func (w Writer) Elsewhere(kind Kind, route catalog.Route, language string) string {
	d := w.draft(Case{Kind: kind, Route: route, Language: language})
	switch {
	case kind == Money:
		return d.sendTo("LetterElsewhereMoney", catalog.AntiCorruption, false)
	case route == catalog.RouteMonopolies:
		return d.sendTo("LetterElsewhereMonopolies", catalog.MonopoliesRegulator, true) + "\n" + d.contact()
	case route == catalog.RoutePrivate:
		return d.t("LetterElsewherePrivate") + "\n" + d.contact()
	case route == catalog.RouteInformation:
		return d.t("LetterElsewhereInformation") + "\n" + d.contact() + "\n" + d.law.Ladder.Ordinary.Text.In(d.lang.Code)
	}
	return ""
}

// sendTo names a body with its lines and, where the sentence before does not say
// it, what the body is for. What nobody verified says so.
func (d draft) sendTo(key, body string, what bool) string {
	a, _ := d.law.Body(body)
	name := a.Name.In(d.lang.Code)
	if !a.Verified() {
		name += " " + d.t("UnverifiedMark")
	}
	if what {
		name += ". " + a.Text.In(d.lang.Code)
	}
	lines := []string{d.t(key), "• " + name}
	for _, id := range a.Lines {
		if l, ok := d.law.Line(id); ok {
			lines = append(lines, "• "+d.way(l).line())
		}
	}
	return strings.Join(lines, "\n")
}

// contact is the line that helps with any service.
func (d draft) contact() string { return "• " + d.way(d.law.Facts.Contact).line() }
