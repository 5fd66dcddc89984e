package understand

import (
	"fmt"
	"strings"

	"github.com/merzim/merzim/catalog/search"
)

// widestGap is the number of other words that ".." may stand for.
const widestGap = 4

// word is a word of a sentence.
type word struct {
	text  string // as read
	sound string
	used  bool // says when or what for, not which service
	first bool // a mark stands before it: a new clause
}

func readWords(reading string) []word {
	var out []word
	for _, clause := range clauses(reading) {
		for i, w := range search.Words(clause) {
			out = append(out, word{text: w, sound: search.Sound(w), first: i == 0})
		}
	}
	return out
}

// part is one word of a pattern.
type part struct {
	sound  string
	prefix bool // any ending may follow
	suffix bool // any beginning may stand before
	gap    bool // other words may stand before it
}

// pattern is words in their order.
type pattern []part

// patterns are alternatives, found by the sound that the first word starts
// with.
type patterns struct {
	byFirst  map[string][]pattern
	anywhere []pattern // whose first word may begin with anything
}

// firstLetters is the length of the beginning by which patterns are found.
const firstLetters = 2

func compile(lines []string) (patterns, error) {
	p := patterns{byFirst: map[string][]pattern{}}
	for _, line := range lines {
		one, err := compileOne(line)
		if err != nil {
			return p, err
		}
		if one[0].suffix {
			p.anywhere = append(p.anywhere, one)
			continue
		}
		first := head(one[0].sound)
		p.byFirst[first] = append(p.byFirst[first], one)
	}
	return p, nil
}

func compileOne(line string) (pattern, error) {
	var p pattern
	gap := false
	for _, field := range strings.Fields(strings.ToLower(line)) {
		if field == ".." {
			gap = true
			continue
		}
		field, prefix := strings.CutSuffix(field, "*")
		field, suffix := strings.CutPrefix(field, "*")
		for i, piece := range search.Words(field) {
			p = append(p, part{sound: search.Sound(piece), gap: gap && i == 0, suffix: suffix && i == 0})
			gap = false
		}
		if len(p) > 0 {
			p[len(p)-1].prefix = prefix
		}
	}
	if len(p) == 0 || p[0].sound == "" {
		return nil, fmt.Errorf("pattern %q has no word", line)
	}
	return p, nil
}

func head(sound string) string { return sound[:min(firstLetters, len(sound))] }

// at gives the end of the longest pattern that starts at a word; from itself
// where none does.
func (p patterns) at(words []word, from int) int {
	end := from
	sound := words[from].sound
	for n := 1; n <= min(firstLetters, len(sound)); n++ {
		for _, one := range p.byFirst[sound[:n]] {
			end = max(end, one.match(words, from))
		}
	}
	for _, one := range p.anywhere {
		end = max(end, one.match(words, from))
	}
	return end
}

// match gives the end of the pattern at a word; from itself where it is not
// there.
func (p pattern) match(words []word, from int) int {
	i := from
	for _, part := range p {
		reach := i
		if part.gap {
			reach = i + widestGap
		}
		for i < len(words) && i < reach && !part.is(words[i].sound) {
			i++
		}
		if i >= len(words) || !part.is(words[i].sound) {
			return from
		}
		i++
	}
	return i
}

func (p part) is(sound string) bool {
	if p.suffix && p.prefix {
		return strings.Contains(sound, p.sound)
	}
	if p.suffix {
		return len(sound) > len(p.sound) && strings.HasSuffix(sound, p.sound)
	}
	if p.prefix {
		return strings.HasPrefix(sound, p.sound)
	}
	return sound == p.sound
}

// in tells whether a pattern stands anywhere, and marks its words as used
// where mark is set.
func (p patterns) in(words []word, mark bool) bool {
	found := false
	for i := range words {
		end := p.at(words, i)
		if end == i {
			continue
		}
		found = true
		if !mark {
			return true
		}
		for j := i; j < end; j++ {
			words[j].used = true
		}
	}
	return found
}
