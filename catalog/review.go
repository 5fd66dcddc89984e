package catalog

import (
	"fmt"

	"github.com/merzim/merzim/catalog/calendar"
)

// beforeRelease is the review of what nobody may rely on before a person has
// looked.
const beforeRelease = "before release"

// Review is the day on which a fact is looked at again, or "before release".
type Review struct {
	BeforeRelease bool
	On            calendar.Date
}

// UnmarshalText reads a day written YYYY-MM-DD or the words "before release".
func (r *Review) UnmarshalText(text []byte) error {
	if string(text) == beforeRelease {
		*r = Review{BeforeRelease: true}
		return nil
	}
	on, err := calendar.ParseDate(string(text))
	if err != nil {
		return fmt.Errorf("review %q: want YYYY-MM-DD or %q", text, beforeRelease)
	}
	*r = Review{On: on}
	return nil
}

// MarshalText writes the review as it is read.
func (r Review) MarshalText() ([]byte, error) {
	if r.BeforeRelease {
		return []byte(beforeRelease), nil
	}
	return r.On.MarshalText()
}
