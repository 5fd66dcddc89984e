package spelling

import (
	"fmt"
	"slices"
	"strings"
)

// Reviewed are words that a person found right though the dictionary does not
// know them: terms, names, abbreviations. Capitals do not matter.
type Reviewed map[string]bool

// ReadReviewed reads a list: one word a line, in alphabetical order, none twice.
func ReadReviewed(text string) (Reviewed, error) {
	words := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	out := Reviewed{}
	for i, word := range words {
		switch {
		case word == "" || strings.TrimSpace(word) != word || strings.ContainsAny(word, " -,;"):
			return nil, fmt.Errorf("line %d: %q is not one word", i+1, word)
		case i > 0 && slices.Compare([]rune(words[i-1]), []rune(word)) >= 0:
			return nil, fmt.Errorf("line %d: %s is out of order: sort the list with LC_ALL=C", i+1, word)
		case out[strings.ToLower(word)]:
			return nil, fmt.Errorf("line %d: %s stands twice", i+1, word)
		}
		out[strings.ToLower(word)] = true
	}
	return out, nil
}

// Has reports that a word was reviewed.
func (r Reviewed) Has(word string) bool { return r[strings.ToLower(word)] }
