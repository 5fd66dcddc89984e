package handlers

// heldSession is a chat's conversation state under names that a person can
// read.
type heldSession struct {
	Language string           `json:"language,omitempty"`
	Chosen   bool             `json:"language_chosen,omitempty"`
	Ticks    map[string][]int `json:"papers_ticked,omitempty"` // by service
	Opened   []string         `json:"services_opened,omitempty"`
	Await    string           `json:"awaited,omitempty"`
	Unfound  string           `json:"question_without_answer,omitempty"`
	Form     *Form            `json:"being_filled_in,omitempty"`
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
	out := heldSession{Language: s.Language, Chosen: s.Chosen, Opened: s.Opened, Await: s.Await, Unfound: s.Unfound, Form: s.Form}
	for _, tick := range s.Ticks {
		if out.Ticks == nil {
			out.Ticks = map[string][]int{}
		}
		out.Ticks[tick.Service] = tick.Documents
	}
	return out
}
