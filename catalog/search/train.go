package search

import (
	"context"
	"math"
	"slices"
)

// Training: stochastic gradient descent on the softmax loss over the services
// and the logistic loss of "is a public service". More than half of the
// features are left out at random in each step, so that no single word
// decides; that was worth two points on situations.
const (
	epochs      = 10
	learnRate   = 8.0
	leaveOut    = 0.7
	tooUnlikely = 0.002 // probability below which a service is not corrected
	domainRate  = 2.4   // learning rate of the domain weights
	noneShare   = 0.7   // what the non-services count together against the services' texts
	biasRate    = 0.05  // the bias learns slower than a weight
	learntFrom  = 0.8   // weight of a field from which its texts are learnt
)

// noService is the class of a text about none.
const noService = -1

// text is a sentence to learn from.
type text struct {
	service int32
	words   string
}

// texts lists what there is to learn from, in a fixed order.
func (x *Index) texts() []text {
	var out []text
	for i, s := range x.catalog.Services {
		eachField(x.catalog, s, func(t string, weight float32) {
			if weight >= learntFrom && t != "" {
				out = append(out, text{int32(i), t})
			}
		})
	}
	for _, list := range [][]string{x.lexicon.nonServices.RU, x.lexicon.nonServices.KK} {
		for _, t := range list {
			out = append(out, text{noService, t})
		}
	}
	return out
}

// example is a text as the classifier sees it.
type example struct {
	service  int32
	features []feature
}

// trainer holds what is needed only while training.
type trainer struct {
	model  *classifier
	scores []float32
	kept   []feature
	random random
	none   float32 // how much one non-service counts
}

// Train builds the classifier from the phrasings and the non-services, in
// some two seconds for ten thousand phrasings. Word ranking alone answers until it is
// done. A new Index is trained after each reload.
func (x *Index) Train(ctx context.Context) error {
	texts := x.texts()
	examples := make([]example, len(texts))
	s := x.newScratch()
	for i, t := range texts {
		x.read(t.words, s)
		examples[i] = example{t.service, x.features(s, nil)}
	}
	t := &trainer{model: newClassifier(examples, len(x.ids)), scores: make([]float32, len(x.ids)), random: seed}
	t.none = balance(texts)
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	step, steps := 0, epochs*len(order)
	for range epochs {
		if err := ctx.Err(); err != nil {
			return err
		}
		for i := len(order) - 1; i > 0; i-- {
			j := t.random.below(i + 1)
			order[i], order[j] = order[j], order[i]
		}
		for _, i := range order {
			t.learn(&examples[i], 1-float32(step)/float32(steps))
			step++
		}
	}
	x.model.Store(t.model)
	return nil
}

// balance gives the weight of one non-service: there are few of them.
func balance(texts []text) float32 {
	none := 0
	for _, t := range texts {
		if t.service == noService {
			none++
		}
	}
	return noneShare * float32(len(texts)-none) / float32(max(1, none))
}

// newClassifier makes room for the weights of every feature in every service
// that has it, and scales the features of the examples.
func newClassifier(examples []example, services int) *classifier {
	m := &classifier{rows: map[uint32]int32{}}
	var members [][]uint16
	for i := range examples {
		e := &examples[i]
		for j := range e.features {
			f := &e.features[j]
			row, ok := m.rows[f.hash]
			if !ok {
				row = int32(len(members))
				m.rows[f.hash] = row
				members = append(members, nil)
			}
			f.row = row
			if e.service != noService && !slices.Contains(members[row], uint16(e.service)) {
				members[row] = append(members[row], uint16(e.service))
			}
		}
	}
	m.from = make([]int32, 1, len(members)+1)
	for _, list := range members {
		slices.Sort(list)
		m.services = append(m.services, list...)
		m.from = append(m.from, int32(len(m.services)))
		m.rarity = append(m.rarity, float32(math.Log(1+float64(services)/float64(max(1, len(list))))))
	}
	m.weights = make([]float32, len(m.services))
	m.domain = make([]float32, len(members))
	for i := range examples {
		for j := range examples[i].features {
			f := &examples[i].features[j]
			f.value *= m.rarity[f.row]
		}
	}
	return m
}

// learn corrects the weights by one example. rate falls from 1 to 0.
func (t *trainer) learn(e *example, rate float32) {
	t.kept = t.kept[:0]
	var sum float32
	for _, f := range e.features {
		if t.random.chance(leaveOut) {
			continue
		}
		t.kept = append(t.kept, f)
		sum += f.value * f.value
	}
	if sum == 0 {
		return
	}
	factor := inverseRoot(sum)
	for i := range t.kept {
		t.kept[i].value *= factor
	}
	t.learnDomain(e.service != noService, rate)
	if e.service != noService {
		t.learnService(int(e.service), rate)
	}
}

// learnDomain corrects the weights that speak for a public service.
func (t *trainer) learnDomain(service bool, rate float32) {
	m := t.model
	sum := m.bias
	for _, f := range t.kept {
		sum += float32(f.value * m.domain[f.row])
	}
	p := 1 / (1 + float32(math.Exp(float64(-sum))))
	gradient := (1 - p) * rate * domainRate
	if !service {
		gradient = -p * rate * domainRate * t.none
	}
	for _, f := range t.kept {
		m.domain[f.row] += float32(f.value * gradient)
	}
	m.bias += float32(gradient * biasRate)
}

// learnService corrects the weights that tell the services apart.
func (t *trainer) learnService(service int, rate float32) {
	m := t.model
	clear(t.scores)
	for _, f := range t.kept {
		m.add(f.row, f.value, t.scores)
	}
	softmax(t.scores)
	for i, p := range t.scores {
		switch {
		case i == service:
			t.scores[i] = (1 - p) * rate * learnRate
		case p < tooUnlikely:
			t.scores[i] = 0
		default:
			t.scores[i] = -p * rate * learnRate
		}
	}
	for _, f := range t.kept {
		from, to := m.from[f.row], m.from[f.row+1]
		weights := m.weights[from:to]
		for i, other := range m.services[from:to] {
			weights[i] += float32(f.value * t.scores[other])
		}
	}
}
