package search

import "strconv"

// concepts are the meanings that abbreviations and synonyms share: «садик»,
// «балабақша» and «детский сад» are one. A concept is a key like a word's.
type concepts struct {
	byFirst map[key][]wording
	names   map[key]string
	// abbreviation tells the concepts of abbreviations.yaml, words that public
	// services are asked for by.
	abbreviation map[key]bool
}

// wording is one way to say a concept: the keys of each of its words.
type wording struct {
	concept key
	words   [][]key
}

// learnConcepts makes the lines of words that mean the same known to the
// vocabulary.
// The first lines are the abbreviations.
func (v *vocabulary) learnConcepts(meanings [][]string, abbreviations int) concepts {
	c := concepts{byFirst: map[key][]wording{}, names: map[key]string{}, abbreviation: map[key]bool{}}
	var buffer []string
	for i, line := range meanings {
		concept := v.keyOf("=" + strconv.Itoa(i))
		c.names[concept] = line[0]
		if i < abbreviations {
			c.abbreviation[concept] = true
		}
		for _, say := range line {
			buffer = split(clean(say), buffer[:0])
			w := wording{concept: concept}
			for _, word := range buffer {
				if e := v.learn(word); e >= 0 {
					w.words = append(w.words, v.entries[e].keys)
				}
			}
			if len(w.words) == 0 {
				continue
			}
			for _, k := range w.words[0] {
				c.byFirst[k] = append(c.byFirst[k], w)
			}
		}
	}
	return c
}

// in calls found with the concepts that the words starting at one of them say.
func (c concepts) in(words [][]key, at int, found func(concept key, length int)) {
	for _, k := range words[at] {
		for _, w := range c.byFirst[k] {
			if at+len(w.words) <= len(words) && says(words[at:], w.words) {
				found(w.concept, len(w.words))
			}
		}
	}
}

func says(words, wording [][]key) bool {
	for i, want := range wording {
		if !meet(words[i], want) {
			return false
		}
	}
	return true
}

// meet reports that two words have a key in common.
func meet(a, b []key) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return true
			}
		}
	}
	return false
}
