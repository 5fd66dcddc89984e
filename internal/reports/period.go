package reports

import (
	"errors"
	"fmt"

	"github.com/merzim/merzim/catalog/calendar"
)

// Period is from a first to a last day, both included, in Almaty.
type Period struct{ From, To calendar.Date }

// The days that a period may name.
var (
	firstDay = calendar.NewDate(2020, 1, 1)
	lastDay  = calendar.NewDate(2099, 12, 31)
)

// ErrPeriod is a period that ends before it begins, or lies out of all reason.
var ErrPeriod = errors.New("the period ends before it begins")

// ParsePeriod reads two days written YYYY-MM-DD.
func ParsePeriod(from, to string) (p Period, err error) {
	if p.From, err = calendar.ParseDate(from); err != nil {
		return Period{}, err
	}
	if p.To, err = calendar.ParseDate(to); err != nil {
		return Period{}, err
	}
	if p.To < p.From || p.From < firstDay || p.To > lastDay {
		return Period{}, fmt.Errorf("%s to %s: %w", from, to, ErrPeriod)
	}
	return p, nil
}

// Days is the length.
func (p Period) Days() int { return int(p.To-p.From) + 1 }

// Before is the period of the same length that ends where this one begins.
func (p Period) Before() Period { return Period{p.From.AddDays(-p.Days()), p.From - 1} }

// Last is the days up to and including today.
func Last(days int, today calendar.Date) Period { return Period{today.AddDays(1 - days), today} }
