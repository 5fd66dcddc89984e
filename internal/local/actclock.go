package local

import (
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"time"
)

// postClock moves the clock.
func (s *Server) postClock(c *command) (any, error) {
	switch {
	case c.Real:
		s.ResetClock()
	case c.WorkingDay:
		s.SetClock(s.opt.NextWorkingDay(s.zoned(s.Now())))
	case c.Advance != "":
		d, err := time.ParseDuration(c.Advance)
		if err != nil {
			return nil, err
		}
		s.AdvanceClock(d)
	default:
		text, _ := c.To.(string)
		to, err := time.Parse(time.RFC3339, text)
		if err != nil {
			return nil, errors.New("advance, working_day, to or real is needed")
		}
		s.SetClock(to)
	}
	return s.clockView(), nil
}

// zoned gives a time in the page's zone, so that the next day begins where people live.
func (s *Server) zoned(t time.Time) time.Time {
	zone, err := time.LoadLocation(s.opt.Zone)
	if err != nil {
		return t
	}
	return t.In(zone)
}

// serveFault plants a fault.
func (s *Server) serveFault(w http.ResponseWriter, r *http.Request) {
	var f Fault
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "application/json" {
		writeResult(w, nil, errBadCommand)
		return
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxCommand)).Decode(&f); err != nil {
		writeResult(w, nil, errBadCommand)
		return
	}
	s.Fault(f)
	writeResult(w, done{}, nil)
}

// attachment names a file for saving, in any script.
func attachment(name string) string {
	return mime.FormatMediaType("attachment", map[string]string{"filename": name})
}
