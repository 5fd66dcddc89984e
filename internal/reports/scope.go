package reports

import (
	"fmt"
	"slices"
	"strings"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/rollup"
)

// Scope narrows figures; "" is all.
type Scope struct{ Agency, Service, Region, Sector, Kind string }

// SectorOf is the body as the 2019 monitoring of corruption names it: the
// service's own mark, else its agency's; "" where it names none.
func SectorOf(c *catalog.Catalog, service string) string {
	s, ok := c.Service(service)
	if !ok {
		return ""
	}
	if s.Monitoring != "" {
		return s.Monitoring
	}
	a, _ := c.Agency(s.Agency)
	return a.Monitoring
}

// AgencyOf is the agency that renders the service now; "" for a service that
// the catalogue does not know any more.
func AgencyOf(c *catalog.Catalog, service string) string {
	if s, ok := c.Service(service); ok {
		return s.Agency
	}
	return ""
}

// Sectors lists the bodies of the monitoring that the catalogue names, sorted.
func Sectors(c *catalog.Catalog) (out []string) {
	for _, s := range c.Services {
		if sector := SectorOf(c, s.ID); sector != "" {
			out = append(out, sector)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// check refuses what the catalogue does not know. A service may be one that was
// taken out of the catalogue.
func (s Scope) check(c *catalog.Catalog) error {
	if _, ok := c.Agency(s.Agency); s.Agency != "" && !ok {
		return fmt.Errorf("no such agency %q", s.Agency)
	}
	if s.Sector != "" && !slices.Contains(Sectors(c), s.Sector) {
		return fmt.Errorf("no such sector %q", s.Sector)
	}
	if s.Region != "" && s.Region != NoRegion && !slices.ContainsFunc(c.Regions, func(r catalog.Region) bool { return r.ID == s.Region }) {
		return fmt.Errorf("no such region %q", s.Region)
	}
	if s.Kind != "" && !complaints.Kind(s.Kind).Known() {
		return fmt.Errorf("no such kind %q", s.Kind)
	}
	if strings.ContainsFunc(s.Service, func(r rune) bool { return r != '-' && (r < 'a' || r > 'z') && (r < '0' || r > '9') }) || len(s.Service) > 80 {
		return fmt.Errorf("no such service %q", s.Service)
	}
	return nil
}

// NoRegion asks for records that name no region.
const NoRegion = "none"

// services lists those in the scope; all is true where it does not name any.
func (s Scope) services(c *catalog.Catalog) (ids []string, all bool) {
	if s.Service == "" && s.Agency == "" && s.Sector == "" {
		return nil, true
	}
	if s.Service != "" {
		if (s.Agency == "" || AgencyOf(c, s.Service) == s.Agency) && (s.Sector == "" || SectorOf(c, s.Service) == s.Sector) {
			ids = append(ids, s.Service)
		}
		return ids, false
	}
	for _, service := range c.Services {
		if (s.Agency == "" || service.Agency == s.Agency) && (s.Sector == "" || SectorOf(c, service.ID) == s.Sector) {
			ids = append(ids, service.ID)
		}
	}
	return ids, false
}

// view is what of the counts is read: sums over all services or regions stand
// in rows of their own, so that few rows are added up.
type view int

const (
	total     view = iota // one figure
	byService             // one a service
	byRegion              // one a region
	cells                 // one a service and region
)

// where writes the scope as conditions on the counts, for a view.
func (s Scope) where(c *catalog.Catalog, v view) (string, []any) {
	sql, args := s.whereService(c, v == byService || v == cells)
	switch {
	case s.Region != "":
		return sql + ` AND region = ?`, append(args, regionStored(s.Region))
	case v == total || v == byService:
		return sql + ` AND region = ?`, append(args, rollup.All)
	}
	return sql + ` AND region <> ?`, append(args, rollup.All)
}

// whereService is the part of the conditions that names services.
func (s Scope) whereService(c *catalog.Catalog, each bool) (string, []any) {
	services, all := s.services(c)
	switch {
	case all && each:
		return ` AND service <> ?`, []any{rollup.All}
	case all:
		return ` AND service = ?`, []any{rollup.All}
	case len(services) == 0:
		return ` AND 1 = 0`, nil
	}
	return ` AND service IN (` + marks(len(services)) + `)`, anys(services)
}

// regionStored is how the rows name a region: one that was not told is empty.
func regionStored(region string) string {
	if region == NoRegion {
		return ""
	}
	return region
}

// marks are n placeholders.
func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }

func anys[T any](values []T) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = v
	}
	return out
}
