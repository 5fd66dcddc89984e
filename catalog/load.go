package catalog

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/merzim/merzim/catalog/calendar"
)

// Catalog is everything the files say, read-only after loading and safe for
// concurrent use.
type Catalog struct {
	Services []*Service // by id
	Sectors  []Sector
	Events   []Event
	Agencies []Agency
	Regions  []Region
	Law      Law
	Calendar *calendar.Calendar

	byID map[string]*Service
	tree fs.FS // where it was read from: lines of faults are looked up there
}

// Service returns a service by its id.
func (c *Catalog) Service(id string) (*Service, bool) {
	s, ok := c.byID[id]
	return s, ok
}

// Agency returns an agency by its id.
func (c *Catalog) Agency(id string) (Agency, bool) {
	i := slices.IndexFunc(c.Agencies, func(a Agency) bool { return a.ID == id })
	if i < 0 {
		return Agency{}, false
	}
	return c.Agencies[i], true
}

// Event returns a life event by its id.
func (c *Catalog) Event(id string) (Event, bool) {
	i := slices.IndexFunc(c.Events, func(e Event) bool { return e.ID == id })
	if i < 0 {
		return Event{}, false
	}
	return c.Events[i], true
}

// InSector lists the services of a sector, by title in the language.
func (c *Catalog) InSector(id, lang string) []*Service {
	var out []*Service
	for _, s := range c.Services {
		if s.Sector == id {
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(a, b *Service) int { return strings.Compare(a.Title.In(lang), b.Title.In(lang)) })
	return out
}

// Load reads a tree like this package's folder. Every fault found is
// returned, joined, each as "file:line: what is wrong".
func Load(tree fs.FS) (*Catalog, error) {
	c := &Catalog{byID: map[string]*Service{}, tree: tree}
	var faults []error
	note := func(err error) {
		if err != nil {
			faults = append(faults, err)
		}
	}
	note(readYAML(tree, "sectors.yaml", &c.Sectors))
	note(readYAML(tree, "events.yaml", &c.Events))
	note(readYAML(tree, "agencies.yaml", &c.Agencies))
	note(readYAML(tree, "regions.yaml", &c.Regions))
	var mci mciFile
	note(readYAML(tree, "law/mci.yaml", &mci))
	c.Law.MCI, c.Law.MCIReview = mci.Rows, mci.Review
	note(readYAML(tree, "law/facts.yaml", &c.Law.Facts))
	note(readYAML(tree, "law/ladder.yaml", &c.Law.Ladder))
	note(readYAML(tree, "law/authorities.yaml", &c.Law.Authorities))
	note(readYAML(tree, "law/rights.yaml", &c.Law.Rights))
	note(readYAML(tree, "law/permits.yaml", &c.Law.Permits))
	note(readYAML(tree, "law/hours.yaml", &c.Law.Hours))

	days, err := fs.Sub(tree, "calendar")
	if err == nil {
		c.Calendar, err = calendar.Load(days)
	}
	note(prefixed("calendar/", err))

	names, err := fs.Glob(tree, "services/*.yaml")
	note(err)
	for _, name := range names {
		s, err := loadService(tree, name)
		if err != nil {
			note(err)
			continue
		}
		if other, ok := c.byID[s.ID]; ok {
			note(fmt.Errorf("%s: id %s stands in %s already", name, s.ID, other.File))
			continue
		}
		c.byID[s.ID] = s
		c.Services = append(c.Services, s)
	}
	slices.SortFunc(c.Services, func(a, b *Service) int { return strings.Compare(a.ID, b.ID) })
	faults = append(faults, c.validate(tree)...)
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return c, nil
}

func loadService(tree fs.FS, name string) (*Service, error) {
	s := &Service{File: name}
	if err := readYAML(tree, name, s); err != nil {
		return nil, err
	}
	if s.ID == "" {
		return nil, fmt.Errorf("%s: id: missing", name)
	}
	for i := range s.Terms {
		if s.Terms[i].Start == "filing" {
			s.Terms[i].Start = StartFiling
		}
	}
	phrases := path.Join("phrases", s.ID+".yaml")
	err := readYAML(tree, phrases, &s.Phrases)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return s, nil
}

// readYAML reads one file strictly: unknown and double keys and wrong types
// are faults.
func readYAML(tree fs.FS, name string, into any) error {
	raw, err := fs.ReadFile(tree, name)
	if err != nil {
		return fmt.Errorf("%s: not read: %w", name, err)
	}
	if err := yaml.NewDecoder(bytes.NewReader(raw), yaml.Strict()).Decode(into); err != nil {
		return faultAt(name, err)
	}
	return nil
}

// faultAt puts file and line before a decoding error.
func faultAt(name string, err error) error {
	var e yaml.Error
	if !errors.As(err, &e) || e.GetToken() == nil {
		first, _, _ := strings.Cut(err.Error(), "\n")
		return fmt.Errorf("%s: %s", name, first)
	}
	return fmt.Errorf("%s:%d: %s", name, e.GetToken().Position.Line, e.GetMessage())
}

// prefixed puts a folder before each of the joined faults.
func prefixed(folder string, err error) error {
	if err == nil {
		return nil
	}
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return fmt.Errorf("%s%w", folder, err)
	}
	var out []error
	for _, e := range joined.Unwrap() {
		out = append(out, fmt.Errorf("%s%w", folder, e))
	}
	return errors.Join(out...)
}
