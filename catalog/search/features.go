package search

import "slices"

// Features of a question for the classifier: its known words' keys, the
// concepts it says, pairs of neighbouring words and the character n-grams of
// each word by its sound (fastText's idea: Bojanowski et al., Enriching Word
// Vectors with Subword Information, 2017).
const (
	shortestGram = 3
	longestGram  = 5
)

// How much each kind of feature counts.
const (
	keyValue     = 1.0
	conceptValue = 0.8
	pairValue    = 0.5
	gramValue    = 0.4
)

// feature is a hashed property of a question and its value.
type feature struct {
	hash  uint32
	row   int32 // in the classifier, filled by it
	value float32
}

// Seeds keep the kinds of features apart.
const (
	keySeed    = 0x9e3779b1
	pairSeed   = 0x85ebca6b
	gramSeed   = 0xc2b2ae35
	hashFactor = 0x01000193 // FNV-1a
)

// features lists what the classifier sees of a question that was read, each
// feature once.
func (x *Index) features(s *scratch, into []feature) []feature {
	for i := range s.words {
		w := &s.words[i]
		for _, k := range w.keys {
			into = append(into, feature{hash: mix(keySeed, uint32(k)), value: keyValue * w.weight})
		}
		if i+1 < len(s.words) {
			into = pair(w.keys, s.words[i+1].keys, into)
		}
		into = grams(w.sound, into)
		if w.typo >= 0 {
			into = grams(x.words.entries[w.typo].sound, into)
		}
	}
	for _, c := range s.concepts {
		into = append(into, feature{hash: mix(keySeed, uint32(c.concept)), value: conceptValue})
	}
	return once(into)
}

// pair adds two neighbouring words, by their stems.
func pair(a, b []key, into []feature) []feature {
	if len(a) == 0 || len(b) == 0 {
		return into
	}
	h := mix(mix(pairSeed, uint32(a[len(a)-1])), uint32(b[len(b)-1]))
	return append(into, feature{hash: h, value: pairValue})
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
				into = append(into, feature{hash: h, value: gramValue})
			}
		}
	}
	return into
}

// mix hashes a number into another.
func mix(h, v uint32) uint32 {
	h ^= v * 0xcc9e2d51
	h ^= h >> 15
	return h * 0x1b873593
}

// once sorts the features and leaves each but once, with its greatest value.
func once(list []feature) []feature {
	slices.SortFunc(list, func(a, b feature) int {
		if a.hash < b.hash {
			return -1
		}
		if a.hash > b.hash {
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
