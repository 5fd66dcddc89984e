// Package proof writes the history of one request as a PDF: what was filed, how
// its due day was counted day by day, and everything that happened since, each
// with its time. It says on every page that it is a private record and no
// official document.
//
// It is given plain values and knows no store, no chat and no service.
package proof

import (
	"cmp"
	"io"
	"slices"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/pdf"
	"github.com/merzim/merzim/locales"
)

// History is one request from its filing until now. Texts are plain and in the
// language. What is empty is left out, but for Service, Filed and Written.
type History struct {
	Language string // "kk" or "ru"
	Written  time.Time

	Service  string
	Case     string
	Provider string
	Region   string
	Number   string
	State    string // as it is now
	Filed    calendar.Filing

	// Rule and Count are the term and its working; nil where nothing was
	// counted. Start names the day of Count.Filed where it is not the filing.
	Rule    calendar.Rule
	Count   *calendar.Count
	Start   string
	Basis   string // where the term comes from: an article, a page
	Version string // of the calendar, see calendar.Version
	// Earliest says that the counted day is the first on which the law allows
	// the result, so that nobody can be late.
	Earliest bool
	// Advisory says that nobody is late after the day: the term was not
	// verified, and the receipt names no other.
	Advisory bool
	// Extended is what the agency added to the term, and Due the last day with
	// it; nil and 0 where nothing was added.
	Extended *calendar.Rule
	Due      calendar.Date
	// Receipt is the day printed on the receipt; it wins over the count.
	Receipt calendar.Date

	Events []Event
}

// Event is one thing that happened: a change, a reminder, a new count.
type Event struct {
	At   time.Time
	By   Actor
	Text string
	Note string // screened words that go with it
}

// Actor is who made something happen.
type Actor string

// The actors.
const (
	Citizen Actor = "citizen"
	Staff   Actor = "staff"
	System  Actor = "system"
)

// Writer writes histories. Holidays names a holiday by its id and language;
// calendar.Calendar.HolidayName does.
type Writer struct {
	Texts    *locales.Texts
	Holidays func(id, lang string) string
}

// Write writes the history as PDF.
func (w Writer) Write(out io.Writer, h History) error {
	p := page{History: h, lang: w.Texts.In(h.Language), holidays: w.Holidays}
	p.Events = slices.Clone(h.Events)
	slices.SortStableFunc(p.Events, func(a, b Event) int { return cmp.Compare(a.At.UnixNano(), b.At.UnixNano()) })
	p.head()
	p.facts()
	p.count()
	p.events()
	title := p.t("HistoryHead")
	if h.Service != "" {
		title += ": " + h.Service
	}
	return pdf.Document{
		Title: title, Language: p.lang.Code, Written: h.Written, Blocks: p.blocks, Smallest: smallest,
		Foot: func(page, pages int) []string {
			return []string{
				p.t("HistoryFoot", values{"Date": p.lang.Date(calendar.DateIn(h.Written)), "Time": clock(h.Written)}),
				p.lang.T("PageOf", locales.Args{"Page": page, "Pages": pages}),
			}
		},
	}.Write(out)
}
