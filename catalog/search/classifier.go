package search

import "math"

// classifier is a linear model over the features of a question: the more its
// phrasings sound like the question, the likelier the service. A weight exists
// only where the feature occurs in an example of the service, so that a
// question costs what its features share with the catalogue, not the number of
// services. Beside it stands one weight a feature for "is about a public
// service at all". Weights are a byte each (quantum.go).
type classifier struct {
	rows
	weights  []int8 // by row and service
	domain   []int8 // by row: speaks for a public service
	weightOf quanta
	domainOf quanta
	bias     float32 // of domain
}

// apply adds up the weights of the features. scores gets one sum a service;
// the result speaks for a public service where it is above 0. Features that no
// example has count for nothing but make the others count less.
func (m *classifier) apply(list []feature, scores []float32) (domain float32) {
	clear(scores)
	var sum float32
	for i := range list {
		f := &list[i]
		if f.row = m.of(f.hash); f.row >= 0 {
			f.value *= m.rarity[f.row]
		}
		sum += f.value * f.value
	}
	domain = m.bias
	if sum == 0 {
		return domain
	}
	factor := inverseRoot(sum)
	for i := range list {
		f := &list[i]
		if f.row < 0 {
			continue
		}
		v := f.value * factor
		domain += v * m.domainOf.value(m.domain[f.row])
		from, to := m.from[f.row], m.from[f.row+1]
		weights := m.weights[from:to]
		for j, service := range m.services[from:to] {
			scores[service] += v * m.weightOf.value(weights[j])
		}
	}
	return domain
}

func inverseRoot(sum float32) float32 { return float32(1 / math.Sqrt(float64(sum))) }

// softmax makes probabilities of scores.
func softmax(scores []float32) {
	most := scores[0]
	for _, v := range scores {
		most = max(most, v)
	}
	var sum float32
	for i, v := range scores {
		scores[i] = 0
		if v > most-negligible {
			scores[i] = float32(math.Exp(float64(v - most)))
			sum += scores[i]
		}
	}
	for i := range scores {
		scores[i] /= sum
	}
}

// negligible is how far below the best a score's share is not worth computing.
const negligible = 15
