package catalog

import (
	"fmt"
	"io/fs"
	"slices"
)

// validateGroups checks events, sectors, agencies and regions.
func (c *Catalog) validateGroups(tree fs.FS) []error {
	events := validatorOf(tree, "events.yaml")
	for i, e := range c.Events {
		for j, id := range e.Services {
			where := fmt.Sprintf("[%d].services[%d]", i, j)
			if _, ok := c.byID[id]; !ok {
				events.fault(where, "unknown service %q", id)
			}
			if slices.Index(e.Services, id) < j {
				events.fault(where, "service %s stands twice", id)
			}
		}
		if len(e.Services) == 0 {
			events.fault(fmt.Sprintf("[%d].services", i), "none")
		}
	}
	doubles(events, c.Events, func(e Event) string { return e.ID })

	sectors := validatorOf(tree, "sectors.yaml")
	doubles(sectors, c.Sectors, func(s Sector) string { return s.ID })

	agencies := validatorOf(tree, "agencies.yaml")
	doubles(agencies, c.Agencies, func(a Agency) string { return a.ID })
	for i, a := range c.Agencies {
		oneOf(agencies, fmt.Sprintf("[%d].monitoring", i), a.Monitoring, bodies)
	}

	regions := validatorOf(tree, "regions.yaml")
	doubles(regions, c.Regions, func(r Region) string { return r.ID })
	for i, r := range c.Regions {
		demandText(regions, fmt.Sprintf("[%d].name", i), r.Name)
		demandText(regions, fmt.Sprintf("[%d].by", i), r.By)
	}
	return slices.Concat(events.faults, sectors.faults, agencies.faults, regions.faults)
}

// doubles faults ids that are missing, ill-formed or stand twice in a list.
func doubles[T any](v *validator, list []T, id func(T) string) {
	seen := map[string]bool{}
	for i, item := range list {
		where := fmt.Sprintf("[%d].id", i)
		switch {
		case !idPattern.MatchString(id(item)):
			v.fault(where, "%q is not of small letters, digits and hyphens", id(item))
		case seen[id(item)]:
			v.fault(where, "id %s stands twice", id(item))
		}
		seen[id(item)] = true
	}
}

// demandText faults a text that is missing in a language.
func demandText(v *validator, where string, t Text) {
	for _, lang := range Languages() {
		if t.In(lang) == "" {
			v.fault(where, "missing in %s", lang)
		}
	}
}
