package search

import (
	"context"
	"math"
	"runtime/debug"
	"slices"
)

// Training: stochastic gradient descent on the softmax loss over the services
// and the logistic loss of "is a public service". More than half of the
// features are left out at random in each step, so that no single word
// decides; that was worth two points on situations.
//
// The weights come out the same every time: texts, features and the order of
// the steps are fixed, one goroutine does it, and products are rounded before
// they are added (the conversions), so that no processor fuses the two. What is
// left to a processor is math.Exp and math.Log, whose last bit may differ.
const (
	epochs      = 10
	learnRate   = 8.0
	leaveOut    = 0.6
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

// lessons are the texts, and those with an abbreviation also with another one.
func (x *Index) lessons() []text {
	var out []text
	respeller := newRespeller(x.lexicon.meanings[:x.lexicon.short])
	for _, t := range x.texts() {
		out = append(out, t)
		if another, ok := respeller.another(t.words); ok && t.service != noService {
			out = append(out, text{t.service, another})
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
	rows
	weights []float32 // by row and service
	domain  []float32 // by row
	bias    float32
	scores  []float32
	kept    []feature
	random  random
	none    float32 // how much one non-service counts
}

// Train builds the classifier from the phrasings and the non-services, in some
// seconds. Word ranking alone answers until it is done. Where New found the
// model of this very catalogue in its file there is nothing to do.
func (x *Index) Train(ctx context.Context) error {
	if x.model.Load() != nil {
		return nil
	}
	m, err := x.train(ctx)
	if err != nil {
		return err
	}
	x.model.Store(m)
	debug.FreeOSMemory() // the examples and their weights, many times the model
	return nil
}

// train gives the same model every time for the same catalogue.
func (x *Index) train(ctx context.Context) (*classifier, error) {
	texts := x.lessons()
	examples := x.examples(texts)
	t := &trainer{rows: newRows(examples, len(x.ids)), scores: make([]float32, len(x.ids)), random: seed}
	t.weights, t.domain = make([]float32, len(t.services)), make([]float32, len(t.hashes))
	t.none = balance(texts)
	t.scale(examples)
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	step, steps := 0, epochs*len(order)
	for range epochs {
		if err := ctx.Err(); err != nil {
			return nil, err
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
	return t.quantised(), nil
}

// examples reads the texts as questions are read.
func (x *Index) examples(texts []text) []example {
	out := make([]example, len(texts))
	s := x.newScratch()
	for i, t := range texts {
		x.read(t.words, s)
		s.features = x.features(s, s.features[:0])
		out[i] = example{t.service, slices.Clone(s.features)}
	}
	return out
}

// scale finds the row of each feature, drops those that are not learnt and
// multiplies the others by their rarity.
func (t *trainer) scale(examples []example) {
	for i := range examples {
		e := &examples[i]
		known := e.features[:0]
		for _, f := range e.features {
			if f.row = t.of(f.hash); f.row >= 0 {
				f.value *= t.rarity[f.row]
				known = append(known, f)
			}
		}
		e.features = known
	}
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

// learn corrects the weights by one example. rate falls from 1 to 0.
func (t *trainer) learn(e *example, rate float32) {
	t.kept = t.kept[:0]
	var sum float32
	for _, f := range e.features {
		if t.random.chance(leaveOut) {
			continue
		}
		t.kept = append(t.kept, f)
		sum += float32(f.value * f.value)
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
	sum := t.bias
	for _, f := range t.kept {
		sum += float32(f.value * t.domain[f.row])
	}
	p := 1 / (1 + float32(math.Exp(float64(-sum))))
	gradient := (1 - p) * rate * domainRate
	if !service {
		gradient = -p * rate * domainRate * t.none
	}
	for _, f := range t.kept {
		t.domain[f.row] += float32(f.value * gradient)
	}
	t.bias += float32(gradient * biasRate)
}

// learnService corrects the weights that tell the services apart.
func (t *trainer) learnService(service int, rate float32) {
	clear(t.scores)
	for _, f := range t.kept {
		from, to := t.from[f.row], t.from[f.row+1]
		weights := t.weights[from:to]
		for i, other := range t.services[from:to] {
			t.scores[other] += float32(f.value * weights[i])
		}
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
		from, to := t.from[f.row], t.from[f.row+1]
		weights := t.weights[from:to]
		for i, other := range t.services[from:to] {
			weights[i] += float32(f.value * t.scores[other])
		}
	}
}
