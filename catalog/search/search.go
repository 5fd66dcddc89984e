package search

import (
	"io/fs"
	"math"
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
	names    [][]name // by service
	requests requests
	catalog  *catalog.Catalog
	lexicon  *lexicon
	model    atomic.Pointer[classifier] // nil until there is one: New has it from the file, or Train
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
	// Certainty is what Service was decided by: from 0 on it is a service.
	Certainty float64
}

// Hit is a service found.
type Hit struct {
	ID    string
	Score float64 // 0 to 1, comparable within an index
	Why   []Why   // only from Explain
}

// New reads the search's own files and weighs the words of the catalogue.
// data is the folder catalog/search. Where the file of the model was made for
// this very catalogue the search is at its best at once; otherwise words alone
// answer until Train is done.
func New(c *catalog.Catalog, data fs.FS) (*Index, error) {
	lexicon, err := readLexicon(data)
	if err != nil {
		return nil, err
	}
	x := &Index{words: newVocabulary(stemmers{kazakh.New()}), readings: newReadings(lexicon), catalog: c, lexicon: lexicon}
	x.concepts = x.words.learnConcepts(append(lexicon.meanings, lexicon.kinds...), lexicon.short)
	docs := make([]document, len(c.Services))
	for i, s := range c.Services {
		x.ids = append(x.ids, s.ID)
		docs[i].counts = map[key]float32{}
		eachField(c, s, func(text string, weight float32) { x.learn(&docs[i], text, weight) })
	}
	for _, s := range c.Services {
		x.names = append(x.names, x.nameList(s))
	}
	x.requests = x.newRequests()
	x.ranking = newRanking(docs, len(x.words.keys))
	x.words.indexTypos()
	x.pool.New = func() any { return x.newScratch() }
	model, err := x.readModel(data)
	if err != nil {
		return nil, err
	}
	x.model.Store(model)
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

// Search finds the services that a question means, at most top of them.
func (x *Index) Search(query string, top int) Result {
	s := x.pool.Get().(*scratch)
	defer x.pool.Put(s)
	x.read(query, s)
	signals, cut := x.blend(s)
	return x.answer(signals, cut.sum(signals), s, top)
}

// answer makes a result of the scores.
func (x *Index) answer(v signals, certainty float32, s *scratch, top int) Result {
	x.best(s, min(max(top, 2), len(x.ids)))
	if len(s.order) == 0 {
		return Result{}
	}
	if x.named(s, s.order[0]) {
		certainty = max(certainty, sureOfName)
	} else if x.calls(s, s.order[0]) > 0 {
		certainty += whenCalled
	}
	if x.requests.asks(s) {
		certainty = max(certainty, sureOfPlain)
	}
	r := Result{Service: certainty >= 0, Close: x.near(s, v[3]), Certainty: float64(certainty)}
	s.order = s.order[:min(max(top, 0), len(s.order))]
	r.Hits = make([]Hit, 0, len(s.order))
	whole := logistic(certainty)
	if len(s.order) == 0 {
		return r
	}
	most := s.scores[s.order[0]]
	var sum float32
	for _, score := range s.scores {
		if score > most-negligible/evenness {
			sum += float32(math.Exp(float64(evenness * (score - most))))
		}
	}
	for _, i := range s.order {
		share := float32(math.Exp(float64(evenness*(s.scores[i]-most)))) / sum
		r.Hits = append(r.Hits, Hit{ID: x.ids[i], Score: float64(whole * share)})
	}
	return r
}

// sureOfName is the certainty of a question that is nothing but a name.
const sureOfName = 1

// whenCalled is added to the certainty of a question that says a whole name.
const whenCalled = 1

// best puts the n best services into the scratch's order.
func (x *Index) best(s *scratch, n int) {
	s.order = s.order[:0]
	for i, score := range s.scores {
		if score <= 0 {
			continue
		}
		at := len(s.order)
		for at > 0 && s.scores[s.order[at-1]] < score {
			at--
		}
		if at == n {
			continue
		}
		if len(s.order) < n {
			s.order = append(s.order, 0)
		}
		copy(s.order[at+1:], s.order[at:])
		s.order[at] = int32(i)
	}
}

// Reading is what a text was most likely meant to be: in small letters, NFC,
// Latin letters and a wrong keyboard turned back.
func (x *Index) Reading(text string) string {
	s := x.pool.Get().(*scratch)
	defer x.pool.Put(s)
	x.choose(text, s)
	return s.reading
}

// Words cuts a reading into words: runs of letters and digits.
func Words(reading string) []string { return split(reading, nil) }

// Sound writes a word by its sound, in which spellings that people mix up are
// alike; the empty string where it has no letters.
func Sound(word string) string { return sound(word) }
