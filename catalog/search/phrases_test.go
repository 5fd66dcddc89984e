package search

import (
	"testing"

	"github.com/merzim/merzim/catalog"
)

// mostShared is the share of trigrams above which two phrasings of a service
// are one: phrasings are written one by one, not made from templates.
const mostShared = 0.7

func TestPhrasingsDiffer(t *testing.T) {
	c, _ := embedded(t)
	for _, s := range c.Services {
		for _, lang := range catalog.Languages() {
			list := s.Phrases.In(lang)
			var grams []map[uint32]bool
			for _, p := range list {
				grams = append(grams, trigramsOf(p))
			}
			for i := range list {
				for j := range i {
					if v := sharedPart(grams[i], grams[j]); v > mostShared {
						t.Errorf("phrases/%s.yaml: %s: %q and %q share %.0f%% of their trigrams", s.ID, lang, list[j], list[i], 100*v)
					}
				}
			}
		}
	}
}

// trigramsOf gives the trigrams of a phrasing's letters.
func trigramsOf(phrase string) map[uint32]bool {
	out := map[uint32]bool{}
	for _, w := range split(clean(phrase), nil) {
		eachTrigram(sound(w), func(g uint32) { out[g] = true })
	}
	return out
}

// sharedPart is the size of what two sets share over that of both together.
func sharedPart(a, b map[uint32]bool) float64 {
	both := 0
	for g := range a {
		if b[g] {
			both++
		}
	}
	return float64(both) / float64(max(1, len(a)+len(b)-both))
}
