package card

import (
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/locales"
)

// due answers "when, if I file now".
func (w Writer) due(v catalog.View) string {
	t := v.Main()
	if t == nil {
		return w.t("DueNoTerm", locales.Args{"Line": w.Catalog.Law.Facts.Contact.Number})
	}
	var b lines
	b.add(w.dueMain(v, t))
	if t.Note != nil {
		b.add(w.in(*t.Note))
	}
	return b.String()
}

// extensions are the rows that may prolong a term.
func (w Writer) extensions(v catalog.View, t *catalog.Term) string {
	var b lines
	for _, i := range v.Terms {
		if other := &v.Service.Terms[i]; other != t && other.Extends > 0 && &v.Service.Terms[other.Extends-1] == t {
			b.add(w.t("DueExtension", locales.Args{"Case": locales.Sentence(other.Case.In(w.code())), "Term": w.length(other)}))
		}
	}
	return b.String()
}

func (w Writer) dueMain(v catalog.View, t *catalog.Term) string {
	switch t.Kind {
	case catalog.AtOnce:
		return w.t("DueAtOnce")
	case catalog.Window:
		from, to := w.Season(t)
		return w.t("DueWindow", locales.Args{"From": from, "To": to, "Case": locales.Sentence(t.Case.In(w.code()))})
	}
	if !t.Counts() {
		return w.t("DueNotFound", locales.Args{"Line": w.Catalog.Law.Facts.Contact.Number})
	}
	count, err := w.count(v.Service, t)
	if err != nil {
		return w.t("DueOutOfCalendar", locales.Args{"Term": w.length(t)})
	}
	var b lines
	b.add(w.dueSentence(t, count))
	if count.AfterHours || count.Accepted != count.Filed {
		if t.Start == catalog.StartFiling {
			b.add(w.t("DueAcceptedLater", locales.Args{"Day": w.Language.DateWeekday(count.Accepted)}))
		}
	}
	if count.Provisional {
		b.add(w.t("DueProvisional", locales.Args{"Year": count.Due.Year()}))
	}
	return b.String()
}

func (w Writer) dueSentence(t *catalog.Term, count calendar.Count) string {
	args := locales.Args{
		"Until": w.Language.DateUntil(count.Due), "Date": w.Language.Date(count.Due),
		"Weekday": w.Language.Weekday(count.Due), "WeekdayShort": w.Language.WeekdayShort(count.Due), "Term": w.length(t),
	}
	if t.StartLabel != nil {
		args["Start"] = t.StartLabel.In(w.code())
	}
	key := "DueRendering"
	switch {
	case t.Kind == catalog.MinimumWait:
		key = "DueMinimumWait"
	case t.Start != catalog.StartFiling:
		key = "DueFromStart"
	case (t.Unit == calendar.Minutes || t.Unit == calendar.Hours) && count.Due == count.Filed:
		key = "DueToday"
	}
	if !t.Verified() {
		key += "Unverified"
	}
	return w.t(key, args)
}

// count counts a term from a filing made now.
func (w Writer) count(s *catalog.Service, t *catalog.Term) (calendar.Count, error) {
	closes, err := s.ClosingMinute()
	if err != nil {
		return calendar.Count{}, err
	}
	rule, err := t.Rule(closes)
	if err != nil {
		return calendar.Count{}, err
	}
	return w.Catalog.Calendar.Count(rule, w.filing())
}

// length says a term's length: 15 рабочих дней.
func (w Writer) length(t *catalog.Term) string {
	if t.Length == nil {
		return w.t("TermNotFound")
	}
	return w.Term(t.Unit, *t.Length)
}

// Term says so many of a unit: 15 рабочих дней.
func (w Writer) Term(unit calendar.Unit, n int) string {
	return w.Language.N(locales.Key("Term", unit), n)
}

// Season says when a window is open: с 1 апреля по 31 августа.
func (w Writer) Season(t *catalog.Term) (from, to string) {
	return w.monthDay(t.From, false), w.monthDay(t.To, true)
}

// monthDay says a day of any year, "04-01": 1 апреля · 1 сәуір.
func (w Writer) monthDay(s string, until bool) string {
	d, err := calendar.ParseDate("2000-" + s)
	if err != nil {
		return s
	}
	if until {
		return w.Language.MonthDayUntil(d)
	}
	return w.Language.MonthDayFrom(d)
}
