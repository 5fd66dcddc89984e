package search

import "github.com/merzim/merzim/catalog"

// name is the words of one name of a service, title or other.
type name [][]key

// nameList reads the names of a service.
func (x *Index) nameList(s *catalog.Service) []name {
	var out []name
	for _, list := range [][]string{{s.Title.RU, s.Title.KK}, s.AlsoCalled.RU, s.AlsoCalled.KK} {
		for _, called := range list {
			var n name
			for _, word := range split(clean(called), nil) {
				if e := x.words.learn(word); e >= 0 {
					n = append(n, x.words.entries[e].keys)
				}
			}
			out = append(out, n)
		}
	}
	return out
}

// named reports that a question is nothing but words of one of a service's
// names: «паспорт», «справка о судимости». Such a question is about that
// service however short it is.
func (x *Index) named(s *scratch, service int32) bool {
	if len(s.words) == 0 || len(s.words) > longestName {
		return false
	}
	for _, n := range x.names[service] {
		if n.holds(s.words) {
			return true
		}
	}
	return false
}

// longestName is the number of words above which a question is a sentence.
const longestName = 6

func (n name) holds(words []asked) bool {
	for i := range words {
		if words[i].weight < oneSlip || !n.has(words[i].keys) {
			return false
		}
	}
	return true
}

func (n name) has(keys []key) bool {
	for _, word := range n {
		if meet(word, keys) {
			return true
		}
	}
	return false
}

// calls reports that a question says a whole name of a service, or another
// word for it, among other words.
func (x *Index) calls(s *scratch, service int32) bool {
	for _, n := range x.names[service] {
		if n.in(s.words) {
			return true
		}
	}
	return false
}

// in reports that all words of a name are among the question's.
func (n name) in(words []asked) bool {
	for _, word := range n {
		found := false
		for i := range words {
			if words[i].weight >= oneSlip && meet(word, words[i].keys) {
				found = true
				break
			}
		}
		if !found {
			return false
		}
	}
	return len(n) > 0
}
