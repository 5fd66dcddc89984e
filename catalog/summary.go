package catalog

// Summary counts what the catalogue holds and how well it is known.
type Summary struct {
	Services  int
	Events    int
	Agencies  int
	Regions   int
	Documents int

	Terms         int
	TermsByStatus map[Status]int
	TermsByKind   map[TermKind]int
	// Binding is how many terms an agency can be late for.
	Binding int
	// WithoutTerms lists the services of which no term is known.
	WithoutTerms []string

	Fees         int // rows of fees; services that are free have none
	FeesByStatus map[Status]int
	Free         int // services

	LawFacts         int
	LawFactsByStatus map[Status]int
}

// Summary counts the catalogue.
func (c *Catalog) Summary() Summary {
	s := Summary{
		Services: len(c.Services), Events: len(c.Events), Agencies: len(c.Agencies), Regions: len(c.Regions),
		TermsByStatus: map[Status]int{}, TermsByKind: map[TermKind]int{},
		FeesByStatus: map[Status]int{}, LawFactsByStatus: map[Status]int{},
	}
	for _, service := range c.Services {
		known := false
		for i := range service.Terms {
			t := &service.Terms[i]
			s.Terms++
			s.TermsByStatus[t.Status]++
			s.TermsByKind[t.Kind]++
			known = known || t.Counts() || t.Kind == Window
			if t.Binds() {
				s.Binding++
			}
		}
		if !known {
			s.WithoutTerms = append(s.WithoutTerms, service.ID)
		}
		for _, r := range service.Fee.Rows {
			s.Fees++
			s.FeesByStatus[r.Status]++
		}
		if service.Fee.Free {
			s.Free++
		}
		s.Documents += len(service.Documents)
	}
	for _, f := range c.Law.facts() {
		s.LawFacts++
		s.LawFactsByStatus[f.Status]++
	}
	return s
}
