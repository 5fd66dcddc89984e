package search

import "math"

// classifier is a linear model over the features of a question: the more its
// phrasings sound like the question, the likelier the service. A weight exists
// only where the feature occurs in an example of the service, so that a
// question costs what its features share with the catalogue, not the number of
// services. The last class is "no public service".
type classifier struct {
	rows    map[uint32]row
	classes []uint16
	weights []float32
	rarity  []float32 // by row number
	n       int       // number of classes
}

// row is where the weights of a feature stand.
type row struct {
	from, to int32
	number   int32
}

// apply turns the features into a probability for each class.
func (m *classifier) apply(list []feature, out []float32) {
	clear(out)
	var sum float64
	for i := range list {
		r, ok := m.rows[list[i].hash]
		if !ok {
			sum += float64(list[i].value * list[i].value)
			list[i].value = 0
			continue
		}
		list[i].value *= m.rarity[r.number]
		sum += float64(list[i].value * list[i].value)
	}
	if sum == 0 {
		return
	}
	factor := float32(1 / math.Sqrt(sum))
	for _, f := range list {
		if f.value == 0 {
			continue
		}
		r := m.rows[f.hash]
		v := f.value * factor
		for j := r.from; j < r.to; j++ {
			out[m.classes[j]] += v * m.weights[j]
		}
	}
}

// softmax makes probabilities of scores.
func softmax(scores []float32) {
	most := scores[0]
	for _, v := range scores {
		most = max(most, v)
	}
	var sum float32
	for i, v := range scores {
		scores[i] = float32(math.Exp(float64(v - most)))
		sum += scores[i]
	}
	for i := range scores {
		scores[i] /= sum
	}
}
