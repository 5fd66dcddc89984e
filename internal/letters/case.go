// Package letters writes what a citizen sends to be heard: the complaint to the
// head of a provider and the one to the Agency's department, in Russian and
// Kazakh, as text and as PDF, and the ways to file it.
//
// A letter holds only what is known of the case; the sentence of a missing value
// is left out. Name, IIN, address, telephone and signature are blanks for the
// person's own hand: no value of a Case can hold them. Nothing that the person
// wrote in their own words goes into a letter, so neither an insult nor a word
// about money asked can get there.
//
// The package knows no chat and no store. Titles and articles of acts come from
// catalog.Law, sentences from the locales.
package letters

import (
	"errors"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
)

// Kind is what a complaint is about.
type Kind string

// The kinds of complaint.
const (
	Delay          Kind = "delay"
	ExtraDocuments Kind = "extra_documents"
	Refused        Kind = "refused" // without a reason
	NoAnswer       Kind = "no_answer"
	Money          Kind = "money" // has no letter, see Writer.Elsewhere
)

// Case is what a letter is written from. Kind, Step, Language, Service, Route and
// Today are always given, Due for a delay; the zero value of any other field
// means "not known".
type Case struct {
	Kind     Kind
	Step     string // catalog.StepProvider or catalog.StepAgency
	Language string // "kk" or "ru"

	Service  catalog.Text // as the register names it
	Provider catalog.Text
	Route    catalog.Route
	Region   catalog.Region // addresses step 2; a blank where it is zero

	Filed   calendar.Date
	Number  string // on the receipt
	Channel string // as in the catalogue: "con"
	// Term is the term that binds the provider and Act the rules of the
	// service; each only when it was checked.
	Term *calendar.Rule
	Act  Act

	Due          calendar.Date
	DueOnReceipt bool // the receipt says so; else it was counted
	Today        calendar.Date
	Overdue      int // working days, see calendar.DaysOverdue
	RefusedOn    calendar.Date
	First        First
	Outcome      Outcome
	OutcomeOn    calendar.Date // when the answer came
}

// Act is a legal act by number and day.
type Act struct {
	Number string
	Date   calendar.Date
}

// First is the complaint of step 1, for a letter that follows it.
type First struct {
	Filed     calendar.Date
	Number    string
	AnswerDue calendar.Date
}

// known reports that there was a first complaint.
func (f First) known() bool { return f != First{} }

// Outcome is what the first complaint led to.
type Outcome string

// The outcomes of a first complaint.
const (
	OutcomeUnknown Outcome = ""
	OutcomeSilence Outcome = "no_answer"
	NotSolved      Outcome = "not_solved"
)

// A case without a letter.
var (
	// ErrMoney: money asked goes to the Anti-Corruption Service, never into a
	// letter.
	ErrMoney = errors.New("money asked has no letter")
	// ErrOutsideLadder: the service is not one that the Law on public services
	// gives a way of complaint.
	ErrOutsideLadder = errors.New("the service is outside the ladder of complaints")
	// ErrNotOverdue: nobody is accused of a delay before the due day is over,
	// or without one.
	ErrNotOverdue = errors.New("the due day is not over or not known")
	// ErrNoSuchLetter: a kind or step that has no letter at all.
	ErrNoSuchLetter = errors.New("no letter of this kind and step")
)

// check tells why a case has no letter.
func (c Case) check() error {
	switch {
	case c.Kind == Money:
		return ErrMoney
	case kinds[c.Kind] == "" || c.Step != catalog.StepProvider && c.Step != catalog.StepAgency:
		return ErrNoSuchLetter
	case c.Route != catalog.RouteLadder:
		return ErrOutsideLadder
	case c.Kind == Delay && (c.Due == 0 || c.Today <= c.Due):
		return ErrNotOverdue
	}
	return nil
}

// kinds gives the part of the text keys that stands for a kind.
var kinds = map[Kind]string{
	Delay: "Delay", ExtraDocuments: "ExtraDocuments", Refused: "Refused", NoAnswer: "NoAnswer",
}

// About begins a case with what the catalogue knows of a service: its official
// name, who renders it, the term when it binds and the rules when they were
// checked. The provider is named as the list of agencies has it: the words of a
// card may speak to its reader. row is the term's number from 1, 0 for none.
func About(c *catalog.Catalog, s *catalog.Service, row int) Case {
	out := Case{Service: s.OfficialName, Provider: s.Provider, Route: s.Route}
	if out.Service == (catalog.Text{}) {
		out.Service = s.Title
	}
	if agency, ok := c.Agency(s.Agency); ok {
		out.Provider = agency.Name
	}
	if row < 1 || row > len(s.Terms) || !s.Terms[row-1].Binds() {
		return out
	}
	t := &s.Terms[row-1]
	out.Term = &calendar.Rule{Length: *t.Length, Unit: t.Unit}
	if a := s.Act; a != nil && a.Number != "" && a.AdiletID != "" {
		if on, err := calendar.ParseDate(a.Date); err == nil {
			out.Act = Act{Number: a.Number, Date: on}
		}
	}
	return out
}
