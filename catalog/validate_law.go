package catalog

import (
	"fmt"
	"io/fs"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/merzim/merzim/catalog/calendar"
)

var (
	articlePattern = regexp.MustCompile(`^\d+(-\d+)?(\(\d+(-\d+)?\))*(, \d+(-\d+)?(\(\d+(-\d+)?\))*)*$`)
	hourPattern    = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)
	extenders      = []string{"quality-body", "central-body", "akimat", "akim"}
	periodStarts   = []PeriodStart{FromRegistration, FromReceipt, FromAnswerDue, FromExtension, FromLearning, FromDecision, FromClaim}
	periodKinds    = []TermKind{Rendering, Own}
)

// lawPart is one file of the law and what was read from it.
type lawPart struct {
	file  string
	value any
}

// parts lists the files of the law but the index's, whose rows have a shape of
// their own.
func (l *Law) parts() []lawPart {
	return []lawPart{
		{"law/facts.yaml", &l.Facts},
		{"law/ladder.yaml", &l.Ladder},
		{"law/authorities.yaml", &l.Authorities},
		{"law/rights.yaml", &l.Rights},
		{"law/permits.yaml", &l.Permits},
		{"law/hours.yaml", &l.Hours},
	}
}

// validateLaw checks law/*.yaml.
func (c *Catalog) validateLaw(tree fs.FS) []error {
	mci := validatorOf(tree, "law/mci.yaml")
	c.Law.MCI.validate(mci)
	if c.Law.MCIReview == (Review{}) {
		mci.fault("review", "missing")
	}
	faults := mci.faults
	for _, part := range c.Law.parts() {
		v := validatorOf(tree, part.file)
		walk(part.value, func(x reflect.Value, where string) bool {
			switch value := x.Interface().(type) {
			case Proof:
				c.validateLawProof(v, where, value)
			case Clause:
				demandText(v, dotted(where, "text"), value.Text)
			case Period:
				validatePeriod(v, where, value)
			case OfficeHours:
				validateHours(v, where, value)
			}
			return true
		})
		switch part.value.(type) {
		case *Facts:
			validateFacts(v, &c.Law.Facts)
		case *Ladder:
			c.validateExtension(v)
		case *Authorities:
			c.validateAuthorities(v)
		case *Rights:
			demandItems(v, "refusals", c.Law.Rights.Refusals)
			demandItems(v, "needless", c.Law.Rights.Needless)
		case *Permits:
			c.validatePermits(v)
		}
		faults = append(faults, v.faults...)
	}
	return faults
}

// validateLawProof demands what every fact of the law carries.
func (c *Catalog) validateLawProof(v *validator, where string, p Proof) {
	oneOf(v, dotted(where, "status"), p.Status, statuses)
	validateProof(v, where, p.Source, p.Checked, p.Status)
	if p.Owner == "" {
		v.fault(dotted(where, "owner"), "missing: who keeps it true?")
	}
	if p.Review == (Review{}) {
		v.fault(dotted(where, "review"), "missing: a day, or %q", beforeRelease)
	}
	if p.Article != "" && !articlePattern.MatchString(p.Article) {
		v.fault(dotted(where, "article"), "%q is not like 25(2) or 91(5), 136(1)", p.Article)
	}
	if _, known := c.Law.Facts.Act(p.Act); p.Act != "" && !known {
		v.fault(dotted(where, "act"), "no act of law/facts.yaml: %q", p.Act)
	}
	if (p.Act == "") != (p.Article == "") {
		v.fault(where, "act and article go together")
	}
}

func validatePeriod(v *validator, where string, p Period) {
	demandText(v, dotted(where, "title"), p.Title)
	demandText(v, dotted(where, "text"), p.Text)
	if p.Length < 1 {
		v.fault(dotted(where, "length"), "%d is not a length", p.Length)
	}
	oneOf(v, dotted(where, "unit"), p.Unit, []calendar.Unit{calendar.WorkingDays, calendar.CalendarDays, calendar.Months})
	oneOf(v, dotted(where, "kind"), p.Kind, periodKinds)
	oneOf(v, dotted(where, "start"), p.Start, periodStarts)
	if p.Status == StatusAct && p.Article == "" {
		v.fault(dotted(where, "article"), "missing: status act names the article")
	}
}

