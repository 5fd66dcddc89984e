package calendar

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// Warning is something a person should look at, though the data is whole.
type Warning struct {
	File string
	Text string
}

// nextYearFrom is the month from whose first day a missing calendar of the next
// year is a warning: terms of 30 working days filed in November end in it.
const nextYearFrom = time.November

// Check compares the year tables with the law's rule and tells which calendars
// are due. Faults are "file:line: what".
func (c *Calendar) Check(today Date) (faults []error, warnings []Warning) {
	for _, year := range slices.Sorted(maps.Keys(c.tables)) {
		t := c.tables[year]
		f, w := c.compare(&t)
		faults, warnings = append(faults, f...), append(warnings, w...)
	}
	years := []int{today.Year()}
	if today.Month() >= nextYearFrom {
		years = append(years, today.Year()+1)
	}
	for _, year := range years {
		if t, ok := c.tables[year]; !ok {
			warnings = append(warnings, Warning{yearFile(year), fmt.Sprintf("the calendar of %d is missing: its days are computed by rule", year)})
		} else if !t.official {
			warnings = append(warnings, Warning{t.file, fmt.Sprintf("the calendar of %d is provisional, last checked %s: look for the order on moved days off and the date of Kurban Ait", year, t.checked)})
		}
	}
	return faults, warnings
}

// compare finds rows that the law does not know and holidays that the table
// lacks. A substitute that differs from the rule may be meant, by an act of its
// own, and is a warning.
func (c *Calendar) compare(t *table) (faults []error, warnings []Warning) {
	byRule := c.law.year(t.year)
	listed := map[Date]bool{}
	for _, r := range t.rows() {
		listed[r.date] = true
		rule, known := byRule[r.date]
		switch {
		case r.reason == ReasonHoliday && (!known || rule.Reason != ReasonHoliday || rule.Holiday != r.holiday):
			faults = append(faults, faultAt(t.file, r.line, "%s is not %s by %s", r.date, r.holiday, holidaysFile))
		case r.reason == ReasonHoliday && rule.Estimated && t.official:
			faults = append(faults, faultAt(t.file, r.line, "%s is estimated in %s, in an official year", r.date, holidaysFile))
		case r.reason == ReasonSubstitute && (rule.Reason != ReasonSubstitute || rule.Instead != r.instead):
			warnings = append(warnings, Warning{t.file, fmt.Sprintf("%s is not the substitute for %s by the rule", r.date, r.instead)})
		case r.reason == ReasonWorkingWeekend && known:
			faults = append(faults, faultAt(t.file, r.line, "%s is %s: a holiday is not worked", r.date, rule.Holiday))
		}
	}
	for _, date := range slices.Sorted(maps.Keys(byRule)) {
		day := byRule[date]
		switch {
		case isWeekend(date) && day.Estimated && t.official:
			faults = append(faults, faultAt(t.file, 1, "%s, %s, is estimated in %s, in an official year", date, day.Holiday, holidaysFile))
		case isWeekend(date) || listed[date]:
		case day.Reason == ReasonHoliday:
			faults = append(faults, faultAt(t.file, 1, "%s, %s by %s, is not listed", date, day.Holiday, holidaysFile))
		default:
			warnings = append(warnings, Warning{t.file, fmt.Sprintf("%s, the substitute for %s by the rule, is not listed", date, day.Instead)})
		}
	}
	return faults, warnings
}
