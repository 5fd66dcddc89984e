package catalog

import "slices"

// Choice is what a citizen has chosen so far: dimension id to value id.
type Choice map[string]string

// with returns a copy of the choice with one more answer.
func (c Choice) with(dimension, value string) Choice {
	out := make(Choice, len(c)+1)
	for k, v := range c {
		out[k] = v
	}
	out[dimension] = value
	return out
}

// allows reports that a row may still hold under the choice: no dimension
// that the row names was answered otherwise.
func (w When) allows(c Choice) bool {
	for dimension, values := range w {
		if chosen, ok := c[dimension]; ok && !slices.Contains(values, chosen) {
			return false
		}
	}
	return true
}

// View is a service as it stands for one choice.
type View struct {
	Service   *Service
	Choice    Choice // with the usual value for what was not chosen but matters
	Terms     []int  // indices into Service.Terms
	Documents []int
	Fees      []int
}

// Settle gives the service as it stands for a choice. A dimension that matters
// and was not chosen takes its first possible value; one that does not matter
// under the other answers, or holds an unknown value, is left out.
func (s *Service) Settle(c Choice) View {
	settled := Choice{}
	for _, d := range s.Dimensions {
		if !s.matters(d.ID, settled) {
			continue
		}
		possible := s.Possible(d, settled)
		if len(possible) == 0 {
			continue
		}
		value := possible[0].ID
		if wanted, ok := c[d.ID]; ok && slices.ContainsFunc(possible, func(v Value) bool { return v.ID == wanted }) {
			value = wanted
		}
		settled[d.ID] = value
	}
	v := View{Service: s, Choice: settled}
	for i := range s.Terms {
		if s.Terms[i].When.allows(settled) {
			v.Terms = append(v.Terms, i)
		}
	}
	for i := range s.Documents {
		if s.Documents[i].When.allows(settled) {
			v.Documents = append(v.Documents, i)
		}
	}
	for i := range s.Fee.Rows {
		if s.Fee.Rows[i].When.allows(settled) {
			v.Fees = append(v.Fees, i)
		}
	}
	return v
}

// matters reports that a row which may still hold depends on the dimension.
func (s *Service) matters(dimension string, c Choice) bool {
	for _, w := range s.conditions() {
		if _, named := w[dimension]; named && w.allows(c) {
			return true
		}
	}
	return false
}

// Possible lists the values of a dimension that make sense under the choice:
// where terms depend on the dimension, only values that leave a term.
func (s *Service) Possible(d Dimension, c Choice) []Value {
	constrained := false
	var out []Value
	for i := range s.Terms {
		if _, named := s.Terms[i].When[d.ID]; named && s.Terms[i].When.allows(c) {
			constrained = true
		}
	}
	if !constrained {
		return slices.Clone(d.Values)
	}
	for _, v := range d.Values {
		if s.leavesTerm(c.with(d.ID, v.ID)) {
			out = append(out, v)
		}
	}
	return out
}

// leavesTerm reports that a term which is no extension may hold under the choice.
func (s *Service) leavesTerm(c Choice) bool {
	for i := range s.Terms {
		if s.Terms[i].Extends == 0 && s.Terms[i].When.allows(c) {
			return true
		}
	}
	return false
}

// Asks lists the dimensions that matter under a settled choice, in the order
// in which they are asked, each with the values that make sense.
func (v View) Asks() []Dimension {
	var out []Dimension
	before := Choice{}
	for _, d := range v.Service.Dimensions {
		if _, ok := v.Choice[d.ID]; !ok {
			continue
		}
		if possible := v.Service.Possible(d, before); len(possible) > 1 {
			out = append(out, Dimension{ID: d.ID, Ask: d.Ask, Values: possible})
		}
		before = before.with(d.ID, v.Choice[d.ID])
	}
	return out
}

// Next is the first dimension that matters under the choice, has more than one
// possible value and was not answered in it; nil when nothing is left to ask.
func (s *Service) Next(c Choice) *Dimension {
	v := s.Settle(c)
	for _, d := range v.Asks() {
		if _, answered := c[d.ID]; !answered {
			return &d
		}
	}
	return nil
}

// Views lists the service for every choice that a person can make; one without
// dimensions has one.
func (s *Service) Views() []View {
	var out []View
	var walk func(Choice)
	walk = func(c Choice) {
		if next := s.Next(c); next != nil {
			for _, value := range next.Values {
				walk(c.with(next.ID, value.ID))
			}
			return
		}
		out = append(out, s.Settle(c))
	}
	walk(Choice{})
	return out
}

// conditions lists the conditions of all rows.
func (s *Service) conditions() []When {
	out := make([]When, 0, len(s.Terms)+len(s.Documents)+len(s.Fee.Rows))
	for _, t := range s.Terms {
		out = append(out, t.When)
	}
	for _, d := range s.Documents {
		out = append(out, d.When)
	}
	for _, r := range s.Fee.Rows {
		out = append(out, r.When)
	}
	return out
}

// Main is the term that answers "when": the first that holds, prolongs no
// other and is not the applicant's own time. It is nil where there is none.
func (v View) Main() *Term {
	var fallback *Term
	for _, i := range v.Terms {
		t := &v.Service.Terms[i]
		if t.Extends != 0 || t.Kind == Own {
			continue
		}
		if t.Kind == Window {
			if fallback == nil {
				fallback = t
			}
			continue
		}
		return t
	}
	return fallback
}

// ForCase is the choice under which row n of the terms (from 1) is the main
// one; ok is false when there is no such row.
func (s *Service) ForCase(n int) (Choice, bool) {
	if n < 1 || n > len(s.Terms) {
		return nil, false
	}
	c := Choice{}
	for dimension, values := range s.Terms[n-1].When {
		if len(values) > 0 {
			c[dimension] = values[0]
		}
	}
	return c, true
}

// TermChoice is the part of a settled choice on which the service's terms
// depend.
func (v View) TermChoice() Choice {
	out := Choice{}
	for _, t := range v.Service.Terms {
		for dimension := range t.When {
			if value, ok := v.Choice[dimension]; ok {
				out[dimension] = value
			}
		}
	}
	return out
}