func validateHours(v *validator, where string, h OfficeHours) {
	demandText(v, dotted(where, "text"), h.Text)
	for key, hour := range map[string]string{"from": h.From, "to": h.To} {
		if !hourPattern.MatchString(hour) {
			v.fault(dotted(where, key), "%q is not an hour like 09:00", hour)
		}
	}
	for key, hour := range map[string]string{
		"break_from": h.BreakFrom, "break_to": h.BreakTo, "accepts_to": h.AcceptsTo,
		"duty_to": h.DutyTo, "saturday_from": h.SaturdayFrom, "saturday_to": h.SaturdayTo,
	} {
		if hour != "" && !hourPattern.MatchString(hour) {
			v.fault(dotted(where, key), "%q is not an hour like 09:00", hour)
		}
	}
}

func validateFacts(v *validator, f *Facts) {
	walk(f, func(x reflect.Value, where string) bool {
		if l, ok := x.Interface().(LawText); ok {
			demandText(v, dotted(where, "name"), l.Name)
			demandText(v, dotted(where, "of"), l.Of)
			demandText(v, dotted(where, "part"), l.Part)
		}
		return true
	})
	if f.Contact.Number == "" {
		v.fault("contact_centre.number", "missing")
	}
}

func (c *Catalog) validateExtension(v *validator) {
	e := c.Law.Ladder.Extension
	for i, who := range e.By {
		oneOf(v, fmt.Sprintf("extension.by[%d]", i), who, extenders)
	}
	for i, id := range e.Not {
		if _, ok := c.Agency(id); !ok {
			v.fault(fmt.Sprintf("extension.not[%d]", i), "unknown agency %q", id)
		}
	}
	if len(e.By) == 0 {
		v.fault("extension.by", "missing: who may prolong?")
	}
}

func (c *Catalog) validateAuthorities(v *validator) {
	seen := map[string]bool{}
	for i, a := range c.Law.Authorities.Bodies {
		where := fmt.Sprintf("bodies[%d]", i)
		demandText(v, where+".name", a.Name)
		demandText(v, where+".text", a.Text)
		if seen[a.ID] || !idPattern.MatchString(a.ID) {
			v.fault(where+".id", "%q is ill-formed or stands twice", a.ID)
		}
		seen[a.ID] = true
		for key, t := range map[string]*Text{"department": a.Department, "to": a.To} {
			if t != nil && (!strings.Contains(t.RU, regionMark) || !strings.Contains(t.KK, regionMark)) {
				v.fault(where+"."+key, "%s is missing", regionMark)
			}
		}
		for j, id := range a.Lines {
			if _, ok := c.Law.Line(id); !ok {
				v.fault(fmt.Sprintf("%s.lines[%d]", where, j), "unknown line %q", id)
			}
		}
	}
	for _, id := range []string{QualityAgency, StateCorporation, AntiCorruption, MonopoliesRegulator} {
		if !seen[id] {
			v.fault("bodies", "%s is missing", id)
		}
	}
	seen = map[string]bool{c.Law.Facts.Contact.ID: true}
	for i, l := range c.Law.Authorities.Lines {
		where := fmt.Sprintf("lines[%d]", i)
		demandText(v, where+".name", l.Name)
		demandText(v, where+".text", l.Text)
		if seen[l.ID] || l.ID == "" {
			v.fault(where+".id", "%q is missing or stands twice", l.ID)
		}
		seen[l.ID] = true
		if l.Number == "" && l.Address == "" {
			v.fault(where, "has neither number nor address")
		}
	}
}

func (c *Catalog) validatePermits(v *validator) {
	demandItems(v, "fines", c.Law.Permits.Fines)
	for i, f := range c.Law.Permits.Fines {
		if f.MCI <= 0 {
			v.fault(fmt.Sprintf("fines[%d].mci", i), "%v is no amount", f.MCI)
		}
	}
	for i, id := range c.Law.Permits.Services {
		if _, ok := c.byID[id]; !ok || slices.Index(c.Law.Permits.Services, id) < i {
			v.fault(fmt.Sprintf("services[%d]", i), "%q is unknown or stands twice", id)
		}
	}
}

func demandItems[T any](v *validator, where string, list []T) {
	if len(list) == 0 {
		v.fault(where, "none")
	}
}
