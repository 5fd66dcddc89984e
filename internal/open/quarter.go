package open

import (
	"fmt"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/reports"
)

// Quarter is three months of a year; it is written 2026-4.
type Quarter struct{ Year, Number int }

// QuarterOf is the quarter of a day.
func QuarterOf(d calendar.Date) Quarter { return Quarter{d.Year(), (int(d.Month())-1)/3 + 1} }

// ParseQuarter reads a quarter as String writes it.
func ParseQuarter(text string) (q Quarter, err error) {
	if n, err := fmt.Sscanf(text, "%d-%d", &q.Year, &q.Number); err != nil || n != 2 || q.String() != text || q.Number < 1 || q.Number > 4 {
		return Quarter{}, fmt.Errorf("no such quarter: %q", text)
	}
	return q, nil
}

func (q Quarter) String() string { return fmt.Sprintf("%04d-%d", q.Year, q.Number) }

// Period is the quarter's days.
func (q Quarter) Period() reports.Period {
	return reports.Period{From: q.first(), To: q.next().first() - 1}
}

func (q Quarter) first() calendar.Date {
	return calendar.NewDate(q.Year, time.Month(3*q.Number-2), 1)
}

func (q Quarter) next() Quarter { return QuarterOf(q.first().AddDays(100)) }
