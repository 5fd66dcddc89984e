package card

import (
	"strings"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/locales"
)

// Counting shows how the date was counted, day by day where it is short.
func (w Writer) Counting(v catalog.View) string {
	var b lines
	b.add("<b>" + w.in(v.Service.Title) + "</b>")
	t := v.Main()
	if t == nil || !t.Counts() || t.Kind == catalog.AtOnce {
		b.add(w.due(v))
		return b.String()
	}
	count, err := w.count(v.Service, t)
	if err != nil {
		b.add(w.t("DueOutOfCalendar", locales.Args{"Term": w.length(t)}))
		return b.String()
	}
	b.add(w.t("CountTerm", locales.Args{"Term": w.length(t), "Case": t.Case.In(w.code())}))
	b.gap()
	b.add(w.Working(count, t.Unit, t.Kind))
	b.gap()
	b.add(w.extensions(v, t))
	b.add(w.TermProof(t))
	b.add(w.CalendarProof(count))
	return b.String()
}

// Working is the count itself: accepted, first day, days left out, last day.
// Only an agency's term can be overdue.
func (w Writer) Working(c calendar.Count, unit calendar.Unit, kind catalog.TermKind) string {
	filed := "CountFiled"
	if unit == calendar.Hours || unit == calendar.Minutes {
		filed = "CountFiledClock"
	}
	return w.WorkingFrom(w.t(filed, locales.Args{"Day": w.Language.DateWeekday(c.Filed)}), c, unit, kind)
}

// WorkingFrom is Working with its first line given: a term that runs from
// another day than the filing names that day.
func (w Writer) WorkingFrom(first string, c calendar.Count, unit calendar.Unit, kind catalog.TermKind) string {
	var b lines
	clock := unit == calendar.Hours || unit == calendar.Minutes
	b.add(first)
	if c.Accepted != c.Filed {
		b.add(w.t("CountAccepted", locales.Args{"Day": w.Language.DateWeekday(c.Accepted)}))
	}
	if clock {
		b.add(w.t("CountClock"))
	} else if c.FirstDay > c.Filed {
		b.add(w.t("CountFirst", locales.Args{"Day": w.Language.DateWeekday(c.FirstDay)}))
	}
	if skipped := w.skipped(c); skipped != "" {
		b.add(w.t("CountSkipped", locales.Args{"Days": skipped}))
	}
	last := "CountDue"
	if kind == catalog.MinimumWait {
		last = "CountEarliest"
	}
	b.add(w.t(last, locales.Args{"Day": w.Language.Date(c.Due), "Weekday": w.Language.Weekday(c.Due)}))
	if kind == catalog.Rendering {
		b.add(w.t("CountOverdue", locales.Args{"From": w.Language.DateFrom(c.OverdueFrom)}))
	}
	return b.String()
}

// skipped lists the days left out, neighbours of one kind joined:
// 28–29.11, 16.12 (День Независимости).
func (w Writer) skipped(c calendar.Count) string {
	var parts []string
	for i := 0; i < len(c.Steps); i++ {
		first := c.Steps[i]
		if first.Counts || !leftOut(first.Reason) || first.Date <= c.Accepted {
			continue
		}
		last := first
		for i+1 < len(c.Steps) && sameSpan(last, c.Steps[i+1]) {
			i++
			last = c.Steps[i]
		}
		parts = append(parts, w.span(first.Date, last.Date, first.Holiday))
	}
	return strings.Join(parts, ", ")
}

// leftOut reports that a day is off, and not just the day of filing.
func leftOut(r calendar.Reason) bool {
	switch r {
	case calendar.ReasonWeekend, calendar.ReasonHoliday, calendar.ReasonSubstitute, calendar.ReasonMovedDayOff, calendar.ReasonSpecialDayOff:
		return true
	}
	return false
}

func sameSpan(a, b calendar.Step) bool {
	return !b.Counts && leftOut(b.Reason) && a.Holiday == b.Holiday && b.Date == a.Date+1
}

func (w Writer) span(from, to calendar.Date, holiday string) string {
	text := dayMonth(to)
	switch {
	case from == to:
	case from.Month() == to.Month():
		text = twoDigits(from.Day()) + "–" + text
	default:
		text = dayMonth(from) + "–" + text
	}
	if holiday != "" {
		text += " (" + w.Catalog.Calendar.HolidayName(holiday, w.code()) + ")"
	}
	return text
}

// TermProof says where a term comes from.
func (w Writer) TermProof(t *catalog.Term) string {
	args := locales.Args{"Checked": shortDate(t.Checked), "URL": t.Source}
	switch t.Status {
	case catalog.StatusAct:
		args["Article"] = t.Law.Article
		return w.t("ProofAct", args)
	case catalog.StatusPage:
		return w.t("ProofPage", args)
	}
	return w.t("ProofUnverified", args)
}

// CalendarProof says by which calendar a day was counted.
func (w Writer) CalendarProof(c calendar.Count) string {
	key := "ProofCalendar"
	if c.Provisional {
		key = "ProofCalendarProvisional"
	}
	return w.t(key, locales.Args{"Year": c.Due.Year()})
}
