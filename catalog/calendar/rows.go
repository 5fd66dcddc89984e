package calendar

// checkDates finds rows of another year and rows given twice.
func (t *table) checkDates(r *reader) {
	seen := map[Date]int{}
	for _, day := range t.rows() {
		if day.date == 0 {
			continue
		}
		if day.date.Year() != t.year {
			r.fault(day.line, "%s is not in %d", day.date, t.year)
		}
		if line, twice := seen[day.date]; twice {
			r.fault(day.line, "%s is listed twice, first in line %d", day.date, line)
			continue
		}
		seen[day.date] = day.line
	}
}

// checkExchanges finds a moved day off without its working weekend and the
// other way round. The other end may lie in another year.
func (t *table) checkExchanges(r *reader) {
	at := map[Date]row{}
	for _, day := range t.rows() {
		at[day.date] = day
	}
	for _, day := range t.rows() {
		if day.instead == 0 || day.instead.Year() != t.year {
			continue
		}
		other, want := at[day.instead], ReasonMovedDayOff
		switch day.reason {
		case ReasonMovedDayOff:
			want = ReasonWorkingWeekend
		case ReasonWorkingWeekend:
		default:
			continue
		}
		if other.reason != want || other.instead != day.date {
			r.fault(day.line, "%s instead of %s: no %s row says the same", day.date, day.instead, listOf(want))
		}
	}
}

func listOf(reason Reason) string {
	if reason == ReasonWorkingWeekend {
		return "working_weekends"
	}
	return "days_off"
}
