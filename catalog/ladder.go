package catalog

import (
	"slices"

	"github.com/merzim/merzim/catalog/calendar"
)

// Ladder is the way of a complaint about a service: the provider's head, the
// Agency for Civil Service Affairs, the court, and the terms along it.
type Ladder struct {
	Provider        Period    `yaml:"provider"`
	Agency          Period    `yaml:"agency"`
	Court           Period    `yaml:"court"`     // the applicant's time to sue
	Extension       Extension `yaml:"extension"` // added to an answer's due date
	ExtensionNotice Period    `yaml:"extension_notice"`
	PassOn          Period    `yaml:"pass_on"`
	Complain        Period    `yaml:"complain"`         // the applicant's time to complain
	ComplainUnnamed Period    `yaml:"complain_unnamed"` // the same where the act names no way to appeal
	CourtDecides    Period    `yaml:"court_decides"`
	Redirect        Period    `yaml:"redirect"`
	Ordinary        Period    `yaml:"ordinary"` // an appeal that is not about a service
}

// Period is a term that the law sets around a complaint.
type Period struct {
	Title  Text          `yaml:"title"`
	Text   Text          `yaml:"text"`
	Length int           `yaml:"length"`
	Unit   calendar.Unit `yaml:"unit"`
	Kind   TermKind      `yaml:"kind"` // rendering: a body's time; own: the applicant's
	Start  PeriodStart   `yaml:"start"`
	Proof  `yaml:",inline"`
}

// PeriodStart is the event from which a period is counted.
type PeriodStart string

// The starts of the ladder's periods.
const (
	FromRegistration PeriodStart = "registration"       // of the complaint
	FromReceipt      PeriodStart = "receipt"            // of the complaint by the body
	FromAnswerDue    PeriodStart = "answer_due"         // the last day of the answer's term
	FromExtension    PeriodStart = "extension"          // the decision to prolong
	FromLearning     PeriodStart = "learning"           // the person learned of the act or inaction
	FromDecision     PeriodStart = "complaint_decision" // delivered, or the end of its term
	FromClaim        PeriodStart = "claim"
)

// Rule is how the period is counted. An own term that begins on a day off
// begins on the next working day by this rule; to tell a person the last safe
// day, count from the day itself.
func (p Period) Rule() calendar.Rule { return calendar.Rule{Length: p.Length, Unit: p.Unit} }

// Extension is the time by which an answer may be prolonged, and by whom.
type Extension struct {
	Period `yaml:",inline"`
	By     []string `yaml:"by"`  // the kinds of body that the Law names
	Not    []string `yaml:"not"` // agencies that are none of them
}

// A step of the ladder.
const (
	StepProvider = "provider"
	StepAgency   = "agency"
	StepCourt    = "court"
)

// Step is the period of a step; ok is false for an unknown one.
func (l Ladder) Step(id string) (Period, bool) {
	switch id {
	case StepProvider:
		return l.Provider, true
	case StepAgency:
		return l.Agency, true
	case StepCourt:
		return l.Court, true
	}
	return Period{}, false
}

// MayExtend reports that the answer of a step may be prolonged, for a complaint
// about a service of an agency.
func (l Ladder) MayExtend(step, agency string) bool {
	switch step {
	case StepAgency:
		return true
	case StepProvider:
		return !slices.Contains(l.Extension.Not, agency)
	}
	return false
}
