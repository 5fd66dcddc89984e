package search

import (
	"context"
	"math"
	"slices"
)

// Training: stochastic gradient descent on the softmax loss, with words left
// out at random so that no single one decides.
const (
	tooUnlikely = 0.002 // probability below which a class is not corrected
)

var epochs, learnRate, leaveOut, decay = int(envf("EPOCHS", 12)), envf("LR", 12), envf("LEAVE", 0.25), envf("DECAY", 0)

// example is a text and the class it belongs to.
type example struct {
	class    int32
	weight   float32
	features []trainFeature
}

type trainFeature struct {
	row   int32
	value float32
}

// trainer holds what is built while training.
type trainer struct {
	model    *classifier
	examples []example
	scores   []float32
	random   random
}

// random is a small generator with the same numbers everywhere (xorshift64*).
type random uint64

func (r *random) next() uint64 {
	*r ^= *r >> 12
	*r ^= *r << 25
	*r ^= *r >> 27
	return uint64(*r) * 2685821657736338717
}

func (r *random) below(n int) int { return int(r.next() >> 33 % uint64(n)) }

func (r *random) chance(p float32) bool { return float32(r.next()>>40)/(1<<24) < p }

// text is a sentence to learn from.
type text struct {
	class  int32
	weight float32
	words  string
}

// train builds the classifier from texts.
func (x *Index) train(ctx context.Context, texts []text, classes int) (*classifier, error) {
	s := x.newScratch()
	t := &trainer{random: 88172645463325252}
	raw := make([][]feature, len(texts))
	classesOf := map[uint32][]uint16{}
	for i, e := range texts {
		x.read(e.words, s)
		raw[i] = merge(x.features(s, nil))
		for _, f := range raw[i] {
			list := classesOf[f.hash]
			if !slices.Contains(list, uint16(e.class)) {
				classesOf[f.hash] = append(list, uint16(e.class))
			}
		}
	}
	m := &classifier{rows: map[uint32]row{}, n: classes}
	for i, list := range raw {
		e := example{class: texts[i].class, weight: texts[i].weight}
		for _, f := range list {
			r, ok := m.rows[f.hash]
			if !ok {
				members := classesOf[f.hash]
				slices.Sort(members)
				r = row{from: int32(len(m.classes)), to: int32(len(m.classes) + len(members)), number: int32(len(m.rarity))}
				m.rows[f.hash] = r
				m.classes = append(m.classes, members...)
				m.rarity = append(m.rarity, float32(math.Log(1+float64(classes)/float64(len(members)))))
			}
			e.features = append(e.features, trainFeature{r.number, f.value * m.rarity[r.number]})
		}
		t.examples = append(t.examples, e)
	}
	m.weights = make([]float32, len(m.classes))
	rows := make([]row, len(m.rarity))
	for _, r := range m.rows {
		rows[r.number] = r
	}
	t.model, t.scores = m, make([]float32, classes)
	order := make([]int, len(t.examples))
	for i := range order {
		order[i] = i
	}
	steps, total := 0, epochs*len(order)
	for range epochs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for i := len(order) - 1; i > 0; i-- {
			j := t.random.below(i + 1)
			order[i], order[j] = order[j], order[i]
		}
		for _, i := range order {
			t.step(&t.examples[i], rows, learnRate*(1-float32(steps)/float32(total)))
			steps++
		}
	}
	return m, nil
}

// step corrects the weights by one example.
func (t *trainer) step(e *example, rows []row, rate float32) {
	m := t.model
	kept := make([]trainFeature, 0, len(e.features))
	var sum float32
	for _, f := range e.features {
		if t.random.chance(leaveOut) {
			continue
		}
		kept = append(kept, f)
		sum += f.value * f.value
	}
	if sum == 0 {
		return
	}
	factor := float32(1 / math.Sqrt(float64(sum)))
	clear(t.scores)
	for _, f := range kept {
		r := rows[f.row]
		v := f.value * factor
		for j := r.from; j < r.to; j++ {
			t.scores[m.classes[j]] += v * m.weights[j]
		}
	}
	softmax(t.scores)
	for i := range t.scores {
		p := t.scores[i]
		switch {
		case int32(i) == e.class:
			t.scores[i] = (1 - p) * rate * e.weight
		case p < tooUnlikely:
			t.scores[i] = 0
		default:
			t.scores[i] = -p * rate * e.weight
		}
	}
	for _, f := range kept {
		r := rows[f.row]
		v := f.value * factor
		for j := r.from; j < r.to; j++ {
			m.weights[j] += v * t.scores[m.classes[j]]
		}
	}
}

// merge adds up features that occur more than once; twice counts a little more.
func merge(list []feature) []feature {
	slices.SortFunc(list, func(a, b feature) int {
		switch {
		case a.hash < b.hash:
			return -1
		case a.hash > b.hash:
			return 1
		}
		return 0
	})
	out := list[:0]
	for _, f := range list {
		if n := len(out); n > 0 && out[n-1].hash == f.hash {
			out[n-1].value = max(out[n-1].value, f.value)
			continue
		}
		out = append(out, f)
	}
	return out
}
