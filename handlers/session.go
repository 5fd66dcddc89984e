package handlers

import (
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/segmentio/encoding/json"
)

// Session is a chat's conversation state. It holds nothing about the person but
// the language, and of what they wrote only a screened question, for a moment.
type Session struct {
	Language string `json:"l,omitempty"` // in use; empty before the first answer
	Chosen   bool   `json:"c,omitempty"` // the person chose it, it was not guessed
	Offered  bool   `json:"o,omitempty"` // the other language was offered once
	// Ticks are the papers ticked off, by service; the newest few services.
	Ticks []Tick `json:"t,omitempty"`
	// Opened are the services opened last from a list, newest at the end: when
	// a question is near several, they come first.
	Opened []string `json:"v,omitempty"`
	// Await says what the next message is taken for; AwaitKey is the update
	// that it belongs to.
	Await    string `json:"a,omitempty"`
	AwaitKey int64  `json:"k,omitempty"`
	// Unfound is the last question that found nothing, screened of personal
	// numbers, and Nearest the service nearest to it: kept until the next
	// message, so that one press can report it.
	Unfound string `json:"q,omitempty"`
	Nearest string `json:"n,omitempty"`
	Form    *Form  `json:"f,omitempty"` // being filled in; nil: none
	Aside   *Form  `json:"s,omitempty"` // waits while a question was answered; nil: none
	Shown   *Shown `json:"d,omitempty"` // the card of the last answer; nil: it showed none
	News    bool   `json:"w,omitempty"` // it was asked once whether news is wanted
}

// Tick is what was ticked off on one service's checklist.
type Tick struct {
	Service   string `json:"s"`
	Print     string `json:"p"` // fingerprint of the card the numbers belong to
	Documents []int  `json:"d"`
}

// maxTicks bounds how many services' checklists are remembered.
const maxTicks = 8

func (s Session) clone() Session {
	out := s
	out.Ticks = slices.Clone(s.Ticks)
	out.Opened = slices.Clone(s.Opened)
	out.Form, out.Aside = s.Form.clone(), s.Aside.clone()
	for i := range out.Ticks {
		out.Ticks[i].Documents = slices.Clone(out.Ticks[i].Documents)
	}
	return out
}

// ticked returns the papers ticked off on a card.
func (s *Session) ticked(service, print string) map[int]bool {
	out := map[int]bool{}
	for _, t := range s.Ticks {
		if t.Service == service && t.Print == print {
			for _, d := range t.Documents {
				out[d] = true
			}
		}
	}
	return out
}

// maxOpened bounds how many opened services are remembered.
const maxOpened = 5

// open remembers that a service was opened from a list.
func (s *Session) open(service string) {
	s.Opened = slices.DeleteFunc(s.Opened, func(id string) bool { return id == service })
	s.Opened = append(s.Opened, service)
	if len(s.Opened) > maxOpened {
		s.Opened = s.Opened[len(s.Opened)-maxOpened:]
	}
}

// toggle ticks a paper off, or takes the tick back.
func (s *Session) toggle(service, print string, document int) {
	done := s.ticked(service, print)
	if done[document] {
		delete(done, document)
	} else {
		done[document] = true
	}
	s.Ticks = slices.DeleteFunc(s.Ticks, func(t Tick) bool { return t.Service == service })
	if len(done) > 0 {
		s.Ticks = append(s.Ticks, Tick{Service: service, Print: print, Documents: slices.Sorted(maps.Keys(done))})
	}
	if len(s.Ticks) > maxTicks {
		s.Ticks = s.Ticks[len(s.Ticks)-maxTicks:]
	}
}

// record is what is stored for a chat: the session, and what makes an update
// that comes twice have its effect once.
type record struct {
	Session Session `json:"s"`
	// Before is the session as the newest update found it. When that update
	// comes again, because the process died before its reply was sent, it is
	// answered from here.
	Before *Session `json:"b,omitempty"`
	// Applied are the newest updates that changed the session, oldest first.
	Applied []int64 `json:"u,omitempty"`
	Day     int64   `json:"d"` // of the last save, days since 1970: a session in use does not run out
}

// maxApplied is how many updates back a repetition is recognised even where
// its mark as handled was lost.
const maxApplied = 8

func readRecord(data []byte) (record, error) {
	var r record
	if len(data) == 0 {
		return r, nil
	}
	if err := json.Unmarshal(data, &r); err != nil {
		return record{}, fmt.Errorf("read session: %w", err)
	}
	return r, nil
}

// repetition says how an update relates to those applied before.
func (r *record) repetition(update int64) (newest, older bool) {
	i := slices.Index(r.Applied, update)
	return i >= 0 && i == len(r.Applied)-1, i >= 0 && i < len(r.Applied)-1
}

// advance is the record after an update; changed is false when nothing needs
// to be stored.
func (r *record) advance(update int64, now Session, day int64) (next record, changed bool) {
	if reflect.DeepEqual(now, r.Session) && r.Day == day {
		return *r, false
	}
	before := r.Session
	applied := append(slices.Clone(r.Applied), update)
	if len(applied) > maxApplied {
		applied = applied[len(applied)-maxApplied:]
	}
	return record{Session: now, Before: &before, Applied: applied, Day: day}, true
}
