package requests

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/database"
)

// The years of which a calendar's days are kept for comparison: a request is
// neither older than the first nor due after the last.
const (
	firstYear = 2020
	lastYear  = 2045
)

// ChangedDay is a day that two calendars see differently.
type ChangedDay struct {
	Date    calendar.Date   `json:"date"`
	Working bool            `json:"working"` // now; before it was the other way round
	Reason  calendar.Reason `json:"reason"`  // why it is off: now, or until now
	Holiday string          `json:"holiday,omitempty"`
}

// unusual is a day that differs from the five-day week: a weekday off or a
// weekend worked.
type unusual struct {
	Reason  calendar.Reason `json:"r"`
	Holiday string          `json:"h,omitempty"`
}

// unusualDays lists the days of a calendar that differ from the five-day week.
func unusualDays(c *calendar.Calendar) map[calendar.Date]unusual {
	out := map[calendar.Date]unusual{}
	for d := calendar.NewDate(firstYear, time.January, 1); d.Year() <= lastYear; d++ {
		if c.IsWorking(d) == isWeekend(d) {
			day := c.Day(d)
			out[d] = unusual{day.Reason, day.Holiday}
		}
	}
	return out
}

func isWeekend(d calendar.Date) bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday
}

// KeepCalendar stores a calendar by which requests are counted, once a version.
func (s *Store) KeepCalendar(ctx context.Context, c *calendar.Calendar) error {
	if _, kept := s.known.Load(c.Version()); kept {
		return nil
	}
	days, err := json.Marshal(unusualDays(c))
	if err != nil {
		return fmt.Errorf("keep calendar: %w", err)
	}
	if _, err := s.db.Exec(ctx, `INSERT INTO calendars (version, days) VALUES (?, ?) ON CONFLICT (version) DO NOTHING`, c.Version(), string(days)); err != nil {
		return fmt.Errorf("keep calendar: %w", err)
	}
	s.known.Store(c.Version(), true)
	return nil
}

// keptCalendar reads a calendar's days; ok is false for a version never kept.
func keptCalendar(ctx context.Context, from database.Runner, version string) (days map[calendar.Date]unusual, ok bool, err error) {
	var text string
	err = from.QueryRow(ctx, `SELECT days FROM calendars WHERE version = ?`, version).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(text), &days)
	}
	if err != nil {
		return nil, false, fmt.Errorf("kept calendar: %w", err)
	}
	return days, true, nil
}

// changedDays lists the days from one to another, both included, that are
// worked by one calendar and off by the other.
func changedDays(before, now map[calendar.Date]unusual, from, to calendar.Date) (out []ChangedDay) {
	for d := from; d <= to; d++ {
		old, wasUnusual := before[d]
		day, isUnusual := now[d]
		if wasUnusual == isUnusual {
			continue
		}
		working := isUnusual == isWeekend(d)
		if wasUnusual {
			day = old
		}
		out = append(out, ChangedDay{Date: d, Working: working, Reason: day.Reason, Holiday: day.Holiday})
	}
	return out
}
