package card

import (
	"strings"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/locales"
)

// Whole is the card with all its cases, for the command line and for review.
// It may be longer than a message.
func (w Writer) Whole(s *catalog.Service) string {
	var b lines
	b.add("<b>" + w.in(s.Title) + "</b>")
	b.add(w.in(s.About))
	if names := s.AlsoCalled.In(w.code()); len(names) > 0 {
		b.add(w.t("WholeAlso", locales.Args{"Names": strings.Join(names, ", ")}))
	}
	b.gap()
	w.where(&b, s)
	b.gap()
	b.add(w.t("WholeTerms"))
	if len(s.Terms) == 0 {
		b.add(w.due(s.Settle(nil)))
	}
	for i := range s.Terms {
		b.add(w.termRow(s, i))
	}
	b.gap()
	w.wholeDocuments(&b, s)
	b.gap()
	w.feeRows(&b, s)
	b.gap()
	if len(s.Refusals) > 0 {
		b.add(w.t("RefusalsHead"))
		for _, r := range s.Refusals {
			b.add("• " + w.in(r))
		}
		b.gap()
	}
	w.notes(&b, s)
	b.gap()
	w.basis(&b, s)
	return b.String()
}

func (w Writer) wholeDocuments(b *lines, s *catalog.Service) {
	if len(s.Documents) == 0 {
		b.add(w.t("CardNoDocuments"))
		return
	}
	b.add(w.t("CardDocuments"))
	for i, d := range s.Documents {
		line := w.document(d, i+1, false)
		if cases := w.whenLabel(s, d.When); cases != "" {
			line += " [" + cases + "]"
		}
		b.add(line)
	}
}

// whenLabel names the cases for which a row holds.
func (w Writer) whenLabel(s *catalog.Service, when catalog.When) string {
	var parts []string
	for _, d := range s.Dimensions {
		var labels []string
		for _, value := range d.Values {
			for _, id := range when[d.ID] {
				if id == value.ID {
					labels = append(labels, value.In(w.code()))
				}
			}
		}
		if len(labels) > 0 {
			parts = append(parts, strings.Join(labels, " / "))
		}
	}
	return escape(strings.Join(parts, "; "))
}
