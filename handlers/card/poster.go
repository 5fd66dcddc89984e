package card

import (
	"html"
	"regexp"
	"strings"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/locales"
)

// Poster is what a page for the wall of a service centre says in one language
// about the usual case: plain text, no HTML.
type Poster struct {
	Title     string
	Invite    string // how to ask the bot
	Case      string // which case this is; "" where there is only one
	Documents Section
	Fee       Section
	Term      Section
	Small     []string // checked when, not a state body, where to ask
}

// Section is a heading with its lines.
type Section struct {
	Head  string
	Lines []string
}

// Poster writes the page for a service.
func (w Writer) Poster(s *catalog.Service) Poster {
	v := s.Settle(nil)
	p := Poster{
		Title:     s.Title.In(w.code()),
		Invite:    plain(w.t("PosterInvite")),
		Documents: Section{Head: w.t("PosterDocuments"), Lines: w.posterDocuments(v)},
		Fee:       Section{Head: w.t("PosterFee"), Lines: w.posterFee(v)},
		Term:      Section{Head: w.t("PosterTerm"), Lines: w.posterTerm(v)},
		Small: []string{
			plain(w.t("PosterChecked", locales.Args{"Date": shortDate(s.Checked)})),
			plain(w.t("PosterNotState")),
			plain(w.t("PosterLine", locales.Args{"Line": w.Catalog.Law.Facts.Contact.Number})),
		},
	}
	if label := w.ChoiceLabel(v); label != "" {
		p.Case = plain(w.t("PosterCase", locales.Args{"Case": label}))
	}
	return p
}

func (w Writer) posterDocuments(v catalog.View) []string {
	if len(v.Documents) == 0 {
		return []string{plain(w.t("CardNoDocuments"))}
	}
	var out []string
	for n, i := range v.Documents {
		out = append(out, plain(w.document(v.Service.Documents[i], n+1, false)))
	}
	return out
}

func (w Writer) posterFee(v catalog.View) []string {
	rows := v.Service.Fee.Rows
	if len(v.Fees) == 0 || len(v.Fees) == 1 && w.sure(v) {
		if len(v.Fees) == 1 {
			return []string{plain(w.amount(rows[v.Fees[0]]))}
		}
		return []string{plain(w.firstFee(v))}
	}
	var out []string
	for _, i := range v.Fees {
		out = append(out, plain(w.t("CardFeeCase", locales.Args{"Case": rows[i].Case.In(w.code()), "Amount": locales.HTML(w.amount(rows[i]))})))
	}
	return out
}

func (w Writer) posterTerm(v catalog.View) []string {
	t := v.Main()
	if t == nil || !t.Counts() && t.Kind != catalog.Window {
		return []string{plain(w.due(v))}
	}
	out := []string{plain(w.termValue(t))}
	if t.Start != catalog.StartFiling && t.StartLabel != nil {
		out[0] += ", " + plain(w.t("TermStart", locales.Args{"Start": t.StartLabel.In(w.code())}))
	}
	if !t.Verified() {
		out = append(out, plain(w.t("ProofUnverified")))
	}
	return out
}

// plain takes the HTML of a message away; no-break spaces stay.
func plain(s string) string {
	return strings.TrimSpace(html.UnescapeString(regexp.MustCompile(`</?[a-z][^>]*>`).ReplaceAllString(s, "")))
}
