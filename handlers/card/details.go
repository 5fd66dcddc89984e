package card

import (
	"strconv"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/locales"
)

// DocumentsPage is how many papers stand on one screen of the checklist.
const DocumentsPage = 8

// Checklist is one page of the papers for the chosen case, with what was
// ticked off. Pages count from 0.
func (w Writer) Checklist(v catalog.View, page int, ticked func(document int) bool) string {
	var b lines
	b.add("<b>" + w.in(v.Service.Title) + "</b>")
	if label := w.ChoiceLabel(v); label != "" {
		b.add(w.t("CardCase", locales.Args{"Case": label}))
	}
	b.gap()
	if len(v.Documents) == 0 {
		b.add(w.t("CardNoDocuments"))
		return b.String()
	}
	done := 0
	for _, i := range v.Documents {
		if ticked(i) {
			done++
		}
	}
	b.add(w.t("ChecklistHead", locales.Args{"Done": done, "All": len(v.Documents)}))
	from := min(page*DocumentsPage, len(v.Documents))
	to := min(from+DocumentsPage, len(v.Documents))
	for n, i := range v.Documents[from:to] {
		b.add(w.document(v.Service.Documents[i], from+n+1, ticked(i)))
	}
	b.gap()
	b.add(w.t("ChecklistHint"))
	return b.String()
}

// document is one line of a checklist with its condition, form and lifetime.
func (w Writer) document(d catalog.Document, number int, ticked bool) string {
	key := "ChecklistItem"
	if ticked {
		key = "ChecklistItemDone"
	}
	text := w.t(key, locales.Args{"Number": number, "Text": d.Text.In(w.code())})
	if d.If != nil {
		text += " " + w.t("DocumentIf", locales.Args{"If": d.If.In(w.code())})
	}
	if d.Form != "" && d.Form != "form" {
		text += " (" + w.t("Form"+formKey(d.Form)) + ")"
	}
	if d.Lives != nil {
		text += ". " + w.t("DocumentLives", locales.Args{"Term": w.Language.N(locales.Key("Term", d.Lives.Unit), d.Lives.Value)})
	}
	return text
}

func formKey(form string) string {
	switch form {
	case "original":
		return "Original"
	case "copy":
		return "Copy"
	case "original+copy":
		return "Both"
	}
	return "Electronic"
}

// Refusals lists why the service may be refused.
func (w Writer) Refusals(s *catalog.Service) string {
	var b lines
	b.add("<b>" + w.in(s.Title) + "</b>")
	b.gap()
	if len(s.Refusals) == 0 {
		b.add(w.t("RefusalsNone"))
		return b.String()
	}
	b.add(w.t("RefusalsHead"))
	for _, r := range s.Refusals {
		b.add("• " + w.in(r))
	}
	b.gap()
	b.add(w.t("RefusalsHint"))
	return b.String()
}

// Fees lists every fee row of the service with its case.
func (w Writer) Fees(s *catalog.Service) string {
	var b lines
	b.add("<b>" + w.in(s.Title) + "</b>")
	b.gap()
	w.feeRows(&b, s)
	return b.String()
}

func (w Writer) feeRows(b *lines, s *catalog.Service) {
	if len(s.Fee.Rows) == 0 {
		if s.Fee.Free {
			b.add(w.t("CardFeeFree"))
		} else {
			b.add(w.t("CardFeeUnknown"))
		}
	} else {
		b.add(w.t("FeesHead"))
	}
	mci := false
	for _, r := range s.Fee.Rows {
		mci = mci || r.MCI != nil && *r.MCI > 0
		b.add("• " + w.t("CardFeeCase", locales.Args{"Case": r.Case.In(w.code()), "Amount": locales.HTML(w.amount(r))}))
	}
	if s.Fee.Note != nil {
		b.add(w.in(*s.Fee.Note))
	}
	if mci {
		on := w.Catalog.Law.MCI.On(w.today())
		key := "FeesMCI"
		if on.From.Year() != w.today().Year() {
			key = "FeesMCIOld"
		}
		b.add(w.t(key, locales.Args{"Year": on.From.Year(), "Money": w.Language.Money(on.Tenge)}))
	}
}

// More is everything that does not fit the first screen: official name, who,
// where, what one gets, what to mind, what the card rests on.
func (w Writer) More(s *catalog.Service) string {
	var b lines
	b.add("<b>" + w.in(s.Title) + "</b>")
	b.add(w.in(s.About))
	b.gap()
	w.where(&b, s)
	b.gap()
	w.notes(&b, s)
	b.gap()
	w.basis(&b, s)
	return b.String()
}

