package requests

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/merzim/merzim/catalog/calendar"
)

// The flags of a rule in its stored form, after the term itself.
const (
	flagCloses = "closes="
	flagNext   = "next_working_day"
	flagRound  = "round_the_clock"
)

// EncodeRule writes a rule for the store: "15wd closes=1080". "" is no rule.
func EncodeRule(r *calendar.Rule) string {
	if r == nil {
		return ""
	}
	parts := []string{r.String()}
	if r.Closes != 0 {
		parts = append(parts, flagCloses+strconv.Itoa(r.Closes))
	}
	if r.FromNextWorkingDay {
		parts = append(parts, flagNext)
	}
	if r.RoundTheClock {
		parts = append(parts, flagRound)
	}
	return strings.Join(parts, " ")
}

func decodeRule(text string) (*calendar.Rule, error) {
	if text == "" {
		return nil, nil
	}
	parts := strings.Fields(text)
	r, err := calendar.ParseRule(parts[0])
	if err != nil {
		return nil, err
	}
	for _, flag := range parts[1:] {
		switch {
		case strings.HasPrefix(flag, flagCloses):
			if r.Closes, err = strconv.Atoi(flag[len(flagCloses):]); err != nil {
				return nil, fmt.Errorf("rule %q: %w", text, err)
			}
		case flag == flagNext:
			r.FromNextWorkingDay = true
		case flag == flagRound:
			r.RoundTheClock = true
		default:
			return nil, fmt.Errorf("rule %q: unknown flag %s", text, flag)
		}
	}
	return &r, nil
}
