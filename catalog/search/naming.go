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

// calls gives how many words the longest name of a service has, or another word
// for it, that a question says whole among other words; 0 where it says none.
func (x *Index) calls(s *scratch, service int32) (words int) {
	for _, n := range x.names[service] {
		if len(n) > words && n.in(s.words) {
			words = len(n)
		}
	}
	return words
}

// near reports that the first two hits are near each other: their scores are,
// and the question does not say a whole name of the first and less of the second.
func (x *Index) near(s *scratch, lead float32) bool {
	if lead >= nearLead || len(s.order) < 2 {
		return lead < nearLead
	}
	first := x.calls(s, s.order[0])
	return first == 0 || first <= x.calls(s, s.order[1])
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