func (w Writer) where(b *lines, s *catalog.Service) {
	b.add(w.t("MoreOfficial", locales.Args{"Name": s.OfficialName.In(w.code())}))
	b.add(w.t("MoreProvider", locales.Args{"Provider": s.Provider.In(w.code())}))
	b.add(w.t("MoreChannels", locales.Args{"Channels": w.channels(s)}))
	b.add(w.t("MoreResult", locales.Args{"Result": s.Result.In(w.code())}))
	if s.Validity != nil {
		b.add(w.t("MoreValidity", locales.Args{"Validity": s.Validity.In(w.code())}))
	}
	switch s.Route {
	case catalog.RouteInformation:
		b.add(w.t("RouteInformation"))
	case catalog.RouteMonopolies:
		b.add(w.t("RouteMonopolies"))
	case catalog.RoutePrivate:
		b.add(w.t("RoutePrivate"))
	}
}

func (w Writer) notes(b *lines, s *catalog.Service) {
	if len(s.Notes) == 0 {
		return
	}
	b.add(w.t("NotesHead"))
	for _, n := range s.Notes {
		text := "• " + escape(n.In(w.code()))
		if n.Ends != nil {
			key := "NoteEnds"
			if *n.Ends < w.today() {
				key = "NoteEnded"
			}
			text += " " + w.t(key, locales.Args{"Date": shortDate(*n.Ends)})
		}
		b.add(text)
	}
}

// basis says what the card rests on and how well that is known.
func (w Writer) basis(b *lines, s *catalog.Service) {
	act := w.t("ActNotFound")
	if s.Act != nil {
		act = w.actLong(s.Act)
	}
	b.add(w.t("BasisAct", locales.Args{"Act": locales.HTML(act)}))
	verified := 0
	for i := range s.Terms {
		if s.Terms[i].Verified() {
			verified++
		}
	}
	if len(s.Terms) > 0 {
		b.add(w.t("BasisTerms", locales.Args{"Verified": verified, "All": len(s.Terms)}))
	}
	if len(s.Sources) > 0 {
		b.add(w.t("BasisPage", locales.Args{"URL": s.Sources[0].URL}))
	}
	b.add(w.t("BasisChecked", locales.Args{"Checked": shortDate(s.Checked), "Line": w.Catalog.Law.Facts.Contact.Number}))
}

// actLong names the act with its title, which exists in Russian only.
func (w Writer) actLong(a *catalog.Act) string {
	text := "«" + escape(a.Title) + "»"
	short := w.actShort(a)
	if a.Number == "" {
		if url := a.URL(w.code()); url != "" {
			return `<a href="` + escape(url) + `">` + text + `</a>`
		}
		return text
	}
	return short + " " + text
}

// Ask is the screen that asks one dimension.
func (w Writer) Ask(s *catalog.Service, d catalog.Dimension) string {
	var b lines
	b.add("<b>" + w.in(s.Title) + "</b>")
	b.gap()
	b.add(w.in(d.Ask))
	return b.String()
}

// termRow says one row of the terms, for the whole card.
func (w Writer) termRow(s *catalog.Service, i int) string {
	t := &s.Terms[i]
	value := w.termValue(t)
	text := strconv.Itoa(i+1) + ") " + w.in(t.Case) + ": " + value
	if t.Start != catalog.StartFiling && t.StartLabel != nil {
		text += ", " + w.t("TermStart", locales.Args{"Start": t.StartLabel.In(w.code())})
	}
	if t.Kind != catalog.Own && t.Start == catalog.StartFiling && t.Extends == 0 && t.Counts() && t.Kind != catalog.AtOnce {
		if count, err := w.count(s, t); err == nil && t.Unit != calendar.Minutes && t.Unit != calendar.Hours {
			text += " " + w.t("TermIfToday", locales.Args{"Date": w.Language.Date(count.Due)})
		}
	}
	if t.Note != nil {
		text += ". " + w.in(*t.Note)
	}
	return text
}

// termValue says how long a term is and whose time it is, with a mark of doubt
// where nobody verified it.
func (w Writer) termValue(t *catalog.Term) string {
	value := w.length(t)
	switch {
	case t.Kind == catalog.AtOnce:
		value = w.t("TermAtOnce")
	case t.Kind == catalog.Window:
		value = w.t("TermWindow", locales.Args{"From": w.monthDay(t.From, false), "To": w.monthDay(t.To, true)})
	case t.Kind == catalog.MinimumWait:
		value = w.t("TermMinimum", locales.Args{"Term": value})
	case t.Extends > 0:
		value = w.t("TermExtension", locales.Args{"Term": value})
	case t.Kind == catalog.Own:
		value = w.t("TermOwn", locales.Args{"Term": value})
	}
	if !t.Verified() {
		value += " " + w.t("UnverifiedMark")
	}
	return value
}
