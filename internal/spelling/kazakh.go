package spelling

import (
	"strings"

	"github.com/merzim/merzim/catalog/search/kazakh"
)

// shortestStem is the shortest stem that tells a word from another, in letters.
const shortestStem = 3

// hardened are the letters that a stem's last one softens into before a vowel:
// кітап, кітабы.
var hardened = map[rune]rune{'б': 'п', 'г': 'к', 'ғ': 'қ'}

// KazakhStems lists what a Kazakh word may be without its last endings, in its
// own letters: the beginnings that have the same stem as the whole word, where
// the rest is in vowel harmony. A
// dictionary that does not know a long chain of endings knows one of them. A
// letter that was typed wrong stays wrong: құжаттарды gives құжаттар and құжат,
// кужаттарды gives кужаттар and кужат.
func KazakhStems(s *kazakh.Stemmer, word string) []string {
	letters := []rune(strings.ToLower(word))
	stem := s.Stem(string(letters))
	var out []string
	for n := len(letters) - 1; n >= shortestStem; n-- {
		begin := append([]rune(nil), letters[:n]...)
		if !harmonious(string(begin), string(letters[n:])) {
			continue
		}
		if s.Stem(string(begin)) == stem {
			out = append(out, string(begin))
		}
		if hard, soft := hardened[begin[n-1]]; soft {
			begin[n-1] = hard
			if s.Stem(string(begin)) == stem {
				out = append(out, string(begin))
			}
		}
	}
	return out
}
