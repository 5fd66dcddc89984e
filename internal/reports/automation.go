package reports

import (
	"cmp"
	"slices"

	"github.com/merzim/merzim/catalog"
)

// Candidate is a service that might be automated. Its score is delays x volume
// x what is not automated: the share of late requests, times the requests whose
// date has come, times the share of manual work.
type Candidate struct {
	Service    string
	Automation string // the catalogue's mark
	Requests   int64
	Late       int64
	Manual     float64 // 1 on paper, 0 in full
}

// LateShare is from 0 to 1.
func (c Candidate) LateShare() float64 { return float64(c.Late) / float64(c.Requests) }

// Score orders the candidates.
func (c Candidate) Score() float64 { return c.LateShare() * float64(c.Requests) * c.Manual }

// manual is how much of a service is done by hand, by its mark. The steps are a
// convention that the table shows, not a measurement.
var manual = map[string]float64{"paper": 1, "partial": 0.5, "one-application": 0.25, "full": 0, "proactive": 0}

// Candidates lists the services with a score, the highest first.
func Candidates(c *catalog.Catalog, services []Group) (out []Candidate) {
	for _, g := range services {
		s, ok := c.Service(g.ID)
		if !ok || g.Requests.Late == 0 || manual[s.Automation] == 0 {
			continue
		}
		out = append(out, Candidate{g.ID, s.Automation, g.Requests.OnTime + g.Requests.Late, g.Requests.Late, manual[s.Automation]})
	}
	slices.SortFunc(out, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(b.Score(), a.Score()), cmp.Compare(a.Service, b.Service))
	})
	return out
}
