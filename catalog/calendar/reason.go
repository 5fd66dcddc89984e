package calendar

// Reason says why a day counts or does not count in a term.
type Reason string

// What a day is.
const (
	// ReasonWorkingDay is a day from Monday to Friday that is worked.
	ReasonWorkingDay Reason = "working_day"
	// ReasonWorkingWeekend is a Saturday or Sunday that is worked in exchange
	// for a moved day off.
	ReasonWorkingWeekend Reason = "working_weekend"
	// ReasonWeekend is a plain Saturday or Sunday.
	ReasonWeekend Reason = "weekend"
	// ReasonHoliday is a holiday, 7 January or the first day of Kurban Ait, on
	// whatever day of the week.
	ReasonHoliday Reason = "holiday"
	// ReasonSubstitute is the day off for a holiday that fell on a weekend.
	ReasonSubstitute Reason = "substitute"
	// ReasonMovedDayOff is a day off moved here from a weekend that is worked.
	ReasonMovedDayOff Reason = "moved_day_off"
	// ReasonSpecialDayOff is a day off given by an act of its own, with no
	// weekend worked for it.
	ReasonSpecialDayOff Reason = "special_day_off"
)

// What a day is in a count.
const (
	// ReasonFiled is the day of filing when it is the day of acceptance too.
	ReasonFiled Reason = "filed"
	// ReasonAfterHours is the day of a filing that came after the office had
	// stopped accepting.
	ReasonAfterHours Reason = "after_hours"
	// ReasonAccepted is the day of acceptance of a filing made earlier.
	ReasonAccepted Reason = "accepted"
	// ReasonCalendarDay is a counted day of a term in calendar days.
	ReasonCalendarDay Reason = "calendar_day"
	// ReasonDue is the last day of the term.
	ReasonDue Reason = "due"
	// ReasonRolled is the last day of a term that ended on a day off and moved
	// on to this working day.
	ReasonRolled Reason = "rolled"
)
