package worksheet

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/merzim/merzim/catalog"
)

// longestTerm is more days, months or minutes than any service takes.
const longestTerm = 10_000

// setting is one key of a fact and the value it gets.
type setting struct {
	key, value string
	instead    string // a key that this one takes the place of
	remark     string // goes behind the value, for colleagues
	text       bool   // a text even where it looks like a number
}

// settings says which keys hold the value of an answer.
func settings(a Answer, f catalog.Fact) ([]setting, error) {
	if f.Unit == "" && f.Kind == catalog.FactLaw {
		return nil, sameText(a, f)
	}
	switch f.Kind {
	case catalog.FactFee:
		return feeSettings(a)
	case catalog.FactMCI:
		return wholeSetting(a, "tenge", []string{unitTenge})
	case catalog.FactLaw:
		return termSettings(a, []string{"working_day", "calendar_day", "month"})
	}
	switch {
	case windowPattern.MatchString(f.Value):
		if !windowPattern.MatchString(a.Value) {
			return nil, fmt.Errorf("value %q is not a season like 04-01 08-31", a.Value)
		}
		from, to, _ := strings.Cut(a.Value, " ")
		return []setting{{key: "from", value: from}, {key: "to", value: to}}, nil
	case f.Value == "" && f.Unit == "" && (a.Value == "" || a.Value == "0"):
		if a.Unit != "" {
			return nil, fmt.Errorf("a unit without a value")
		}
		return nil, nil // at once, or no term: confirmed as it is
	}
	return termSettings(a, []string{"working_day", "calendar_day", "month", "year", "hour", "minute"})
}

// sameText lets a sentence be confirmed only: another wording is needed in both
// languages, and a worksheet has room for one value.
func sameText(a Answer, f catalog.Fact) error {
	if a.Unit != "" {
		return fmt.Errorf("unit %q: a text has none", a.Unit)
	}
	if a.Value != "" && a.Value != oneLine(f.Value) {
		return fmt.Errorf("a text is confirmed by an empty value; other words go into %s by hand, in both languages", f.File)
	}
	return nil
}

func termSettings(a Answer, allowed []string) ([]setting, error) {
	out, err := wholeSetting(a, "length", allowed)
	if err != nil {
		return nil, err
	}
	if n, _ := strconv.Atoi(a.Value); n < 1 || n > longestTerm {
		return nil, fmt.Errorf("value %s is no length of a term", a.Value)
	}
	return append(out, setting{key: "unit", value: a.Unit}), nil
}

// wholeSetting reads a whole number in one of the units.
func wholeSetting(a Answer, key string, allowed []string) ([]setting, error) {
	n, err := strconv.Atoi(a.Value)
	switch {
	case a.Value == "":
		return nil, fmt.Errorf("the value is missing: the number that the act gives")
	case err != nil:
		return nil, fmt.Errorf("value %q is not a whole number", a.Value)
	case n < 0:
		return nil, fmt.Errorf("value %d is below zero", n)
	}
	if err := checkUnit(a.Unit, allowed); err != nil {
		return nil, err
	}
	return []setting{{key: key, value: strconv.Itoa(n)}}, nil
}

func checkUnit(unit string, allowed []string) error {
	switch {
	case unit == "":
		return fmt.Errorf("the unit is missing")
	case !slices.Contains(allowed, unit):
		return fmt.Errorf("unknown unit %q here: expected one of %s", unit, strings.Join(allowed, ", "))
	}
	return nil
}

func feeSettings(a Answer) ([]setting, error) {
	if a.Unit != unitMCI {
		out, err := wholeSetting(a, "tenge", []string{unitMCI, unitTenge})
		if err != nil {
			return nil, err
		}
		out[0].instead = "mci"
		return out, nil
	}
	n, err := strconv.ParseFloat(strings.Replace(a.Value, ",", ".", 1), 64)
	if err != nil || n < 0 || n > longestTerm || n != n {
		return nil, fmt.Errorf("value %q is not a number of MCI", a.Value)
	}
	return []setting{{key: "mci", value: strconv.FormatFloat(n, 'f', -1, 64), instead: "tenge"}}, nil
}
