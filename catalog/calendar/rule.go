package calendar

import (
	"errors"
	"fmt"
	"strconv"
)

// Unit is what a term is counted in.
type Unit string

// The units of a term.
const (
	WorkingDays  Unit = "working_day"
	CalendarDays Unit = "calendar_day"
	Months       Unit = "month"
	Years        Unit = "year"
	Hours        Unit = "hour"
	Minutes      Unit = "minute"
)

// Rule is a term and the way it is counted.
type Rule struct {
	// Length is the number of units. 0 is a service rendered at once: it is
	// due on the day of acceptance.
	Length int
	Unit   Unit
	// FromNextWorkingDay makes the next working day after the filing day 1 of
	// a term in calendar days, as the Code on marriage and family does.
	FromNextWorkingDay bool
	// Closes is the minute of the day from which a filing is after hours;
	// 0 is 17:30.
	Closes int
	// RoundTheClock lets hours and minutes run through nights and days off,
	// from the filing itself.
	RoundTheClock bool
}

const (
	minutesInHour = 60
	minutesInDay  = 24 * minutesInHour

	// DefaultCloses is the minute of the day at which public bodies stop
	// accepting papers (09:00-17:30 in the rules of the services).
	DefaultCloses = 17*minutesInHour + 30

	// maxLength keeps a mistyped term from running past every calendar.
	maxLength = 100_000
)

// ParseRule reads a term: 5wd, 30cd, 1mo, 1y, 4h or 20min.
func ParseRule(s string) (Rule, error) {
	end := 0
	for end < len(s) && '0' <= s[end] && s[end] <= '9' {
		end++
	}
	unit, known := unitOf(s[end:])
	length, err := strconv.Atoi(s[:end])
	if !known || err != nil || length > maxLength || strconv.Itoa(length) != s[:end] {
		return Rule{}, fmt.Errorf("term %q: want a number up to %d and one of wd, cd, mo, y, h, min, for example 15wd", s, maxLength)
	}
	return Rule{Length: length, Unit: unit}, nil
}

// String gives length and unit back in the form that ParseRule reads.
func (r Rule) String() string { return strconv.Itoa(r.Length) + r.Unit.short() }

func (r Rule) check() error {
	switch {
	case r.Length < 0 || r.Length > maxLength:
		return fmt.Errorf("term of %d: want a length from 0 to %d", r.Length, maxLength)
	case r.Unit.short() == "":
		return fmt.Errorf("term in %q: unknown unit", r.Unit)
	case r.Closes < 0 || r.Closes > minutesInDay:
		return fmt.Errorf("closing minute %d: want 0 to %d", r.Closes, minutesInDay)
	case r.FromNextWorkingDay && r.Unit != CalendarDays:
		return errors.New("a start on the next working day is for terms in calendar days")
	case r.RoundTheClock && r.Unit != Hours && r.Unit != Minutes:
		return errors.New("a term round the clock is for hours and minutes")
	}
	return nil
}

func (r Rule) closes() int {
	if r.Closes == 0 {
		return DefaultCloses
	}
	return r.Closes
}

func (u Unit) short() string {
	switch u {
	case WorkingDays:
		return "wd"
	case CalendarDays:
		return "cd"
	case Months:
		return "mo"
	case Years:
		return "y"
	case Hours:
		return "h"
	case Minutes:
		return "min"
	}
	return ""
}

func unitOf(short string) (Unit, bool) {
	for _, u := range [...]Unit{WorkingDays, CalendarDays, Months, Years, Hours, Minutes} {
		if u.short() == short {
			return u, true
		}
	}
	return "", false
}
