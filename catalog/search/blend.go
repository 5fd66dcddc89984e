package search

import "math"

// The blend: a service's score is the classifier's sum plus its share of the
// words asked for, weighed so that both count alike. Fitted on the tuning half
// of testdata/dev.tsv: 20 to 60 differ by less than a point.
const wordsInBlend = 30

// farAhead is the lead above which more of it says nothing.
const farAhead = 20

// evenness turns blended scores into shares that are about as often right as
// they say.
const evenness = 0.45

// Cuts say whether a question is about a public service: the logistic of
// these signals. The numbers are fitted on the questions for tuning, and on
// phrasings and non-services asked of a search that did not learn them, by
//
//	go test ./catalog/search -run TestFitCut -fit -v
//
// The bias is the one that refuses nine in ten of the non-services held out.
type cuts struct {
	bias   float32
	share  float32 // of the words asked for, in the best hit's texts
	alike  float32 // the classifier's sum for the best hit
	lead   float32 // of the best blended score over the second
	short  float32 // one over the number of words
	domain float32 // the classifier's sum for a public service
	abbr   float32 // 1 where an abbreviation of the list is said
}

// signals are what the cut looks at, in the order of its fields.
type signals [7]float32

func (c cuts) weights() signals {
	return signals{c.bias, c.share, c.alike, c.lead, c.short, c.domain, c.abbr}
}

// sum is above 0 where the question is about a public service.
func (c cuts) sum(v signals) float32 {
	w := c.weights()
	var sum float32
	for i := range v {
		sum += v[i] * w[i]
	}
	return sum
}

func wordCuts() cuts { return cuts{bias: -3.67, share: 11.1, short: -7.7, abbr: 2.3} }
func trainedCuts() cuts {
	return cuts{bias: -2.1, alike: 0.11, lead: 0.09, short: -4.25, domain: 0.63, abbr: 0.26}
}

// nearLead is the lead below which the first two hits are near each other: so it
// is in three of four wrong first hits and in one of fifteen right ones.
const nearLead = 4.0

// blend scores the services by words and by the classifier, where there is
// one, and returns the signals and what they are weighed with.
func (x *Index) blend(s *scratch) (signals, cuts) {
	x.rank(s)
	v, cut := signals{1}, wordCuts()
	if m := x.model.Load(); m != nil {
		cut = trainedCuts()
		s.features = x.features(s, s.features[:0])
		v[5] = m.apply(s.features, s.alike)
	} else {
		clear(s.alike)
	}
	for i := range s.shares {
		s.scores[i] = wordsInBlend*s.shares[i] + s.alike[i]
	}
	x.best(s, 2)
	if len(s.order) > 0 {
		first := s.order[0]
		v[1], v[2], v[3] = s.shares[first], s.alike[first], farAhead
		if len(s.order) > 1 {
			v[3] = min(s.scores[first]-s.scores[s.order[1]], farAhead)
		}
	}
	v[4] = 1 / float32(max(1, len(s.words)))
	for _, c := range s.concepts {
		if x.concepts.abbreviation[c.concept] {
			v[6] = 1
		}
	}
	return v, cut
}

// logistic is 1/(1+e^-v).
func logistic(v float32) float32 { return float32(1 / (1 + math.Exp(float64(-v)))) }
