package calendar

import (
	"fmt"
	"time"
)

// Date is a civil date: the number of days since 1970-01-01. Dates compare with
// < and ==; the difference of two dates is a number of days. Where a Date is
// optional, 0 means none.
type Date int32

// NewDate gives the date of a year, month and day. Values outside their usual
// range are normalised as by time.Date: 32 January is 1 February.
func NewDate(y int, m time.Month, d int) Date {
	months := y*12 + int(m) - 1
	y, m = floorDiv(months, 12), time.Month(months-12*floorDiv(months, 12)+1)
	// Days are counted in years that begin on 1 March, so that the leap day is
	// the last of its year, and in eras of 400 years, after which the
	// Gregorian calendar repeats.
	if m <= time.February {
		y--
		m += 12
	}
	era := floorDiv(y, 400)
	yearOfEra := y - era*400
	dayOfYear := (153*(int(m)-3)+2)/5 + d - 1
	dayOfEra := yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear
	return Date(era*daysInEra + dayOfEra - daysToEpoch)
}

// ParseDate reads a date written YYYY-MM-DD.
func ParseDate(s string) (Date, error) {
	y, okYear := digits(s, 0, 4)
	m, okMonth := digits(s, 5, 7)
	d, okDay := digits(s, 8, 10)
	if len(s) != len("2006-01-02") || s[4] != '-' || s[7] != '-' || !okYear || !okMonth || !okDay {
		return 0, fmt.Errorf("date %q: want YYYY-MM-DD", s)
	}
	date := NewDate(y, time.Month(m), d)
	if y == 0 || date.Year() != y || date.Month() != time.Month(m) || date.Day() != d {
		return 0, fmt.Errorf("date %q: no such day", s)
	}
	return date, nil
}

// String writes the date as YYYY-MM-DD.
func (d Date) String() string {
	y, m, day := d.civil()
	return fmt.Sprintf("%04d-%02d-%02d", y, m, day)
}

// Year is the calendar year of the date.
func (d Date) Year() int { y, _, _ := d.civil(); return y }

// Month is the month of the date.
func (d Date) Month() time.Month { _, m, _ := d.civil(); return m }

// Day is the day of the month, from 1.
func (d Date) Day() int { _, _, day := d.civil(); return day }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday {
	return time.Weekday(int(d) + int(time.Thursday) - 7*floorDiv(int(d)+int(time.Thursday), 7))
}

// AddDays gives the date n days later, earlier when n is negative.
func (d Date) AddDays(n int) Date { return d + Date(n) }

// AddMonths gives the same number of the n-th month later, or the last day of a
// month that is too short for it (Civil Code Art. 174). It is not moved when it
// is a day off: the last safe day of a term of a person's own.
func (d Date) AddMonths(n int) Date { return addMonths(d, n) }

// MarshalText writes the date as YYYY-MM-DD.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads a date written YYYY-MM-DD.
func (d *Date) UnmarshalText(text []byte) error {
	date, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = date
	return nil
}

const (
	daysInEra   = 146097 // 400 years
	daysToEpoch = 719468 // from 0000-03-01 to 1970-01-01
)

func (d Date) civil() (year int, month time.Month, day int) {
	days := int(d) + daysToEpoch
	era := floorDiv(days, daysInEra)
	dayOfEra := days - era*daysInEra
	yearOfEra := (dayOfEra - dayOfEra/1460 + dayOfEra/36524 - dayOfEra/146096) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	fromMarch := (5*dayOfYear + 2) / 153
	year = yearOfEra + era*400
	month = time.Month(fromMarch + 3)
	if month > time.December {
		month -= 12
		year++
	}
	return year, month, dayOfYear - (153*fromMarch+2)/5 + 1
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// digits reads the decimal number s[from:to].
func digits(s string, from, to int) (n int, ok bool) {
	if len(s) < to {
		return 0, false
	}
	for _, c := range []byte(s[from:to]) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}
