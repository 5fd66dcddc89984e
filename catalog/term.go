package catalog

import (
	"fmt"

	"github.com/merzim/merzim/catalog/calendar"
)

// Term is one row of a service's terms.
type Term struct {
	Case       Text          `yaml:"case"`
	When       When          `yaml:"when"`
	Kind       TermKind      `yaml:"kind"`
	Length     *int          `yaml:"length"` // nil: no term was found
	Unit       calendar.Unit `yaml:"unit"`
	From       string        `yaml:"from"` // a window's first day, MM-DD
	To         string        `yaml:"to"`   // a window's last day, MM-DD
	Start      Start         `yaml:"start"`
	StartLabel *Text         `yaml:"start_label"` // the day to ask for when Start is not the filing
	Extends    int           `yaml:"extends"`     // number (from 1) of the row that this one prolongs
	Count      string        `yaml:"count"`
	Status     Status        `yaml:"status"`
	Law        *LawRef       `yaml:"law"`
	Source     string        `yaml:"source"`
	Checked    calendar.Date `yaml:"checked"`
	Note       *Text         `yaml:"note"`
}

// TermKind says whose time a term is and what its end means.
type TermKind string

// The kinds of term. Only rendering can be overdue.
const (
	Rendering   TermKind = "rendering"    // the longest an agency may take
	MinimumWait TermKind = "minimum_wait" // cannot be had earlier: marriage, divorce
	Window      TermKind = "window"       // a season for filing
	AtOnce      TermKind = "at_once"      // by the system, immediately
	Own         TermKind = "own"          // the applicant's own time
)

// Start is the event from which a term is counted.
type Start string

// StartFiling is the usual start; the others are asked from the citizen.
const StartFiling Start = ""

// FromNextWorkingDay makes day 1 the working day after the filing (marriage:
// Code on marriage and family, Art. 222).
const FromNextWorkingDay = "from_next_working_day"

// Status says how well a fact is known.
type Status string

// The statuses. Only act and page can make anyone overdue.
const (
	StatusAct        Status = "act"        // the act itself was read
	StatusPage       Status = "page"       // seen on an official or public page
	StatusUnverified Status = "unverified" // the rest, and all history
)

// LawRef points at the article that sets a term.
type LawRef struct {
	Code    string `yaml:"code"` // id in the base of legal acts: K1100000518
	Article string `yaml:"article"`
}

// Verified reports that the term may be held against an agency.
func (t *Term) Verified() bool { return t.Status == StatusAct || t.Status == StatusPage }

// Counts reports that the term gives a day on the calendar.
func (t *Term) Counts() bool {
	return t.Kind == AtOnce || t.Kind != Window && t.Length != nil
}

// Binds reports that the term is one an agency can be late for.
func (t *Term) Binds() bool { return t.Kind == Rendering && t.Length != nil && t.Verified() }

// Rule is how the term is counted. It is an error to ask it of a term that
// gives no day (see Counts).
func (t *Term) Rule(closes int) (calendar.Rule, error) {
	if !t.Counts() {
		return calendar.Rule{}, fmt.Errorf("term of kind %s has no length to count", t.Kind)
	}
	r := calendar.Rule{Unit: t.Unit, Closes: closes, FromNextWorkingDay: t.Count == FromNextWorkingDay, RoundTheClock: t.Kind == Own}
	if t.Length != nil {
		r.Length = *t.Length
	}
	if r.Unit == "" {
		r.Unit = calendar.Minutes
	}
	return r, nil
}
