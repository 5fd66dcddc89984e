package search

import "math"

// The blend: a service's score is the classifier's sum plus its share of the
// words asked for, weighed so that both count alike. Fitted on the tuning half
// of testdata/dev.tsv: 20 to 60 differ by less than a point.
const wordsInBlend = 40

// evenness turns blended scores into shares that are about as often right as
// they say.
const evenness = 0.45

// Cuts say whether a question is about a public service: the logistic of
// these signals. The numbers are fitted on the tuning half by
//
//	go test ./catalog/search -run TestFitCut -fit
//
// so that nine in ten non-services are refused.
type cuts struct {
	bias   float32
	share  float32 // of the words asked for, in the best hit's texts
	alike  float32 // the classifier's sum for the best hit
	lead   float32 // of the best blended score over the second
	short  float32 // one over the number of words
	domain float32 // the classifier's sum for a public service
}

// signals are what the cut looks at, in the order of its fields.
type signals [6]float32

func (c cuts) sum(v signals) float32 {
	w := signals{c.bias, c.share, c.alike, c.lead, c.short, c.domain}
	var sum float32
	for i := range v {
		sum += v[i] * w[i]
	}
	return sum
}

func wordCuts() cuts    { return cuts{bias: -0.4, share: 6, short: -2} }
func trainedCuts() cuts { return cuts{bias: 0, share: 4, short: -5, domain: 0.45} }

// nearLead is the lead below which the first two hits are near each other.
const nearLead = 2.0

// blend scores the services by words and by the classifier, where there is
// one, and returns the signals for the cut.
func (x *Index) blend(s *scratch) signals {
	x.rank(s)
	v := signals{1}
	m := x.model.Load()
	if m != nil {
		s.features = x.features(s, s.features[:0])
		v[5] = m.apply(s.features, s.alike)
	} else {
		clear(s.alike)
	}
	first, second := int32(-1), float32(math.Inf(-1))
	for i := range s.shares {
		score := wordsInBlend*s.shares[i] + s.alike[i]
		s.scores[i] = score
		switch {
		case first < 0 || score > s.scores[first]:
			if first >= 0 {
				second = s.scores[first]
			}
			first = int32(i)
		case score > second:
			second = score
		}
	}
	if first >= 0 {
		v[1], v[2] = s.shares[first], s.alike[first]
		v[3] = min(s.scores[first]-second, 20)
	}
	v[4] = 1 / float32(max(1, len(s.words)))
	return v
}

// logistic is 1/(1+e^-v).
func logistic(v float32) float32 { return float32(1 / (1 + math.Exp(float64(-v)))) }
