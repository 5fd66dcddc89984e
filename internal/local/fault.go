package local

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Fault is something that goes wrong on purpose. A fault that only delays lets the call succeed.
type Fault struct {
	Method      string        `json:"method,omitempty"`      // empty: any
	Chat        int64         `json:"chat,omitempty"`        // 0: any
	Contains    string        `json:"contains,omitempty"`    // a part of any parameter's value
	Times       int           `json:"times,omitempty"`       // 0 means once, -1 until forgotten
	Skip        int           `json:"skip,omitempty"`        // let so many matching calls pass first
	Code        int           `json:"code,omitempty"`        // the status and error code
	Description string        `json:"description,omitempty"` // empty: the code's usual text
	RetryAfter  int           `json:"retry_after,omitempty"` // seconds; sets code 429 when there is none
	HTML        bool          `json:"html,omitempty"`        // an HTML page of a gateway instead of JSON; code 502 when none
	Cut         bool          `json:"cut,omitempty"`         // the connection breaks without an answer
	Late        bool          `json:"late,omitempty"`        // the call takes effect first, only its answer is lost
	Delay       time.Duration `json:"delay,omitempty"`       // nanoseconds in JSON
}

// faultPlan holds the planted faults in the order of planting.
type faultPlan struct {
	mu   sync.Mutex
	list []*Fault
}

// Fault plants a fault.
func (s *Server) Fault(f Fault) {
	if f.Times == 0 {
		f.Times = 1
	}
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.list = append(s.faults.list, &f)
}

// ClearFaults forgets all planted faults.
func (s *Server) ClearFaults() {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.list = nil
}

// take gives the fault that hits this call, nil for none, and counts it.
func (p *faultPlan) take(c *call) *Fault {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, f := range p.list {
		if !f.matches(c) {
			continue
		}
		if f.Skip > 0 {
			f.Skip--
			return nil
		}
		hit := *f
		if f.Times > 0 {
			if f.Times--; f.Times == 0 {
				p.list = append(p.list[:i:i], p.list[i+1:]...)
			}
		}
		return &hit
	}
	return nil
}

// matches says whether the fault is meant for this call.
func (f *Fault) matches(c *call) bool {
	if f.Method != "" && !strings.EqualFold(f.Method, c.method) || f.Chat != 0 && f.Chat != c.chat {
		return false
	}
	if f.Contains == "" {
		return true
	}
	for _, value := range c.params {
		if strings.Contains(value, f.Contains) {
			return true
		}
	}
	return false
}

// wait holds the call for the fault's delay; false when the caller went away.
func (f *Fault) wait(ctx context.Context) bool {
	if f.Delay <= 0 {
		return true
	}
	timer := time.NewTimer(f.Delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// fails says whether the fault is more than a delay.
func (f *Fault) fails() bool { return f.Cut || f.HTML || f.Code != 0 || f.RetryAfter > 0 }

// early says whether the call must not take effect.
func (f *Fault) early() bool { return f != nil && f.fails() && !f.Late }

// fail answers with the fault.
func (s *Server) fail(w http.ResponseWriter, c *call, f *Fault, start time.Time) {
	if f.Cut {
		s.finished(c, 0, nil, start)
		panic(http.ErrAbortHandler) // net/http cuts the connection
	}
	code := f.Code
	if code == 0 && f.HTML {
		code = http.StatusBadGateway
	}
	if code == 0 {
		code = http.StatusTooManyRequests
	}
	if f.HTML {
		body := []byte("<html>\r\n<head><title>" + http.StatusText(code) + "</title></head>\r\n<body><center><h1>" +
			http.StatusText(code) + "</h1></center></body>\r\n</html>\r\n")
		writeBody(w, code, "text/html", body)
		s.finished(c, code, body, start)
		return
	}
	refused := &apiError{code: code, description: f.Description, retryAfter: f.RetryAfter}
	switch {
	case f.Description != "":
	case f.RetryAfter > 0:
		refused = tooMany(f.RetryAfter)
	default:
		refused.description = http.StatusText(code)
	}
	body := refused.body()
	writeBody(w, code, "application/json", body)
	s.finished(c, code, body, start)
}
