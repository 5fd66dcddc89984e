package calendar

import "fmt"

// NoHour is the Minute of a filing whose hour is not known.
const NoHour = -1

// Filing is when an application was handed in.
type Filing struct {
	Date   Date
	Minute int // minute of the day in Almaty, 0 to 1439, or NoHour
}

// ParseFiling reads "YYYY-MM-DD" or "YYYY-MM-DD HH:MM".
func ParseFiling(s string) (Filing, error) {
	const day = len("2006-01-02")
	if len(s) <= day {
		date, err := ParseDate(s)
		if err != nil {
			return Filing{}, fmt.Errorf("filing: %w", err)
		}
		return Filing{Date: date, Minute: NoHour}, nil
	}
	date, err := ParseDate(s[:day])
	if err != nil {
		return Filing{}, fmt.Errorf("filing: %w", err)
	}
	clock := s[day:]
	hour, okHour := digits(clock, 1, 3)
	minute, okMinute := digits(clock, 4, 6)
	if len(clock) != len(" 15:04") || clock[0] != ' ' || clock[3] != ':' || !okHour || !okMinute || hour > 23 || minute > 59 {
		return Filing{}, fmt.Errorf("filing %q: want YYYY-MM-DD or YYYY-MM-DD HH:MM", s)
	}
	return Filing{Date: date, Minute: hour*minutesInHour + minute}, nil
}

// String gives the filing back in the form that ParseFiling reads.
func (f Filing) String() string {
	if f.Minute == NoHour {
		return f.Date.String()
	}
	return fmt.Sprintf("%s %02d:%02d", f.Date, f.Minute/minutesInHour, f.Minute%minutesInHour)
}

func (f Filing) check() error {
	if f.Minute < NoHour || f.Minute >= minutesInDay {
		return fmt.Errorf("filing minute %d: want %d to %d", f.Minute, NoHour, minutesInDay-1)
	}
	return nil
}
