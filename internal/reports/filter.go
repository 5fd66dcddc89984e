package reports

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/locales"
)

// Order is how the log is sorted.
type Order string

// The orders.
const (
	Newest Order = "" // the default, left out of the address
	Oldest Order = "oldest"
	Latest Order = "overdue" // most working days overdue first
)

// Filter narrows the log of complaints. The zero value takes all.
type Filter struct {
	Period   Period // zero: all time
	Scope    Scope
	Language string
	State    string
	Overdue  int    // at least so many working days when the complaint was made; 0: any
	Label    string // of an analyst
	Order    Order
	After    string // the last row seen, as Page.Next gave it; "": the first page
}

// maxOverdue bounds the filter by lateness, in working days.
const maxOverdue = 10_000

// parameters of an address, in the order in which they are written.
var parameters = []string{"from", "to", "kind", "agency", "service", "region", "sector", "language", "state", "overdue", "label", "order", "after"}

// ParseFilter reads a filter from an address, strictly: an unknown name, a value
// twice, or one that nothing has is an error. Empty values are as if left out.
func ParseFilter(c *catalog.Catalog, v url.Values) (f Filter, err error) {
	one := map[string]string{}
	for name, values := range v {
		if !slices.Contains(parameters, name) {
			return Filter{}, fmt.Errorf("unknown filter %q", name)
		}
		if len(values) > 1 {
			return Filter{}, fmt.Errorf("filter %q stands twice", name)
		}
		one[name] = strings.Join(values, "")
	}
	if (one["from"] == "") != (one["to"] == "") {
		return Filter{}, fmt.Errorf("a period needs both its days")
	}
	if one["from"] != "" {
		if f.Period, err = ParsePeriod(one["from"], one["to"]); err != nil {
			return Filter{}, err
		}
	}
	f.Scope = Scope{Agency: one["agency"], Service: one["service"], Region: one["region"], Sector: one["sector"], Kind: one["kind"]}
	f.Language, f.State, f.Label, f.Order, f.After = one["language"], one["state"], one["label"], Order(one["order"]), one["after"]
	if one["overdue"] != "" {
		if f.Overdue, err = strconv.Atoi(one["overdue"]); err != nil || f.Overdue < 1 || f.Overdue > maxOverdue || strconv.Itoa(f.Overdue) != one["overdue"] {
			return Filter{}, fmt.Errorf("overdue by %q: expected working days from 1", one["overdue"])
		}
	}
	return f, f.check(c)
}

func (f Filter) check(c *catalog.Catalog) error {
	switch {
	case f.Language != "" && !slices.Contains(locales.Codes(), f.Language):
		return fmt.Errorf("no such language %q", f.Language)
	case f.State != "" && !slices.Contains(stateColumns, f.State):
		return fmt.Errorf("no such state %q", f.State)
	case f.Order != Newest && f.Order != Oldest && f.Order != Latest:
		return fmt.Errorf("no such order %q", f.Order)
	case f.Label != "" && f.Label != cleanLabel(f.Label):
		return fmt.Errorf("no such label %q", f.Label)
	}
	if _, err := parsePlace(f.After); err != nil {
		return err
	}
	return f.Scope.check(c)
}

// Values writes the filter for an address; ParseFilter reads it back.
func (f Filter) Values() url.Values {
	v := url.Values{}
	for name, value := range map[string]string{
		"kind": f.Scope.Kind, "agency": f.Scope.Agency, "service": f.Scope.Service, "region": f.Scope.Region, "sector": f.Scope.Sector,
		"language": f.Language, "state": f.State, "label": f.Label, "order": string(f.Order), "after": f.After,
	} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if f.Period != (Period{}) {
		v.Set("from", f.Period.From.String())
		v.Set("to", f.Period.To.String())
	}
	if f.Overdue > 0 {
		v.Set("overdue", strconv.Itoa(f.Overdue))
	}
	return v
}

// place is where in the log a page ends.
type place struct {
	overdue, at, id int64
}

func (p place) String() string { return fmt.Sprintf("%d.%d.%d", p.overdue, p.at, p.id) }

// parsePlace reads a place; nil for the beginning.
func parsePlace(text string) (*place, error) {
	if text == "" {
		return nil, nil
	}
	var p place
	if n, err := fmt.Sscanf(text, "%d.%d.%d", &p.overdue, &p.at, &p.id); err != nil || n != 3 || p.String() != text {
		return nil, fmt.Errorf("no such place in the log: %q", text)
	}
	return &p, nil
}
