package search

import (
	"cmp"
	"context"
	"io/fs"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/search/kazakh"
)

// Index finds the service that a question means. It is safe for concurrent use.
type Index struct {
	ids      []string
	words    *vocabulary
	concepts concepts
	readings *readings
	ranking  *ranking
	catalog  *catalog.Catalog
	lexicon  *lexicon
	model    atomic.Pointer[classifier] // nil until Train is done
	pool     sync.Pool
}

// Result is what a search found.
type Result struct {
	// Hits are the services, best first. Where Service is false they are the
	// nearest ones and may be none.
	Hits []Hit
	// Service is false where the question is about no public service.
	Service bool
	// Close tells that the first hits are near each other: ask.
	Close bool
}

// Hit is a service found.
type Hit struct {
	ID    string
	Score float64 // 0 to 1, comparable within an index
	Why   []Why   // only from Explain
}

// Why is one reason for a hit.
type Why struct {
	Word  string  // as read in the question
	Found string  // the catalogue's word it was taken for, where it differs
	Kind  Kind    // how the word met the service
	Share float64 // its part of the score
}

// Kind says how a word met a service.
type Kind string

// The kinds of reasons.
const (
	KindWord    Kind = "word"    // the service's texts hold the word
	KindTypo    Kind = "typo"    // they hold one that is spelt almost so
	KindMeaning Kind = "meaning" // they hold another word of the same meaning
	KindAlike   Kind = "alike"   // phrasings sound alike: the classifier
)

// New reads the search's own files and weighs the words of the catalogue.
// data is the folder catalog/search.
func New(c *catalog.Catalog, data fs.FS) (*Index, error) {
	lexicon, err := readLexicon(data)
	if err != nil {
		return nil, err
	}
	x := &Index{words: newVocabulary(stemmers{kazakh.New()}), readings: newReadings(lexicon), catalog: c, lexicon: lexicon}
	x.concepts = x.words.learnConcepts(lexicon.meanings)
	docs := make([]document, len(c.Services))
	for i, s := range c.Services {
		x.ids = append(x.ids, s.ID)
		docs[i].counts = map[key]float32{}
		eachField(c, s, func(text string, weight float32) { x.learn(&docs[i], text, weight) })
	}
	x.ranking = newRanking(docs, len(x.words.keys))
	x.words.indexTypos()
	x.pool.New = func() any { return x.newScratch() }
	return x, nil
}

// learn adds a text of a service to its words.
func (x *Index) learn(d *document, text string, weight float32) {
	var words [][]key
	for _, word := range split(clean(text), nil) {
		if e := x.words.learn(word); e >= 0 {
			words = append(words, x.words.entries[e].keys)
			d.add(x.words.entries[e].keys, weight)
		}
	}
	for i := range words {
		x.concepts.in(words, i, func(concept key, _ int) { d.counts[concept] += weight })
	}
}

// Train builds the classifier from the phrasings. Word ranking alone answers
// until it is done. A new Index is trained after each reload.
func (x *Index) Train(ctx context.Context) error {
	var texts []text
	for i, s := range x.catalog.Services {
		eachField(x.catalog, s, func(t string, weight float32) {
			if weight >= trainFrom {
				texts = append(texts, text{int32(i), 1, t})
			}
		})
	}
	none := int32(len(x.ids))
	for _, list := range [][]string{x.lexicon.nonServices.RU, x.lexicon.nonServices.KK} {
		for _, t := range list {
			texts = append(texts, text{none, 1, t})
		}
	}
	m, err := x.train(ctx, texts, len(x.ids)+1)
	if err != nil {
		return err
	}
	x.model.Store(m)
	return nil
}

// trainFrom is the weight of a field from which its texts are learnt.
var trainFrom = envf("FROM", 0.8)

// Search finds the services that a question means, at most top of them.
func (x *Index) Search(query string, top int) Result {
	s := x.pool.Get().(*scratch)
	defer x.pool.Put(s)
	x.read(query, s)
	x.rank(s)
	x.classify(s)
	return x.answer(s, top)
}

// Explain is Search with the reasons of each hit.
func (x *Index) Explain(query string, top int) Result {
	s := x.pool.Get().(*scratch)
	defer x.pool.Put(s)
	x.read(query, s)
	x.rank(s)
	x.classify(s)
	result := x.answer(s, top)
	for i := range result.Hits {
		result.Hits[i].Why = x.why(s, result.Hits[i].ID)
	}
	return result
}

// Cuts of the word ranking alone.
const (
	wordsCut  = 0.0  // score below which it is no service
	wordsNear = 0.85 // share of the first score from which another is near
)

func (x *Index) answer(s *scratch, top int) Result {
	order := s.order[:0]
	for i := range x.ids {
		if s.scores[i] > 0 {
			order = append(order, int32(i))
		}
	}
	s.order = order
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(s.scores[b], s.scores[a]) })
	var r Result
	for _, i := range order[:min(max(top, 0), len(order))] {
		r.Hits = append(r.Hits, Hit{ID: x.ids[i], Score: float64(s.scores[i])})
	}
	if len(order) > 0 {
		first := s.scores[order[0]]
		r.Service = first >= wordsCut
		r.Close = len(order) > 1 && s.scores[order[1]] >= wordsNear*first
	}
	return r
}
