package search

// requests knows the short everyday requests that several services answer:
// «справка о доходах», «балаға жәрдемақы».
type requests struct {
	nouns map[key]bool // of plain.yaml
	names map[key]bool // of the names of all services
}

// mostPlain is how many words such a request has at most.
const mostPlain = 4

// sureOfPlain is the certainty of such a request: a service, though which one
// may be open.
const sureOfPlain = 0.4

func (x *Index) newRequests() requests {
	p := requests{nouns: map[key]bool{}, names: map[key]bool{}}
	for _, noun := range x.lexicon.plain {
		if e := x.words.learn(clean(noun)); e >= 0 {
			for _, k := range x.words.entries[e].keys {
				p.nouns[k] = true
			}
		}
	}
	for _, list := range x.names {
		for _, n := range list {
			for _, word := range n {
				for _, k := range word {
					p.names[k] = true
				}
			}
		}
	}
	return p
}

// asks reports such a request: a noun of the list and otherwise words of names.
func (p requests) asks(s *scratch) bool {
	if len(s.words) > mostPlain {
		return false
	}
	noun := false
	for i := range s.words {
		w := &s.words[i]
		if w.weight < oneSlip {
			return false
		}
		known := false
		for _, k := range w.keys {
			known = known || p.names[k] || p.nouns[k]
			noun = noun || p.nouns[k]
		}
		if !known {
			return false
		}
	}
	return noun
}
