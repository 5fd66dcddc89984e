package catalog

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// service checks that a card is whole and that its cases lead somewhere.
func (k *checker) service(s *Service) {
	for key, t := range map[string]Text{
		"title": s.Title, "official_name": s.OfficialName, "about": s.About, "provider": s.Provider, "result": s.Result,
	} {
		if t == (Text{}) {
			k.fault(s.File, key, "missing")
		}
	}
	if len(s.Sources) == 0 {
		k.warn(s.File, "names no page as a source")
	}
	k.firstRow(s)
	settled := s.settlements()
	k.reachable(s, settled)
	k.mainTerms(s, settled)
}

// firstRow demands that row 1 of the terms holds when nothing was chosen: it
// is the row that the bot takes for a person who names no case.
func (k *checker) firstRow(s *Service) {
	if len(s.Terms) > 0 && !slices.Contains(s.Settle(nil).Terms, 0) {
		k.fault(s.File, "terms[0].when", "row 1 does not hold for the first value of each dimension")
	}
}

// reachable demands that every value can be chosen and every row seen.
func (k *checker) reachable(s *Service, settled []View) {
	for i, d := range s.Dimensions {
		for j, value := range d.Values {
			if !slices.ContainsFunc(settled, func(v View) bool { return v.Choice[d.ID] == value.ID }) {
				k.fault(s.File, fmt.Sprintf("dimensions[%d].values[%d].id", i, j), "no choice leads to %s", value.ID)
			}
		}
	}
	row := func(where string, i int, rows func(View) []int) {
		if !slices.ContainsFunc(settled, func(v View) bool { return slices.Contains(rows(v), i) }) {
			k.fault(s.File, fmt.Sprintf("%s[%d]", where, i), "no choice leads to this row")
		}
	}
	for i := range s.Terms {
		row("terms", i, func(v View) []int { return v.Terms })
	}
	for i := range s.Documents {
		row("documents", i, func(v View) []int { return v.Documents })
	}
	for i := range s.Fee.Rows {
		row("fee.rows", i, func(v View) []int { return v.Fees })
	}
}

// mainTerms warns of choices under which no term or more than one answers
// "when".
func (k *checker) mainTerms(s *Service, settled []View) {
	if len(s.Terms) == 0 {
		return
	}
	said := map[string]bool{}
	for _, v := range settled {
		byStart := map[Start][]string{}
		lengths := map[Start]map[string]bool{}
		for _, i := range v.Terms {
			t := &s.Terms[i]
			if t.Kind != Rendering || t.Extends != 0 {
				continue
			}
			byStart[t.Start] = append(byStart[t.Start], fmt.Sprint(i+1))
			if lengths[t.Start] == nil {
				lengths[t.Start] = map[string]bool{}
			}
			lengths[t.Start][t.value()+string(t.Unit)] = true
		}
		for _, start := range slices.Sorted(maps.Keys(byStart)) {
			if rows := byStart[start]; len(lengths[start]) > 1 {
				said[fmt.Sprintf("rows %s of the terms hold at once, row %s is taken", strings.Join(rows, ", "), rows[0])] = true
			}
		}
		if v.Main() == nil {
			said[fmt.Sprintf("no term is left for %s", v.Choice)] = true
		}
	}
	for _, text := range slices.Sorted(maps.Keys(said)) {
		k.warn(s.File, "%s", text)
	}
}

// String writes the choice as "reason=lost, speed=express", "any case" when
// empty.
func (c Choice) String() string {
	if len(c) == 0 {
		return "any case"
	}
	var out []string
	for _, d := range slices.Sorted(maps.Keys(c)) {
		out = append(out, d+"="+c[d])
	}
	return strings.Join(out, ", ")
}

// settlements lists the service as it stands for every choice that a person can
// make, each once.
func (s *Service) settlements() []View {
	choices := []Choice{{}}
	for _, d := range s.Dimensions {
		var next []Choice
		for _, c := range choices {
			for _, v := range d.Values {
				next = append(next, c.with(d.ID, v.ID))
			}
		}
		choices = next
	}
	var out []View
	seen := map[string]bool{}
	for _, c := range choices {
		v := s.Settle(c)
		if key := v.Choice.String(); !seen[key] {
			seen[key] = true
			out = append(out, v)
		}
	}
	return out
}
