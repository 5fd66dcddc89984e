package search

import (
	"slices"
	"strings"
)

// respeller writes a text anew with another abbreviation of the same meaning:
// who learns from «МСЭ» should know «МСЭК» as well, and nobody writes each
// phrasing with both.
type respeller struct {
	forms map[string][]string // by a form of one word, the forms of its line
	turn  int                 // so that each form comes up in time
}

func newRespeller(lines [][]string) *respeller {
	r := &respeller{forms: map[string][]string{}}
	for _, line := range lines {
		var forms []string
		for _, say := range line {
			if words := split(clean(say), nil); len(words) == 1 && !slices.Contains(forms, words[0]) {
				forms = append(forms, words[0])
			}
		}
		for _, form := range forms {
			r.forms[form] = forms
		}
	}
	return r
}

// another gives the text with the next other form of its first abbreviation;
// ok is false where it holds none.
func (r *respeller) another(text string) (out string, ok bool) {
	words := split(clean(text), nil)
	for i, word := range words {
		forms := r.forms[word]
		if len(forms) < 2 {
			continue
		}
		r.turn++
		at := slices.Index(forms, word) + 1 + r.turn%(len(forms)-1)
		words[i] = forms[at%len(forms)]
		return strings.Join(words, " "), true
	}
	return "", false
}
