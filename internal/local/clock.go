package local

import "time"

// Now is the local Telegram's time: the real clock and the offset that people gave it.
func (s *Server) Now() time.Time {
	return s.opt.Now().Add(time.Duration(s.offset.Load()))
}

// AdvanceClock moves the clock by d, onwards or back, and says what it now shows.
func (s *Server) AdvanceClock(d time.Duration) time.Time {
	s.setOffset(s.offset.Add(int64(d)))
	return s.Now()
}

// ResetClock brings the clock back to real time.
func (s *Server) ResetClock() time.Time {
	s.offset.Store(0)
	s.setOffset(0)
	return s.Now()
}

// SetClock makes the clock show t now.
func (s *Server) SetClock(t time.Time) time.Time {
	offset := int64(t.Sub(s.opt.Now()))
	s.offset.Store(offset)
	s.setOffset(offset)
	return s.Now()
}

// Offset is how far the clock is from real time.
func (s *Server) Offset() time.Duration { return time.Duration(s.offset.Load()) }

// setOffset makes the new offset last and known.
func (s *Server) setOffset(offset int64) {
	s.journal.write(record{Kind: recordClock, Number: offset})
	s.events.publish(EventClock, func() Event { return Event{Now: s.Now(), Offset: time.Duration(offset)} })
}

// nextWeekday is nine o'clock of the next day that is no weekend: good enough where no calendar was given.
func nextWeekday(t time.Time) time.Time {
	const opens = 9 // o'clock
	day := time.Date(t.Year(), t.Month(), t.Day()+1, opens, 0, 0, 0, t.Location())
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day = day.AddDate(0, 0, 1)
	}
	return day
}
