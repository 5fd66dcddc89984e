package search

import "math"

// Features of a question for the classifier: its known words' keys, the
// concepts it says, pairs of neighbouring words and the character n-grams of
// each word by its sound (fastText's idea: Bojanowski et al. 2017).
const (
	shortestGram = 3
	longestGram  = 5
)

// How much each kind of feature counts before the whole is scaled to length 1.
var (
	keyValue     = envf("KEY", 1.0)
	conceptValue = envf("CON", 0.8)
	pairValue    = envf("PAIR", 0.5)
	gramValue    = envf("GRAM", 0.4)
)

// feature is a hashed property of a question and its value.
type feature struct {
	hash  uint32
	value float32
}

// Seeds keep the kinds of features apart.
const (
	keySeed     = 0x9e3779b1
	pairSeed    = 0x85ebca6b
	gramSeed    = 0xc2b2ae35
	hashFactor  = 0x01000193 // FNV-1a
	spreadShift = 15
)

// features lists what the classifier sees of a question that was read.
func (x *Index) features(s *scratch, into []feature) []feature {
	for i := range s.words {
		w := &s.words[i]
		for _, k := range w.keys {
			into = append(into, feature{mix(keySeed, uint32(k)), keyValue * w.weight})
		}
		if i+1 < len(s.words) && len(w.keys) > 0 && len(s.words[i+1].keys) > 0 {
			next := s.words[i+1].keys
			into = append(into, feature{mix(mix(pairSeed, uint32(w.keys[len(w.keys)-1])), uint32(next[len(next)-1])), pairValue})
		}
		into = grams(w.sound, into)
		if w.typo >= 0 {
			into = grams(x.words.entries[w.typo].sound, into)
		}
	}
	for _, c := range s.concepts {
		into = append(into, feature{mix(keySeed, uint32(c.concept)), conceptValue})
	}
	return into
}

// grams adds the n-grams of a word with its ends marked.
func grams(word string, into []feature) []feature {
	n := len(word)
	for i := -1; i < n; i++ {
		h := uint32(gramSeed)
		for j := i; j < i+longestGram && j <= n; j++ {
			c := byte('_')
			if j >= 0 && j < n {
				c = word[j]
			}
			h = (h ^ uint32(c)) * hashFactor
			if j-i+1 >= shortestGram {
				into = append(into, feature{h, gramValue})
			}
		}
	}
	return into
}

func mix(h, v uint32) uint32 {
	h ^= v * 0xcc9e2d51
	h ^= h >> spreadShift
	return h * 0x1b873593
}

// scale brings the values to length 1.
func scale(list []feature) {
	var sum float64
	for _, f := range list {
		sum += float64(f.value) * float64(f.value)
	}
	if sum == 0 {
		return
	}
	factor := float32(1 / math.Sqrt(sum))
	for i := range list {
		list[i].value *= factor
	}
}
