package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Limits keep a hostile question as cheap as an honest one. A citizen's
// question has some ten words; the longest in the development set has forty.
const (
	maxLetters = 700    // letters that are read of a question
	maxSeen    = 20_000 // characters that are looked at, invisible ones too
	maxWords   = 48     // different words that are looked up
	maxWord    = 40     // letters of a word; a longer one is no word
)

// clean gives a question one spelling: valid UTF-8, composed letters (NFC),
// small, without zero-width and direction marks, bounded in length.
func clean(question string) string {
	question = head(question, maxLetters)
	if !utf8.ValidString(question) {
		question = strings.ToValidUTF8(question, " ")
	}
	if !composed(question) && !norm.NFC.IsNormalString(question) {
		question = norm.NFC.String(question)
	}
	return strings.Map(plain, question)
}

// composed reports a text of ASCII and Cyrillic letters that nothing stands on:
// it is in NFC, and most texts are such.
func composed(s string) bool {
	for _, r := range s {
		if r >= utf8.RuneSelf && (r < 0x400 || r > 0x52F || 0x483 <= r && r <= 0x489) {
			return false
		}
	}
	return true
}

// head cuts a text after a number of characters, invisible ones not counted,
// without looking at the rest.
func head(s string, letters int) string {
	n, seen := 0, 0
	for i, r := range s {
		if seen++; seen > maxSeen {
			return s[:i]
		}
		if invisible(r) {
			continue
		}
		if n++; n > letters {
			return s[:i]
		}
	}
	return s
}

// plain makes a letter small and drops what cannot be seen.
func plain(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	case invisible(r):
		return -1
	case r == 'ё' || r == 'Ё':
		return 'е'
	case r == 'İ':
		return 'i'
	}
	return unicode.ToLower(r)
}

// invisible reports marks that change nothing a person sees: zero-width and
// direction marks, soft hyphens, variation selectors.
func invisible(r rune) bool {
	if r < 0xAD {
		return false
	}
	return r == 0xAD || unicode.Is(unicode.Cf, r) || 0xFE00 <= r && r <= 0xFE0F
}
