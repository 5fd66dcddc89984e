package catalog

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/parser"

	"github.com/merzim/merzim/catalog/calendar"
)

// Sets of words that the files may use.
var (
	units       = []calendar.Unit{calendar.WorkingDays, calendar.CalendarDays, calendar.Months, calendar.Years, calendar.Hours, calendar.Minutes}
	kinds       = []TermKind{Rendering, MinimumWait, Window, AtOnce, Own}
	starts      = []Start{StartFiling, "payment", "decision", "stage", "taxes_cleared", "announcement", "decree", "provider_receipt", "notification"}
	statuses    = []Status{StatusAct, StatusPage, StatusUnverified}
	routes      = []Route{RouteLadder, RouteInformation, RouteMonopolies, RoutePrivate}
	automations = []string{"full", "partial", "proactive", "paper", "one-application"}
	forms       = []string{"", "original", "copy", "original+copy", "electronic", "form"}
	audiences   = []string{"individual", "business"}
	channels    = []string{"egov", "egov-mobile", "con", "provider", "elicense", "aleumet.egov.kz", "kaspi", "enbek.kz", "enpf.kz", "enpf-otbasy.kz", "clinic", "migration.enbek.kz", "embassy"}
	bodies      = []string{"", "police", "universities", "colleges", "kindergartens", "courts", "urban-planning", "land-relations", "employment-social", "military-enlistment", "migration-service", "clinics"}
	problems    = []string{"", "treatment", "work", "land", "kindergarten"}
)

