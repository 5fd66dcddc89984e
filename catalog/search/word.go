package search

import (
	"unicode"
	"unicode/utf8"

	"github.com/kljensen/snowball/russian"

	"github.com/merzim/merzim/catalog/search/kazakh"
)

// split cuts a clean text into its words: runs of letters and digits. Marks
// that stand on a letter belong to it; a hyphen parts words.
func split(text string, into []string) []string {
	start := -1
	for i, r := range text {
		if wordRune(r) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			into = append(into, text[start:i])
			start = -1
		}
	}
	if start >= 0 {
		into = append(into, text[start:])
	}
	return into
}

func wordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)
}

// stemmers takes endings off in both languages.
type stemmers struct{ kazakh *kazakh.Stemmer }

// keys are what a word is found by: its sound as written, and by its Russian
// and its Kazakh stem. What language a word is of need not be known: a key that
// makes no sense meets nothing.
func (s stemmers) keys(word string, into []string) []string {
	into = append(into[:0], sound(word))
	if utf8.RuneCountInString(word) < 3 || len(into[0]) == 0 {
		return into
	}
	into = addNew(into, sound(s.kazakh.Stem(word)))
	if !kazakhOnly(word) {
		into = addNew(into, sound(russian.Stem(word, false)))
	}
	return into
}

func addNew(list []string, s string) []string {
	if s == "" {
		return list
	}
	for _, other := range list {
		if other == s {
			return list
		}
	}
	return append(list, s)
}

// kazakhOnly reports that a word has a letter that Russian lacks.
func kazakhOnly(word string) bool {
	for _, r := range word {
		if kazakh.Own(r) {
			return true
		}
	}
	return false
}
