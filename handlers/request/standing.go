package request

import (
	"strings"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/locales"
)

// Standing says how a request stands today, in one or two sentences that may
// follow a colon: they begin with a small letter.
func (w Writer) Standing(r requests.Request) string {
	stand := r.Standing(w.Catalog.Calendar, w.today())
	switch {
	case stand.Phase == requests.Closed:
		return w.t("StandClosed", locales.Args{"State": w.State(r.State), "Date": w.Language.Date(calendar.DateIn(r.ClosedAt))})
	case stand.Phase == requests.Stopped:
		return w.t("StandStopped", locales.Args{"From": w.Language.DateFrom(r.StoppedOn)})
	case stand.Phase == requests.Undated:
		return w.undated(r)
	case r.DueFrom == requests.ByReceipt && !r.Binds():
		return w.t("StandReceipt", w.day(r.Due))
	case r.Kind == catalog.AtOnce && r.DueFrom == requests.ByCount:
		return w.atOnce(r)
	case r.Kind == catalog.MinimumWait:
		return w.minimumWait(r)
	case !r.Binds():
		return w.unverified(r, stand)
	}
	return w.binding(r, stand)
}

// day is what a sentence about a due date may need of it.
func (w Writer) day(d calendar.Date) locales.Args {
	return locales.Args{
		"Until": w.Language.DateUntil(d), "From": w.Language.DateFrom(d), "Date": w.Language.Date(d), "WeekdayShort": w.Language.WeekdayShort(d),
	}
}

// binding is a day for which an agency can be late.
func (w Writer) binding(r requests.Request, stand requests.Standing) string {
	switch stand.Phase {
	case requests.Overdue:
		late := w.t("StandLateNow")
		if stand.DaysOverdue > 0 {
			late = w.Language.N("StandLate", stand.DaysOverdue)
		}
		return w.t("StandOverdue", w.day(r.Due)) + "\n" + late
	case requests.DueToday:
		return w.t("StandToday", w.day(r.Due))
	}
	return w.t("StandRunning", w.day(r.Due)) + w.left(stand)
}

// left says how many working days are left; nothing where days off alone are.
func (w Writer) left(stand requests.Standing) string {
	if stand.DaysLeft == 0 {
		return ""
	}
	return "\n" + w.Language.N("StandLeft", stand.DaysLeft)
}

// unverified is a day that is only advice: nobody is late by it.
func (w Writer) unverified(r requests.Request, stand requests.Standing) string {
	if stand.Phase == requests.Passed {
		return w.t("StandUnverifiedPassed", w.day(r.Due))
	}
	return w.t("StandUnverified", w.day(r.Due)) + w.left(stand)
}

// minimumWait is a day before which the law gives no result.
func (w Writer) minimumWait(r requests.Request) string {
	if w.today() >= r.Due {
		return w.t("StandMayBeHad", w.day(r.Due))
	}
	return w.t("StandEarliest", w.day(r.Due), locales.Args{"Term": w.length(r.Rule)})
}

// atOnce is a result that a system gives.
func (w Writer) atOnce(r requests.Request) string {
	args := locales.Args{"Line": w.Catalog.Law.Facts.Contact.Number}
	if r.TermStatus == catalog.StatusUnverified {
		return w.t("StandAtOnceUnverified", args)
	}
	return w.t("StandAtOnce", args)
}

// undated is a request without a day: a season for filing, a start that has not
// come, a term that was not found or leaves the calendar.
func (w Writer) undated(r requests.Request) string {
	term := w.term(r)
	switch {
	case r.Kind == catalog.Window && term != nil:
		return w.window(r, term)
	case r.Rule != nil && r.StartEvent != "" && r.Start == 0:
		return w.t("StandNoStart", locales.Args{"Term": w.length(r.Rule), "Start": w.StartLabel(r)})
	case r.Rule != nil:
		return w.t("StandOutOfCalendar", locales.Args{"Term": w.length(r.Rule)})
	}
	return w.t("StandNoTerm", locales.Args{"Line": w.Catalog.Law.Facts.Contact.Number})
}

// window tells the season in which filings are taken, and whether this one fell
// into it.
func (w Writer) window(r requests.Request, term *catalog.Term) string {
	from, to := w.card().Season(term)
	text := w.t("StandWindow", locales.Args{"From": from, "To": to})
	if !inSeason(term, r.Filed.Date) {
		return text + "\n" + w.t("StandOutOfSeason", locales.Args{"Date": w.Language.Date(r.Filed.Date)})
	}
	return text
}

// inSeason reports that a day lies in a window, which may run over the turn of
// the year.
func inSeason(term *catalog.Term, d calendar.Date) bool {
	day := strings.SplitN(d.String(), "-", 2)[1]
	if term.From <= term.To {
		return term.From <= day && day <= term.To
	}
	return day >= term.From || day <= term.To
}

// Brief says how a request stands in a few words, for a list.
func (w Writer) Brief(r requests.Request) string {
	stand := r.Standing(w.Catalog.Calendar, w.today())
	switch {
	case stand.Phase == requests.Closed:
		return w.State(r.State)
	case stand.Phase == requests.Stopped:
		return w.t("BriefStopped")
	case stand.Phase == requests.Undated:
		return w.t("BriefUndated")
	case stand.Phase == requests.Overdue && stand.DaysOverdue > 0:
		return w.Language.N("BriefLate", stand.DaysOverdue)
	case stand.Phase == requests.Overdue:
		return w.t("BriefLateNow")
	case r.Kind == catalog.AtOnce && r.DueFrom == requests.ByCount:
		return w.t("BriefAtOnce")
	case r.Kind == catalog.MinimumWait && w.today() < r.Due:
		return w.t("BriefEarliest", w.day(r.Due))
	case r.Kind == catalog.MinimumWait:
		return w.t("BriefMayBeHad")
	case stand.Phase == requests.Passed:
		return w.t("BriefPassed")
	case stand.Phase == requests.DueToday:
		return w.t("BriefToday")
	case stand.DaysLeft == 0:
		return w.Language.DateUntil(r.Due)
	}
	return w.Language.N("BriefLeft", stand.DaysLeft, w.day(r.Due))
}