var (
	idPattern       = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,38}$`)
	valuePattern    = regexp.MustCompile(`^[a-z0-9-]{1,10}$`)
	registerPattern = regexp.MustCompile(`^\d{8}$`)
	monthDay        = regexp.MustCompile(`^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$`)
)

// maxChoices keeps a service's case within a button's callback data.
const maxChoices = 3

// validator collects the structural faults of one file, each with its line.
type validator struct {
	file   string
	source []byte
	faults []error
}

// validatorOf prepares the validator of a file of the tree.
func validatorOf(tree fs.FS, file string) *validator {
	source, _ := fs.ReadFile(tree, file) // without it faults have no line
	return &validator{file: file, source: source}
}

func (v *validator) fault(where, format string, args ...any) {
	line := lineOf(v.source, where)
	at := v.file
	if line > 0 {
		at = fmt.Sprintf("%s:%d", v.file, line)
	}
	v.faults = append(v.faults, fmt.Errorf("%s: %s: %s", at, where, fmt.Sprintf(format, args...)))
}

// oneOf faults a word that is not among those allowed.
func oneOf[T ~string](v *validator, where string, word T, allowed []T) {
	if !slices.Contains(allowed, word) {
		v.fault(where, "unknown word %q", string(word))
	}
}

// lineOf finds the line of a path such as "terms[2].unit" in YAML source, or
// of the nearest thing above it that exists; 0 when nothing is found.
func lineOf(source []byte, where string) int {
	file, err := parser.ParseBytes(source, 0)
	if err != nil {
		return 0
	}
	for where != "" {
		p, err := yaml.PathString(yamlPath(where))
		if err == nil {
			if node, err := p.FilterFile(file); err == nil && node != nil && node.GetToken() != nil {
				return node.GetToken().Position.Line
			}
		}
		cutAt := max(strings.LastIndexByte(where, '.'), strings.LastIndexByte(where, '['))
		if cutAt < 0 {
			return 0
		}
		where = where[:cutAt]
	}
	return 0
}

// yamlPath is a path such as "terms[2].unit", or "[3].title" in a list, in the
// notation of the YAML library.
func yamlPath(where string) string {
	if strings.HasPrefix(where, "[") {
		return "$" + where
	}
	return "$." + where
}

// validate checks what one file alone cannot: references, and every rule of
// the structure that the types do not hold.
func (c *Catalog) validate(tree fs.FS) []error {
	var faults []error
	for _, s := range c.Services {
		v := validatorOf(tree, s.File)
		c.validateService(v, s)
		faults = append(faults, v.faults...)
	}
	faults = append(faults, c.validateGroups(tree)...)
	faults = append(faults, c.validateLaw(tree)...)
	return faults
}

func (c *Catalog) validateService(v *validator, s *Service) {
	if !idPattern.MatchString(s.ID) {
		v.fault("id", "%q is not of small letters, digits and hyphens", s.ID)
	}
	if want := path.Join("services", s.ID+".yaml"); s.File != want {
		v.fault("id", "a file's name is its id: expected %s", want)
	}
	if s.RegisterCode != "" && !registerPattern.MatchString(s.RegisterCode) {
		v.fault("register_code", "%q is not of eight digits", s.RegisterCode)
	}
	if _, ok := c.Agency(s.Agency); !ok {
		v.fault("agency", "unknown agency %q", s.Agency)
	}
	if !slices.ContainsFunc(c.Sectors, func(x Sector) bool { return x.ID == s.Sector }) {
		v.fault("sector", "unknown sector %q", s.Sector)
	}
	oneOf(v, "monitoring", s.Monitoring, bodies)
	oneOf(v, "problem", s.Problem, problems)
	oneOf(v, "route", s.Route, routes)
	oneOf(v, "automation", s.Automation, automations)
	for i, ch := range s.Channels {
		oneOf(v, fmt.Sprintf("channels[%d]", i), ch, channels)
	}
	for i, who := range s.For {
		oneOf(v, fmt.Sprintf("for[%d]", i), who, audiences)
	}
	if _, err := s.ClosingMinute(); err != nil {
		v.fault("closes", "%v", err)
	}
	if s.Checked == 0 {
		v.fault("checked", "missing")
	}
	validateDimensions(v, s)
	for i := range s.Terms {
		validateTerm(v, s, i)
	}
	for i, d := range s.Documents {
		where := fmt.Sprintf("documents[%d]", i)
		oneOf(v, where+".form", d.Form, forms)
		validateWhen(v, s, where+".when", d.When)
		if d.Lives != nil {
			oneOf(v, where+".lives.unit", d.Lives.Unit, units)
		}
	}
	for i, r := range s.Fee.Rows {
		where := fmt.Sprintf("fee.rows[%d]", i)
		oneOf(v, where+".status", r.Status, statuses)
		validateWhen(v, s, where+".when", r.When)
		validateProof(v, where, r.Source, r.Checked, r.Status)
		if r.Status == StatusAct && r.Law == nil {
			v.fault(where+".law", "missing: status act names the article")
		}
		if r.MCI != nil && r.Tenge != nil {
			v.fault(where, "has both mci and tenge")
		}
	}
}

func validateDimensions(v *validator, s *Service) {
	if len(s.Dimensions) > maxChoices {
		v.fault("dimensions", "%d, at most %d", len(s.Dimensions), maxChoices)
	}
	for i, d := range s.Dimensions {
		where := fmt.Sprintf("dimensions[%d]", i)
		if len(d.Values) < 2 {
			v.fault(where+".values", "a dimension has at least two values")
		}
		for j, value := range d.Values {
			if !valuePattern.MatchString(value.ID) {
				v.fault(fmt.Sprintf("%s.values[%d].id", where, j), "%q is not 1 to 10 small letters, digits and hyphens", value.ID)
			}
		}
	}
}

func validateWhen(v *validator, s *Service, where string, w When) {
	for dimension, values := range w {
		i := slices.IndexFunc(s.Dimensions, func(d Dimension) bool { return d.ID == dimension })
		if i < 0 {
			v.fault(where, "unknown dimension %q", dimension)
			continue
		}
		for _, value := range values {
			if !slices.ContainsFunc(s.Dimensions[i].Values, func(x Value) bool { return x.ID == value }) {
				v.fault(where, "unknown value %q of %s", value, dimension)
			}
		}
	}
}

func validateTerm(v *validator, s *Service, i int) {
	t := &s.Terms[i]
	where := fmt.Sprintf("terms[%d]", i)
	if t.Kind == "" {
		v.fault(where+".kind", "missing")
	} else {
		oneOf(v, where+".kind", t.Kind, kinds)
	}
	oneOf(v, where+".start", t.Start, starts)
	oneOf(v, where+".status", t.Status, statuses)
	validateWhen(v, s, where+".when", t.When)
	validateProof(v, where, t.Source, t.Checked, t.Status)
	if t.Length != nil || t.Unit != "" {
		if !slices.Contains(units, t.Unit) {
			v.fault(where+".unit", "unknown unit %q", string(t.Unit))
		}
	}
	if t.Length != nil && *t.Length < 1 {
		v.fault(where+".length", "%d is not a length; kind at_once has none", *t.Length)
	}
	if t.Kind == Window && (!monthDay.MatchString(t.From) || !monthDay.MatchString(t.To)) {
		v.fault(where, "a window has from and to as MM-DD")
	}
	if t.Start != StartFiling && t.StartLabel == nil {
		v.fault(where+".start_label", "missing: which day is asked for?")
	}
	if t.Extends < 0 || t.Extends > len(s.Terms) || t.Extends == i+1 {
		v.fault(where+".extends", "no such row: %d", t.Extends)
	}
	if t.Count != "" && t.Count != FromNextWorkingDay {
		v.fault(where+".count", "unknown word %q", t.Count)
	}
	if t.Status == StatusAct && t.Law == nil {
		v.fault(where+".law", "missing: status act names the article")
	}
}

// sourceKnowledge is the source of what nobody has seen on a page.
const sourceKnowledge = "knowledge"

// validateProof demands the source of a fact and the day it was checked.
// "knowledge" is a source that nobody has seen on a page: never verified.
func validateProof(v *validator, where, source string, checked calendar.Date, status Status) {
	switch {
	case source == "":
		v.fault(where, "without source")
	case source == sourceKnowledge && status != StatusUnverified:
		v.fault(where+".status", "%s, but its source is knowledge", status)
	case source != sourceKnowledge && !strings.HasPrefix(source, "https://") && !strings.HasPrefix(source, "http://"):
		v.fault(where+".source", "%q is neither an address nor \"knowledge\"", source)
	}
	if checked == 0 {
		v.fault(where, "without the day it was checked")
	}
}

// ClosingMinute is the minute of the day from which a filing is after hours; 0
// means the calendar's own rule.
func (s *Service) ClosingMinute() (int, error) {
	if s.Closes == "" {
		return 0, nil
	}
	var hour, minute int
	if n, err := fmt.Sscanf(s.Closes, "%d:%d", &hour, &minute); n != 2 || err != nil || hour > 23 || minute > 59 || hour < 0 || minute < 0 {
		return 0, fmt.Errorf("%q is not an hour like 18:00", s.Closes)
	}
	return hour*60 + minute, nil
}
