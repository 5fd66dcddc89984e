package reports

import (
	"cmp"
	"slices"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/internal/complaints"
)

// Kinds lists the kinds of complaint in the order of the tables.
func Kinds() []string {
	return []string{string(complaints.Delay), string(complaints.ExtraDocuments), string(complaints.Money), string(complaints.Refused), string(complaints.NoAnswer)}
}

// States lists the states of a complaint in the order of the tables.
func States() []string { return slices.Clone(stateColumns) }

// groups are sums by id.
type groups map[string]*Group

func (g groups) of(id string) *Group {
	if g[id] == nil {
		g[id] = &Group{ID: id}
	}
	return g[id]
}

// list orders the groups by complaints, then by what is overdue.
func (g groups) list() []Group {
	out := make([]Group, 0, len(g))
	for _, group := range g {
		out = append(out, *group)
	}
	slices.SortFunc(out, func(a, b Group) int {
		return cmp.Or(cmp.Compare(b.Complaints.Now, a.Complaints.Now), cmp.Compare(b.Overdue, a.Overdue), cmp.Compare(b.Requests.Late, a.Requests.Late), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// sums adds counts up by each of the four ways to look at them.
type sums struct {
	catalog                              *catalog.Catalog
	agencies, services, regions, sectors groups
}

func newSums(c *catalog.Catalog) *sums {
	return &sums{catalog: c, agencies: groups{}, services: groups{}, regions: groups{}, sectors: groups{}}
}

// each adds to the region, or to the groups of a service. A service out of the
// monitoring counts in no sector.
func (s *sums) each(v view, service, region string, add func(*Group)) {
	if v == byRegion {
		add(s.regions.of(region))
		return
	}
	add(s.services.of(service))
	add(s.agencies.of(AgencyOf(s.catalog, service)))
	if sector := SectorOf(s.catalog, service); sector != "" {
		add(s.sectors.of(sector))
	}
}

// fewest is how many requests a share must rest on to be ranked, and how many
// closed cases a median must.
const fewest = 20

// Ranked lists the groups with the worst and with the best shares on time, at
// most n each, of those with twenty requests or more. None stands in both.
func Ranked(all []Group, n int) (worst, best []Group) {
	var ranked []Group
	for _, g := range all {
		if g.Requests.OnTime+g.Requests.Late >= fewest {
			ranked = append(ranked, g)
		}
	}
	slices.SortStableFunc(ranked, func(a, b Group) int {
		x, _ := a.Requests.Percent()
		y, _ := b.Requests.Percent()
		return cmp.Or(cmp.Compare(x, y), cmp.Compare(b.Requests.Late, a.Requests.Late), cmp.Compare(a.ID, b.ID))
	})
	n = min(n, len(ranked)/2)
	worst = ranked[:n]
	best = slices.Clone(ranked[len(ranked)-n:])
	slices.Reverse(best)
	return worst, best
}
