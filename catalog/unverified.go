package catalog

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strconv"
)

// Fact is one fact that a person can verify with the act in hand, and the place
// where the answer is to be written.
type Fact struct {
	Service string // id; "" for a fact of the law
	Kind    FactKind
	Row     int    // from 1, among the rows of its kind; 0 for a fact of the law
	Label   Text   // the row's case, the law's own title
	Value   string // ours: "15", "0.2"; "" where none was found
	Unit    string // working_day …, MCI, tenge; "" for a sentence
	Act     string // the act's page, or the page that we have instead; may be ""
	Source  string
	Status  Status
	File    string // services/id-card.yaml
	Where   string // terms[0]
}

// FactKind says what a fact is about.
type FactKind string

// The kinds of fact.
const (
	FactTerm FactKind = "term"
	FactFee  FactKind = "fee"
	FactLaw  FactKind = "law"
	FactMCI  FactKind = "mci"
)

// Unverified lists the facts whose status is unverified, most needed first:
// the law's own, which every complaint rests on; then the services by how many
// people are likely to need them (see need), of each the terms that an agency
// must keep, its other terms, its fees; the indices of past years last. Who
// knows what people ask sorts the services anew, stably.
func (c *Catalog) Unverified() []Fact {
	return slices.DeleteFunc(c.Facts(), func(f Fact) bool { return f.Status != StatusUnverified })
}

// Facts lists all facts that a person can verify, whatever their status, in the
// order of Unverified.
func (c *Catalog) Facts() []Fact {
	out := c.Law.facts()
	events := map[string]int{}
	for _, e := range c.Events {
		for _, id := range e.Services {
			events[id]++
		}
	}
	services := slices.Clone(c.Services)
	slices.SortStableFunc(services, func(a, b *Service) int { return cmp.Compare(b.need(events), a.need(events)) })
	for _, s := range services {
		out = append(out, s.facts()...)
	}
	for i, m := range slices.Backward(c.Law.MCI) {
		out = append(out, Fact{
			Kind: FactMCI, Row: i + 1, Label: Text{m.From.String(), m.From.String()}, Value: strconv.FormatInt(m.Tenge, 10), Unit: "tenge",
			Source: m.Source, Act: page(m.Source), Status: m.Status, File: "law/mci.yaml", Where: fmt.Sprintf("rows[%d]", i),
		})
	}
	return out
}

// need guesses how many people need a service and how much they would lose by a
// wrong date: the life events it stands under, whether it is for people rather
// than firms, and the four troubles of the monitoring.
func (s *Service) need(events map[string]int) int {
	n := 2 * events[s.ID]
	if slices.Contains(s.For, "individual") {
		n += 3
	}
	if s.Problem != "" {
		n += 2
	}
	if s.Route == RouteLadder {
		n++
	}
	return n
}

func (s *Service) facts() []Fact {
	var binding, other, fees []Fact
	for i := range s.Terms {
		t := &s.Terms[i]
		f := Fact{
			Service: s.ID, Kind: FactTerm, Row: i + 1, Label: t.Case, Value: t.value(), Unit: string(t.Unit),
			Act: s.actOf(t), Source: t.Source, Status: t.Status, File: s.File, Where: fmt.Sprintf("terms[%d]", i),
		}
		if t.Kind == Rendering {
			binding = append(binding, f)
		} else {
			other = append(other, f)
		}
	}
	for i, r := range s.Fee.Rows {
		value, unit := r.value()
		fees = append(fees, Fact{
			Service: s.ID, Kind: FactFee, Row: i + 1, Label: r.Case, Value: value, Unit: unit,
			Act: s.actOfFee(r), Source: r.Source, Status: r.Status, File: s.File, Where: fmt.Sprintf("fee.rows[%d]", i),
		})
	}
	return slices.Concat(binding, other, fees)
}

// actOf is the page on which a term of the service should stand.
func (s *Service) actOf(t *Term) string {
	if t.Law != nil && t.Law.Code != "" {
		return (&Act{AdiletID: t.Law.Code}).URL(Russian)
	}
	return cmp.Or(s.Act.URL(Russian), page(t.Source))
}

// actOfFee is the page on which a fee of the service should stand.
func (s *Service) actOfFee(r FeeRow) string {
	if r.Law != nil {
		return (&Act{AdiletID: r.Law.Code}).URL(Russian)
	}
	return cmp.Or(s.Act.URL(Russian), page(r.Source))
}

// page is a source's address, or "" for what was seen on no page.
func page(source string) string {
	if source == sourceKnowledge {
		return ""
	}
	return source
}

func (t *Term) value() string {
	switch {
	case t.Kind == Window:
		return t.From + " " + t.To
	case t.Length == nil:
		return ""
	}
	return strconv.Itoa(*t.Length)
}

func (r FeeRow) value() (value, unit string) {
	switch {
	case r.Tenge != nil:
		return strconv.FormatInt(*r.Tenge, 10), "tenge"
	case r.MCI != nil:
		return strconv.FormatFloat(*r.MCI, 'f', -1, 64), "MCI"
	}
	return "", ""
}

// facts lists the facts of the law but the index.
func (l *Law) facts() []Fact {
	var out []Fact
	for _, part := range l.parts() {
		walk(part.value, func(x reflect.Value, where string) bool {
			f := Fact{Kind: FactLaw, File: part.file, Where: where}
			var p Proof
			switch fact := x.Interface().(type) {
			case Period:
				p, f.Label, f.Value, f.Unit = fact.Proof, fact.Title, strconv.Itoa(fact.Length), string(fact.Unit)
			case Clause:
				p, f.Label, f.Value = fact.Proof, fact.Text, fact.Text.RU
			case LawText:
				p, f.Label, f.Value = fact.Proof, fact.Name, fact.Name.KK
				f.Act = fact.URL(Russian)
			case Line:
				p, f.Label, f.Value = fact.Proof, fact.Name, cmp.Or(fact.Number, fact.Address)
			case Authority:
				p, f.Label, f.Value = fact.Proof, fact.Name, fact.Name.RU
			case OfficeHours:
				p, f.Label, f.Value = fact.Proof, fact.Text, fact.From+"-"+fact.To
			default:
				return true
			}
			act, _ := l.Facts.Act(p.Act)
			f.Act = cmp.Or(f.Act, act.URL(Russian), page(p.Source))
			f.Source, f.Status = p.Source, p.Status
			out = append(out, f)
			return false
		})
	}
	return out
}
