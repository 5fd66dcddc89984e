package catalog

import (
	"slices"

	"github.com/merzim/merzim/catalog/calendar"
)

// Clause is one statement of the law in plain words.
type Clause struct {
	Text  Text `yaml:"text"`
	Proof `yaml:",inline"`
}

// Rights are what a person may rely on.
type Rights struct {
	Refusals    []Clause `yaml:"refusals"` // the grounds on which a service may be refused
	Needless    []Clause `yaml:"needless"` // documents that may not be demanded
	Reason      Clause   `yaml:"reason"`
	Inaction    Clause   `yaml:"inaction"`
	Silence     Clause   `yaml:"silence"`
	Stage       Clause   `yaml:"stage"`
	EarlyResult Clause   `yaml:"early_result"`
	Acceptance  Clause   `yaml:"acceptance"`
	Contents    Clause   `yaml:"contents"` // of a complaint
	PaperProof  Clause   `yaml:"paper_proof"`
	Inspection  Clause   `yaml:"inspection"`
}

// Permits is what holds for permits and licences alone.
type Permits struct {
	Services     []string `yaml:"services"`
	Issued       Clause   `yaml:"issued"` // not issued in time: counts as issued
	Completeness Clause   `yaml:"completeness"`
	Fines        []Fine   `yaml:"fines"`
}

// Fine is a fine on an official.
type Fine struct {
	Clause `yaml:",inline"`
	MCI    float64 `yaml:"mci"`
}

// Covers reports that a service is a permit or licence, so that the fines and
// the rest may be told of it.
func (p Permits) Covers(service string) bool { return slices.Contains(p.Services, service) }

// Tenge is the fine in whole tenge on a day.
func (f Fine) Tenge(t MCITable, on calendar.Date) int64 {
	tenge, _ := FeeRow{MCI: &f.MCI}.Amount(t, on)
	return tenge
}

// Hours are the hours of offices that the count of terms rests on.
type Hours struct {
	Provider    OfficeHours `yaml:"provider"`
	Corporation OfficeHours `yaml:"corporation"`
}

// OfficeHours are the hours of one kind of office, each as HH:MM.
type OfficeHours struct {
	Text         Text   `yaml:"text"`
	From         string `yaml:"from"`
	To           string `yaml:"to"`
	BreakFrom    string `yaml:"break_from"`
	BreakTo      string `yaml:"break_to"`
	AcceptsTo    string `yaml:"accepts_to"`
	DutyTo       string `yaml:"duty_to"`
	SaturdayFrom string `yaml:"saturday_from"`
	SaturdayTo   string `yaml:"saturday_to"`
	Proof        `yaml:",inline"`
}
