package roles

import (
	"fmt"
	"slices"

	"github.com/merzim/merzim/catalog"
)

// Part is the part of a grant that is wrong.
type Part string

// The parts of a grant.
const (
	PartRole   Part = "role"
	PartAgency Part = "agency"
	PartRegion Part = "region"
)

// GrantError says which part of a grant is wrong, and how, for the command line.
type GrantError struct {
	Part    Part
	What    string
	Unknown bool // an id that the catalogue does not have
}

func (e *GrantError) Error() string { return string(e.Part) + ": " + e.What }

// Check reports what is wrong with a grant by a catalogue: a *GrantError or nil.
func (g Grant) Check(c *catalog.Catalog) error {
	if !slices.Contains(All(), g.Role) {
		return &GrantError{Part: PartRole, What: fmt.Sprintf("%q: expected admin, staff or analyst", g.Role)}
	}
	if g.Role != Staff {
		switch {
		case g.Agency != "":
			return &GrantError{Part: PartAgency, What: fmt.Sprintf("the role %s is of no agency", g.Role)}
		case g.Region != "":
			return &GrantError{Part: PartRegion, What: fmt.Sprintf("the role %s is of no region", g.Role)}
		}
		return nil
	}
	if g.Agency == "" {
		return &GrantError{Part: PartAgency, What: "missing: staff belong to an agency"}
	}
	agency, ok := c.Agency(g.Agency)
	if !ok {
		return &GrantError{Part: PartAgency, What: fmt.Sprintf("%q: no such id in agencies.yaml", g.Agency), Unknown: true}
	}
	if g.Region == "" {
		return nil
	}
	if !slices.ContainsFunc(c.Regions, func(r catalog.Region) bool { return r.ID == g.Region }) {
		return &GrantError{Part: PartRegion, What: fmt.Sprintf("%q: no such id in regions.yaml", g.Region), Unknown: true}
	}
	if !agency.Regional {
		return &GrantError{Part: PartRegion, What: fmt.Sprintf("%s has no bodies in the regions", g.Agency)}
	}
	return nil
}
