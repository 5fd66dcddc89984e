package handlers

import "github.com/merzim/merzim/catalog/calendar"

// heldSession is a chat's conversation state under names that a person can
// read.
type heldSession struct {
	Language string           `json:"language,omitempty"`
	Chosen   bool             `json:"language_chosen,omitempty"`
	Ticks    map[string][]int `json:"papers_ticked,omitempty"` // by service
	Opened   []string         `json:"services_opened,omitempty"`
	Shown    string           `json:"card_shown,omitempty"` // service
	Await    string           `json:"awaited,omitempty"`
	Unfound  string           `json:"question_without_answer,omitempty"`
	Form     *heldForm        `json:"being_filled_in,omitempty"`
	Aside    *heldForm        `json:"put_aside,omitempty"`
	Handled  []int64          `json:"newest_updates,omitempty"`
	Before   *heldSession     `json:"before_the_last_update,omitempty"`
}

// readable is all that a record holds.
func (r record) readable() heldSession {
	out := readableSession(r.Session)
	out.Handled = r.Applied
	if r.Before != nil {
		before := readableSession(*r.Before)
		out.Before = &before
	}
	return out
}

func readableSession(s Session) heldSession {
	out := heldSession{Language: s.Language, Chosen: s.Chosen, Opened: s.Opened, Await: s.Await, Unfound: s.Unfound}
	for _, tick := range s.Ticks {
		if out.Ticks == nil {
			out.Ticks = map[string][]int{}
		}
		out.Ticks[tick.Service] = tick.Documents
	}
	if s.Shown != nil {
		out.Shown = s.Shown.Service
	}
	out.Form, out.Aside = readableForm(s.Form), readableForm(s.Aside)
	return out
}

func readableForm(f *Form) *heldForm {
	if f == nil {
		return nil
	}
	out := &heldForm{
		Purpose: f.Purpose, Service: f.Service, Number: f.Number, Region: f.Region, Kind: f.Kind, Text: f.Text, Request: f.Request, Complaint: f.Complaint, Skipped: f.Skipped,
	}
	for name, day := range map[string]calendar.Date{"filed": f.Filed.Date, "start": f.Start, "receipt": f.Receipt, "day": f.Day} {
		if day == 0 {
			continue
		}
		if out.Days == nil {
			out.Days = map[string]string{}
		}
		out.Days[name] = day.String()
	}
	return out
}

// heldForm is what a person is filling in.
type heldForm struct {
	Purpose   string            `json:"purpose"`
	Service   string            `json:"service,omitempty"`
	Days      map[string]string `json:"days,omitempty"`
	Number    string            `json:"number,omitempty"`
	Region    string            `json:"region,omitempty"`
	Kind      string            `json:"kind,omitempty"`
	Text      string            `json:"text,omitempty"`
	Request   int64             `json:"request,omitempty"`
	Complaint int64             `json:"complaint,omitempty"`
	Skipped   []string          `json:"skipped,omitempty"`
}
