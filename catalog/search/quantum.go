package search

import "math"

// quanta are the values that a weight of one byte can have. They grow by the
// square, so that small weights, which are most, are told apart finely and
// large ones keep their size.
type quanta struct {
	most   float32
	values [256]float32
}

// steps are the values above 0; as many are below.
const steps = 127

func newQuanta(most float32) quanta {
	q := quanta{most: most}
	for i := range q.values {
		n := float32(int8(i))
		part := n / steps
		q.values[i] = most * part * part
		if n < 0 {
			q.values[i] = -q.values[i]
		}
	}
	return q
}

func (q *quanta) value(n int8) float32 { return q.values[uint8(n)] }

// nearest is the step whose value is about the weight.
func (q *quanta) nearest(weight float32) int8 {
	if q.most == 0 {
		return 0
	}
	part := math.Sqrt(min(1, math.Abs(float64(weight))/float64(q.most)))
	n := int8(math.Round(steps * part))
	if weight < 0 {
		return -n
	}
	return n
}

// negligibleStep is the step from which a weight is kept. Below it stand nearly
// half of them; without them the first hits on the development set change by 0.2
// points at most.
const negligibleStep = 20

// quantised is the model that training ends in.
func (t *trainer) quantised() *classifier {
	m := &classifier{rows: t.rows, bias: t.bias}
	m.weightOf, m.domainOf = newQuanta(largest(t.weights)), newQuanta(largest(t.domain))
	m.from, m.services = make([]int32, 1, len(t.from)), nil
	for row := range t.hashes {
		for i := t.from[row]; i < t.from[row+1]; i++ {
			if n := m.weightOf.nearest(t.weights[i]); n >= negligibleStep || n <= -negligibleStep {
				m.services = append(m.services, t.services[i])
				m.weights = append(m.weights, n)
			}
		}
		m.from = append(m.from, int32(len(m.services)))
		m.domain = append(m.domain, m.domainOf.nearest(t.domain[row]))
	}
	return m
}

func largest(weights []float32) float32 {
	var most float32
	for _, w := range weights {
		most = max(most, w, -w)
	}
	return most
}
