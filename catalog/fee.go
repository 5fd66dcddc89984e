package catalog

import (
	"fmt"
	"math"

	"github.com/merzim/merzim/catalog/calendar"
)

// Fee is what a service costs.
type Fee struct {
	Free bool     `yaml:"free"`
	Rows []FeeRow `yaml:"rows"`
	Note *Text    `yaml:"note"`
}

// FeeRow is one amount: a multiple of the monthly calculation index (MCI) or a
// tariff in tenge. With neither, the amount was not found.
type FeeRow struct {
	Case    Text          `yaml:"case"`
	When    When          `yaml:"when"`
	MCI     *float64      `yaml:"mci"`
	Tenge   *int64        `yaml:"tenge"`
	Status  Status        `yaml:"status"`
	Law     *LawRef       `yaml:"law"`
	Source  string        `yaml:"source"`
	Checked calendar.Date `yaml:"checked"`
}

// Amount is the row's amount in whole tenge on a day; known is false where no
// amount was found.
func (r FeeRow) Amount(t MCITable, on calendar.Date) (tenge int64, known bool) {
	switch {
	case r.Tenge != nil:
		return *r.Tenge, true
	case r.MCI != nil:
		return int64(math.Round(*r.MCI * float64(t.On(on).Tenge))), true
	}
	return 0, false
}

// MCITable is the monthly calculation index by the day from which it holds,
// oldest first.
type MCITable []MCI

// mciFile is law/mci.yaml.
type mciFile struct {
	Owner  string   `yaml:"owner"`
	Review Review   `yaml:"review"`
	Rows   MCITable `yaml:"rows"`
}

// MCI is the index in tenge from a day on.
type MCI struct {
	From    calendar.Date `yaml:"from"`
	Tenge   int64         `yaml:"tenge"`
	Status  Status        `yaml:"status"`
	Source  string        `yaml:"source"`
	Checked calendar.Date `yaml:"checked"`
}

// On is the index in force on a day: the last one known, which for a year
// whose budget law is not out yet is that of the year before.
func (t MCITable) On(d calendar.Date) MCI {
	var out MCI
	for _, m := range t {
		if m.From > d {
			break
		}
		out = m
	}
	return out
}

func (t MCITable) validate(v *validator) {
	for i, row := range t {
		where := fmt.Sprintf("rows[%d]", i)
		oneOf(v, where+".status", row.Status, statuses)
		validateProof(v, where, row.Source, row.Checked, row.Status)
		if row.Tenge <= 0 {
			v.fault(where+".tenge", "%d is no amount", row.Tenge)
		}
		if i > 0 && row.From <= t[i-1].From {
			v.fault(where+".from", "%s is not after %s", row.From, t[i-1].From)
		}
	}
	if len(t) == 0 {
		v.fault("rows", "none")
	}
}
