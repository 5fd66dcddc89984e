package request

import (
	"fmt"
	"html"
	"time"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/handlers/card"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/locales"
)

// Writer writes requests for the services of one catalogue, in one language, at
// one moment. Its texts are HTML, but for those that say otherwise.
type Writer struct {
	Catalog  *catalog.Catalog
	Language *locales.Language
	Now      time.Time
}

func (w Writer) today() calendar.Date { return calendar.DateIn(w.Now) }

func (w Writer) code() string { return w.Language.Code }

func (w Writer) t(key string, args ...locales.Args) string { return w.Language.T(key, args...) }

func (w Writer) card() card.Writer {
	return card.Writer{Catalog: w.Catalog, Language: w.Language, Now: w.Now}
}

// Title names the service, as plain text. One that is gone from the catalogue
// has a general name.
func (w Writer) Title(r requests.Request) string {
	if s, ok := w.Catalog.Service(r.Service); ok {
		return s.Title.In(w.code())
	}
	return w.t("RequestServiceGone")
}

// CaseLabel names the case as far as the term depends on it, as plain text; ""
// where it does not.
func (w Writer) CaseLabel(r requests.Request) string {
	s, ok := w.Catalog.Service(r.Service)
	if !ok {
		return ""
	}
	return w.card().TermCase(s.Settle(r.Choice))
}

// term is the row of the terms by which the request is counted; nil where there
// is none, or the catalogue has another one there now.
func (w Writer) term(r requests.Request) *catalog.Term {
	s, ok := w.Catalog.Service(r.Service)
	if !ok || r.Term < 1 || r.Term > len(s.Terms) || s.Terms[r.Term-1].Kind != r.Kind || s.Terms[r.Term-1].Start != r.StartEvent {
		return nil
	}
	return &s.Terms[r.Term-1]
}

// StartLabel says from what the term runs where that is not the filing, as plain
// text.
func (w Writer) StartLabel(r requests.Request) string {
	if term := w.term(r); term != nil && term.StartLabel != nil {
		return term.StartLabel.In(w.code())
	}
	return w.t("RequestStartGone")
}

// length says how long the term is: 15 рабочих дней.
func (w Writer) length(rule *calendar.Rule) string {
	switch {
	case rule == nil:
		return w.t("TermNotFound")
	case rule.Length == 0:
		return w.t("TermAtOnce")
	}
	return w.card().Term(rule.Unit, rule.Length)
}

// region names where the request was filed, as plain text.
func (w Writer) region(r requests.Request) string {
	for _, region := range w.Catalog.Regions {
		if region.ID == r.Region {
			return region.Name.In(w.code())
		}
	}
	return ""
}

// filed is the day of filing, with its hour where it was said, as plain text.
func (w Writer) filed(f calendar.Filing) string {
	if f.Minute == calendar.NoHour {
		return w.Language.Date(f.Date)
	}
	return w.t("RequestFiledAt", locales.Args{"Date": w.Language.Date(f.Date), "Time": clock(f.Minute)})
}

func clock(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

// State names a state, as plain text.
func (w Writer) State(s requests.State) string { return w.t(locales.Key("State", s)) }

func bold(s string) string { return "<b>" + html.EscapeString(s) + "</b>" }
