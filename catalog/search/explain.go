package search

import "slices"

// Why is one reason for a hit.
type Why struct {
	Word  string  // as read in the question
	Found string  // the catalogue's word or meaning it was taken for, by sound, where it differs
	Kind  Kind    // how the word met the service
	Share float64 // its part of the score, which goes from 0 to 1 for words
}

// Kind says how a word met a service.
type Kind string

// The kinds of reasons.
const (
	KindWord    Kind = "word"    // the service's texts hold the word
	KindTypo    Kind = "typo"    // they hold one that is spelt almost so
	KindMeaning Kind = "meaning" // they hold another word of the same meaning or kind
	KindAlike   Kind = "alike"   // phrasings sound alike: the classifier's sum
)

// Explanation is a result with its reasons.
type Explanation struct {
	Result
	Reading string   // what the question was read as
	Signals []Signal // what the certainty is made of
}

// Signal is one part of the certainty that a question is about a service.
type Signal struct {
	Name          string
	Value, Weight float64
}

// Explain is Search with the reasons of each hit.
func (x *Index) Explain(query string, top int) Explanation {
	s := x.pool.Get().(*scratch)
	defer x.pool.Put(s)
	x.read(query, s)
	v, cut := x.blend(s)
	e := Explanation{Reading: s.reading}
	e.Result = x.answer(v, cut.sum(v), s, top)
	weights := cut.weights()
	for i, name := range []string{"bias", "share", "alike", "lead", "short", "domain", "abbr"} {
		e.Signals = append(e.Signals, Signal{name, float64(v[i]), float64(weights[i])})
	}
	for i := range e.Hits {
		e.Hits[i].Why = x.why(s, int32(slices.Index(x.ids, e.Hits[i].ID)))
	}
	return e
}

// why lists what made a service a hit.
func (x *Index) why(s *scratch, service int32) []Why {
	var out []Why
	whole := x.wanted(s)
	for _, w := range s.words {
		v := x.held(w.keys, w.weight, service) / whole
		if v == 0 {
			continue
		}
		reason := Why{Word: w.text, Kind: KindWord, Share: float64(v)}
		if w.typo >= 0 {
			reason.Kind, reason.Found = KindTypo, x.words.entries[w.typo].sound
		}
		out = append(out, reason)
	}
	for _, c := range s.concepts {
		if v := x.held([]key{c.concept}, conceptWeight, service) / whole; v > 0 {
			out = append(out, Why{Word: s.words[c.first].text, Found: x.concepts.names[c.concept], Kind: KindMeaning, Share: float64(v)})
		}
	}
	if v := s.alike[service]; v != 0 {
		out = append(out, Why{Kind: KindAlike, Share: float64(v) / wordsInBlend})
	}
	return out
}

// held is what a word adds to a service.
func (x *Index) held(keys []key, weight float32, service int32) float32 {
	var most float32
	for _, k := range keys {
		for _, p := range x.ranking.postings[k] {
			if p.service == service {
				most = max(most, p.weight*x.rarityOf(keys)*weight)
			}
		}
	}
	return most
}
