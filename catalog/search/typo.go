package search

import "slices"

// Typo tolerance: a word that is not known is compared with the known words
// that share most of its trigrams.
const (
	shortestTypo  = 4  // letters below which a slip makes another word
	oneSlipBelow  = 7  // letters from which two slips are forgiven
	typoReach     = 24 // candidates whose distance is computed
	typoAnswers   = 3  // nearest words that are kept
	typoPenalty   = 0.25
	fewestShared  = 2
	lengthAllowed = 2
)

// typoIndex finds known words by their trigrams.
type typoIndex struct {
	byGram map[uint32][]int32
	length []uint8
}

// nearby is a known word and how far from the one typed.
type nearby struct {
	entry    int32
	distance int
}

func (v *vocabulary) indexTypos() {
	v.typos = typoIndex{byGram: map[uint32][]int32{}, length: make([]uint8, len(v.entries))}
	for i, e := range v.entries {
		v.typos.length[i] = uint8(min(len(e.sound), 255))
		if len(e.sound) < shortestTypo-1 || len(e.sound) > maxWord {
			continue
		}
		eachTrigram(e.sound, func(g uint32) {
			list := v.typos.byGram[g]
			if len(list) == 0 || list[len(list)-1] != int32(i) {
				v.typos.byGram[g] = append(list, int32(i))
			}
		})
	}
}

// eachTrigram calls f with the trigrams of a word with its ends marked.
func eachTrigram(s string, f func(uint32)) {
	a, b := uint32(' '), uint32(' ')
	for i := 0; i <= len(s); i++ {
		c := uint32(' ')
		if i < len(s) {
			c = uint32(s[i])
		}
		if i > 0 {
			f(a<<16 | b<<8 | c)
		}
		a, b = b, c
	}
}

// near gives the known words nearest to one that is not known, by sound.
func (v *vocabulary) near(word string, s *scratch) []nearby {
	s.near = s.near[:0]
	if len(word) < shortestTypo || len(word) > maxWord {
		return s.near
	}
	allowed := 1
	if len(word) >= oneSlipBelow {
		allowed = 2
	}
	s.touched = s.touched[:0]
	eachTrigram(word, func(g uint32) {
		for _, e := range v.typos.byGram[g] {
			if gap := int(v.typos.length[e]) - len(word); gap > lengthAllowed || gap < -lengthAllowed {
				continue
			}
			if s.shared[e] == 0 {
				s.touched = append(s.touched, e)
			}
			s.shared[e]++
		}
	})
	// Two slips spoil at most six trigrams; keep the words that share most.
	candidates := s.candidates[:0]
	for _, e := range s.touched {
		if s.shared[e] >= fewestShared {
			candidates = append(candidates, int64(s.shared[e])<<32|int64(0x7fffffff-e))
		}
		s.shared[e] = 0
	}
	slices.Sort(candidates)
	slices.Reverse(candidates)
	s.candidates = candidates
	for _, c := range candidates[:min(len(candidates), typoReach)] {
		e := int32(0x7fffffff - c&0x7fffffff)
		if d := distance(word, v.entries[e].sound, allowed); d <= allowed {
			s.near = append(s.near, nearby{e, d})
		}
	}
	slices.SortStableFunc(s.near, func(a, b nearby) int { return a.distance - b.distance })
	best := 0
	for best < len(s.near) && best < typoAnswers && s.near[best].distance == s.near[0].distance {
		best++
	}
	s.near = s.near[:best]
	return s.near
}

// distance is the Damerau–Levenshtein distance (optimal string alignment) of
// two words of at most maxWord letters; limit+1 where it is more than limit.
func distance(a, b string, limit int) int {
	if d := len(a) - len(b); d > limit || d < -limit {
		return limit + 1
	}
	if len(a) > maxWord || len(b) > maxWord {
		return limit + 1
	}
	var rows [3][maxWord + 1]uint8
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := 0; j <= len(b); j++ {
		last[j] = uint8(j)
	}
	for i := 1; i <= len(a); i++ {
		row[0] = uint8(i)
		least := row[0]
		for j := 1; j <= len(b); j++ {
			cost := uint8(1)
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		if int(least) > limit {
			return limit + 1
		}
		before, last, row = last, row, before
	}
	return int(last[len(b)])
}
