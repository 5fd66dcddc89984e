package search

import (
	"context"
	"flag"
	"hash/fnv"
	"slices"
	"testing"

	"github.com/merzim/merzim/catalog"
)

var fit = flag.Bool("fit", false, "fit the cuts and print them")

// folds is into how many parts phrasings and non-services are cut; each part is
// asked of a search that did not learn it.
const folds = 5

// sample is a question with its signals, how much it counts in the fit and
// whether it was asked by people's words rather than held out of the files.
type sample struct {
	v       signals
	service bool
	weight  float32
	asked   bool
}

// TestFitCut fits the weights of the cut by logistic regression on the
// questions for tuning and on what is held out, and prints them, so that they
// can be set in blend.go. Non-services count as much together as services do.
func TestFitCut(t *testing.T) {
	if !*fit {
		t.Skip("only with -fit")
	}
	for _, stage := range []struct {
		name string
		use  []int
	}{{"trained", []int{0, 2, 3, 4, 5, 6}}, {"words", []int{0, 1, 4, 6}}} {
		x, err := freshlyTrained()
		if err != nil {
			t.Fatal(err)
		}
		var samples []sample
		if stage.name == "words" {
			x.model.Store(nil)
		} else {
			samples = heldOut(t)
		}
		for _, q := range readQuestions(t) {
			if q.half != "report" {
				samples = x.addSample(samples, sample{service: q.ids != nil, weight: 1, asked: true}, q.text)
			}
		}
		w := logisticFit(samples, stage.use)
		for _, part := range []float64{0.9, 0.92, 0.94, 0.96} {
			cut := newCut(samples, w, part)
			t.Logf("%s: asked: refuse %.0f%%, lose %.1f%%; held out: refuse %.1f%%, lose %.1f%%: bias %.2f share %.2f alike %.2f lead %.2f short %.2f domain %.2f abbr %.2f",
				stage.name, 100*part, cut.lost, cut.heldRefused, cut.heldLost, w[0]-cut.at, w[1], w[2], w[3], w[4], w[5], w[6])
		}
	}
}

// addSample adds a question; those that a name decides are left out.
func (x *Index) addSample(list []sample, s sample, text string) []sample {
	room := x.newScratch()
	x.read(text, room)
	s.v, _ = x.blend(room)
	if len(room.order) > 0 && x.named(room, room.order[0]) || x.requests.asks(room) {
		return list
	}
	return append(list, s)
}

// heldOut asks each fifth of the phrasings and the non-services of a search
// that was made without it.
func heldOut(t *testing.T) (list []sample) {
	for part := range uint32(folds) {
		c, data := embedded(t)
		var services, none []string
		for _, s := range c.Services {
			services = holdOut(&s.Phrases, part, services)
		}
		x, err := New(c, withoutModel{data})
		if err != nil {
			t.Fatal(err)
		}
		none = holdOut(&x.lexicon.nonServices, part, none)
		m, err := x.train(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		x.model.Store(m)
		for _, text := range services {
			list = x.addSample(list, sample{service: true, weight: 0.3}, text)
		}
		for _, text := range none {
			list = x.addSample(list, sample{weight: 0.3}, text)
		}
	}
	return list
}

// holdOut takes a part of the texts out and adds it to out.
func holdOut(n *catalog.Names, part uint32, out []string) []string {
	for _, list := range []*[]string{&n.RU, &n.KK} {
		var keep []string
		for _, text := range *list {
			h := fnv.New32a()
			h.Write([]byte(text))
			if h.Sum32()>>8%folds == part {
				out = append(out, text)
				continue
			}
			keep = append(keep, text)
		}
		*list = keep
	}
	return out
}

// decay keeps the weights small: few questions have one word, and without it a
// short question is all but refused for being short.
const decay = 0.002

// logisticFit weighs the signals in use by gradient descent.
func logisticFit(samples []sample, use []int) (w signals) {
	var services, none float32
	for _, s := range samples {
		if s.service {
			services += s.weight
		} else {
			none += s.weight
		}
	}
	for range 6000 {
		var g signals
		for i := range samples {
			s := &samples[i]
			e := -logistic(dot(w, s.v)) * s.weight / none
			if s.service {
				e = (1 - logistic(dot(w, s.v))) * s.weight / services
			}
			for _, i := range use {
				g[i] += e * s.v[i]
			}
		}
		for _, i := range use {
			step := float32(1)
			if i == 2 || i == 3 || i == 5 {
				step = 0.02
			}
			if i > 0 {
				g[i] -= decay * w[i]
			}
			w[i] += step * g[i]
		}
	}
	return w
}

// cutPoint is what a cut refuses and loses, in percent.
type cutPoint struct {
	at                          float32
	lost, heldRefused, heldLost float64
}

// newCut places the cut so that the part of the non-services asked is refused.
func newCut(samples []sample, w signals, part float64) (c cutPoint) {
	var none []float32
	for _, s := range samples {
		if s.asked && !s.service {
			none = append(none, dot(w, s.v))
		}
	}
	slices.Sort(none)
	c.at = none[int(part*float64(len(none)))]
	count := func(asked, service bool) float64 {
		n, below := 0, 0
		for _, s := range samples {
			if s.asked == asked && s.service == service {
				n++
				if dot(w, s.v) < c.at {
					below++
				}
			}
		}
		return pc(below, n)
	}
	c.lost, c.heldLost, c.heldRefused = count(true, true), count(false, true), count(false, false)
	return c
}

func dot(a, b signals) (sum float32) {
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}
