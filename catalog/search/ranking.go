package search

import (
	"math"

	"github.com/merzim/merzim/catalog"
)

// Weights of the fields of a service. A title says what the service is; a
// phrasing is one of many; a paper or a case is shared by many services.
const (
	titleWeight    = 3
	alsoWeight     = 2.5
	phraseWeight   = 1
	officialWeight = 1
	aboutWeight    = 0.8
	caseWeight     = 0.4
	paperWeight    = 0.2
	resultWeight   = 0.3
	eventWeight    = 0.3
)

// BM25F (Robertson, Zaragoza 2009): saturation of repeated words, and how much
// the length of a service's texts counts.
const (
	saturation   = 1.5
	lengthCounts = 0.4
)

// ranking finds the services whose texts hold the words asked for.
type ranking struct {
	postings [][]posting // by key
	rarity   []float32   // by key: 1 for a key of one service, near 0 for one of all
}

type posting struct {
	service int32
	weight  float32
}

// document collects the words of a service.
type document struct {
	counts map[key]float32
	length float32
}

func (d *document) add(keys []key, weight float32) {
	for _, k := range keys {
		d.counts[k] += weight
	}
	d.length += weight
}

// eachField calls f with every text of a service and its weight, in a fixed
// order, both languages.
func eachField(c *catalog.Catalog, s *catalog.Service, f func(text string, weight float32)) {
	both := func(t catalog.Text, weight float32) { f(t.RU, weight); f(t.KK, weight) }
	all := func(n catalog.Names, weight float32) {
		for _, t := range n.RU {
			f(t, weight)
		}
		for _, t := range n.KK {
			f(t, weight)
		}
	}
	both(s.Title, titleWeight)
	all(s.AlsoCalled, alsoWeight)
	all(s.Phrases, phraseWeight)
	both(s.OfficialName, officialWeight)
	both(s.About, aboutWeight)
	both(s.Result, resultWeight)
	for _, t := range s.Terms {
		both(t.Case, caseWeight)
	}
	for _, r := range s.Fee.Rows {
		both(r.Case, caseWeight)
	}
	for _, d := range s.Dimensions {
		for _, v := range d.Values {
			both(catalog.Text{RU: v.RU, KK: v.KK}, caseWeight)
		}
	}
	for _, d := range s.Documents {
		both(d.Text, paperWeight)
	}
	for _, e := range c.Events {
		for _, id := range e.Services {
			if id == s.ID {
				both(e.Title, eventWeight)
			}
		}
	}
}

// newRanking weighs the words of each service.
func newRanking(docs []document, keys int) *ranking {
	r := &ranking{postings: make([][]posting, keys), rarity: make([]float32, keys)}
	var mean float32
	for _, d := range docs {
		mean += d.length
	}
	mean /= max(1, float32(len(docs)))
	for i, d := range docs {
		norm := float32(1-lengthCounts) + lengthCounts*d.length/mean
		for k := range d.counts {
			count := d.counts[k] / norm
			r.postings[k] = append(r.postings[k], posting{int32(i), count / (count + saturation)})
		}
	}
	most := math.Log(1 + float64(len(docs))/0.5)
	for k, list := range r.postings {
		n := float64(len(list))
		idf := math.Log(1 + (float64(len(docs))-n+0.5)/(n+0.5))
		r.rarity[k] = float32(min(idf/most, 1))
	}
	return r
}

// rank gives each service its share of the words asked for, by the rarity of
// each word: 1 where its texts are full of them all.
func (x *Index) rank(s *scratch) {
	clear(s.shares)
	whole := x.wanted(s)
	if whole == 0 {
		return
	}
	for i := range s.words {
		x.addShares(s, s.words[i].keys, s.words[i].weight/whole)
	}
	for i := range s.concepts {
		x.addShares(s, []key{s.concepts[i].concept}, conceptWeight/whole)
	}
}

// wanted is the sum of the rarities of what was asked; a word that is not known
// is as rare as can be.
func (x *Index) wanted(s *scratch) float32 {
	var whole float32
	for i := range s.words {
		whole += x.rarityOf(s.words[i].keys)
	}
	for i := range s.concepts {
		whole += x.ranking.rarity[s.concepts[i].concept]
	}
	return whole
}

// rarityOf is the rarity of a word, the mean over its keys: «алайын» is a rare
// form of a common stem. A word that is not known is as rare as can be.
func (x *Index) rarityOf(keys []key) float32 {
	if len(keys) == 0 {
		return 1
	}
	var sum float32
	for _, k := range keys {
		sum += x.ranking.rarity[k]
	}
	return sum / float32(len(keys))
}

// addShares adds a word to the services that have it; of its keys the one that
// says most counts.
func (x *Index) addShares(s *scratch, keys []key, weight float32) {
	s.hit = s.hit[:0]
	rarity := x.rarityOf(keys) * weight
	for _, k := range keys {
		for _, p := range x.ranking.postings[k] {
			if s.word[p.service] == 0 {
				s.hit = append(s.hit, p.service)
			}
			s.word[p.service] = max(s.word[p.service], rarity*p.weight)
		}
	}
	for _, i := range s.hit {
		s.shares[i] += s.word[i]
		s.word[i] = 0
	}
}
