package card

import (
	"strings"
	"time"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/locales"
)

// Writer writes the cards of one catalogue in one language at one moment.
type Writer struct {
	Catalog  *catalog.Catalog
	Language *locales.Language
	Now      time.Time
}

// Documents shown on the first screen; the rest is one press away.
const firstDocuments = 4

// Fees shown on the first screen, likewise.
const firstFees = 2

// today is the current day in Almaty and filing is a filing made right now.
func (w Writer) today() calendar.Date { return calendar.DateIn(w.Now) }

func (w Writer) filing() calendar.Filing {
	local := w.Now.In(calendar.Zone())
	return calendar.Filing{Date: w.today(), Minute: local.Hour()*60 + local.Minute()}
}

func (w Writer) code() string { return w.Language.Code }

func (w Writer) t(key string, args ...locales.Args) string { return w.Language.T(key, args...) }

// in escapes a text of the catalogue for HTML.
func (w Writer) in(t catalog.Text) string { return escape(t.In(w.code())) }

// First is the first screen: the question answered within a phone's height.
func (w Writer) First(v catalog.View) string {
	s := v.Service
	var b lines
	b.add("<b>" + w.in(s.Title) + "</b>")
	b.add(w.t("CardWho", locales.Args{"Provider": s.Provider.In(w.code()), "Channels": w.channels(s)}))
	if label := w.ChoiceLabel(v); label != "" {
		b.add(w.t("CardCase", locales.Args{"Case": label}))
	}
	b.gap()
	b.add(w.due(v))
	b.gap()
	b.add(w.firstDocuments(v))
	b.add(w.firstFee(v))
	if n := len(s.Notes); n > 0 {
		b.add(w.Language.N("CardMoreNotes", n))
	}
	b.gap()
	b.add(w.proof(v))
	return b.String()
}

// ChoiceLabel names the chosen case: "утеря или кража, в обычный срок".
func (w Writer) ChoiceLabel(v catalog.View) string {
	var parts []string
	for _, d := range v.Asks() {
		for _, value := range d.Values {
			if value.ID == v.Choice[d.ID] {
				parts = append(parts, value.In(w.code()))
			}
		}
	}
	return strings.Join(parts, "; ")
}

// TermCase names the part of the chosen case on which the term depends; ""
// where it depends on none.
func (w Writer) TermCase(v catalog.View) string {
	choice := v.TermChoice()
	var parts []string
	for _, d := range v.Asks() {
		for _, value := range d.Values {
			if value.ID == choice[d.ID] {
				parts = append(parts, value.In(w.code()))
			}
		}
	}
	return strings.Join(parts, "; ")
}

func (w Writer) channels(s *catalog.Service) string {
	names := make([]string, len(s.Channels))
	for i, c := range s.Channels {
		names[i] = w.t(locales.Key("Channel", c))
	}
	return strings.Join(names, ", ")
}

func (w Writer) firstDocuments(v catalog.View) string {
	if len(v.Documents) == 0 {
		return w.t("CardNoDocuments")
	}
	var b lines
	b.add(w.t("CardDocuments"))
	shown := 0
	for _, i := range v.Documents {
		d := v.Service.Documents[i]
		if d.If != nil || shown == firstDocuments {
			continue
		}
		shown++
		b.add(w.t("CardDocument", locales.Args{"Number": shown, "Text": d.Text.In(w.code())}))
	}
	if rest := len(v.Documents) - shown; rest > 0 {
		if shown == 0 {
			return w.Language.N("CardOnlyConditional", rest)
		}
		b.add(w.Language.N("CardMoreDocuments", rest))
	}
	return b.String()
}

// firstFee is one line: the amount, or what it depends on.
func (w Writer) firstFee(v catalog.View) string {
	fee := v.Service.Fee
	switch {
	case len(v.Fees) == 1 && w.sure(v):
		return w.t("CardFeeOne", locales.Args{"Amount": locales.HTML(w.amount(fee.Rows[v.Fees[0]]))})
	case len(v.Fees) > 0:
		var parts []string
		for _, i := range v.Fees[:min(len(v.Fees), firstFees)] {
			parts = append(parts, w.t("CardFeeCase", locales.Args{
				"Case": fee.Rows[i].Case.In(w.code()), "Amount": locales.HTML(w.amount(fee.Rows[i]))}))
		}
		text := w.t("CardFeeMany", locales.Args{"List": locales.HTML(strings.Join(parts, "; "))})
		if rest := len(v.Fees) - firstFees; rest > 0 {
			text += " " + w.Language.N("CardMoreFees", rest)
		}
		return text
	case fee.Free:
		return w.t("CardFeeFree")
	case len(fee.Rows) > 0:
		return w.t("CardFeeNoneHere")
	}
	return w.t("CardFeeUnknown")
}

// sure reports that the one fee row left is the answer for this case and not
// only what remains of a list with unasked conditions.
func (w Writer) sure(v catalog.View) bool {
	return len(v.Service.Fee.Rows) == 1 || len(v.Service.Fee.Rows[v.Fees[0]].When) > 0
}

func (w Writer) amount(r catalog.FeeRow) string {
	tenge, known := r.Amount(w.Catalog.Law.MCI, w.today())
	text := ""
	switch {
	case !known:
		return w.t("FeeNotFound")
	case tenge == 0:
		text = w.t("FeeFree")
	case r.MCI != nil:
		text = w.t("FeeMCI", locales.Args{"Money": w.Language.Money(tenge), "MCI": locales.Decimal(*r.MCI)})
	default:
		text = w.Language.Money(tenge)
	}
	if r.Status == catalog.StatusUnverified {
		text += " " + w.t("UnverifiedMark")
	}
	return text
}

// proof says what the card rests on: the act, the day it was checked.
func (w Writer) proof(v catalog.View) string {
	act := w.t("ActNotFound")
	if a := v.Service.Act; a != nil {
		act = w.actShort(a)
	}
	return w.t("CardProof", locales.Args{"Checked": shortDate(v.Service.Checked), "Act": locales.HTML(act)})
}

func (w Writer) actShort(a *catalog.Act) string {
	key := "ActPlain"
	if a.Number != "" {
		key = "ActNumbered"
	}
	args := locales.Args{"Title": a.Title, "Number": a.Number}
	if a.Date != "" {
		if d, err := calendar.ParseDate(a.Date); err == nil {
			args["Date"] = shortDate(d)
			if a.Number != "" {
				key = "ActDated"
			}
		}
	}
	text := w.t(key, args)
	if url := a.URL(w.code()); url != "" {
		return `<a href="` + escape(url) + `">` + text + `</a>`
	}
	return text
}
