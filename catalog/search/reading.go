package search

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// readings gives what a question may have been meant to be: as typed, Latin
// letters read as Cyrillic ones, and the same keys on another keyboard.
type readings struct {
	latin     []latinRule // longest first
	yVowel    string
	keyboards []keymap
}

type latinRule struct{ latin, cyrillic string }

// keymap turns what was typed into what the same keys give elsewhere.
type keymap struct {
	id       string
	cyrillic map[rune]rune // from a Latin layout to a Cyrillic one
	latin    map[rune]rune // and back
}

func newReadings(l *lexicon) *readings {
	r := &readings{yVowel: l.latin.YAfterVowel}
	for latin, cyrillic := range l.latin.Letters {
		r.latin = append(r.latin, latinRule{latin, cyrillic})
	}
	slices.SortFunc(r.latin, func(a, b latinRule) int {
		if d := len(b.latin) - len(a.latin); d != 0 {
			return d
		}
		return strings.Compare(a.latin, b.latin)
	})
	for _, k := range l.keyboards {
		m := keymap{id: k.ID, cyrillic: map[rune]rune{}, latin: map[rune]rune{}}
		from, to := []rune(k.Latin), []rune(k.Cyrillic)
		for i := range from {
			m.cyrillic[from[i]], m.latin[to[i]] = to[i], from[i]
		}
		r.keyboards = append(r.keyboards, m)
	}
	return r
}

// digitsKeyboard is the id of the table of Kazakh letters on digit keys.
const digitsKeyboard = "digits"

// of lists the readings of a clean text, the text as typed first. Most texts
// have one.
func (r *readings) of(text string, into []string) []string {
	latin, mixed, cyrillic := letterKinds(text)
	switch {
	case latin:
		into = append(into, r.fromLatin(text))
		for _, k := range r.keyboards {
			if k.id != digitsKeyboard {
				into = append(into, k.read(text, !cyrillic))
			}
		}
	case mixed:
		into = append(into, text)
		for _, k := range r.keyboards {
			if k.id == digitsKeyboard {
				into = append(into, k.readWords(text))
			}
		}
	default:
		into = append(into, text)
	}
	return into
}

// letterKinds tells whether a text has Latin letters, words of Cyrillic letters
// and digits, and Cyrillic letters at all.
func letterKinds(text string) (latin, mixed, cyrillic bool) {
	var letter, digit bool
	for _, r := range text {
		switch {
		case isLatin(r):
			latin = true
		case isCyrillic(r):
			cyrillic, letter = true, true
		case '0' <= r && r <= '9':
			digit = true
		case r == ' ':
			letter, digit = false, false
		}
		mixed = mixed || letter && digit
	}
	return latin, mixed, cyrillic
}

func isLatin(r rune) bool {
	return 'a' <= r && r <= 'z' || 0xDF <= r && r <= 0x24F && r != 0xF7
}

func isCyrillic(r rune) bool { return 0x400 <= r && r <= 0x52F }

// fromLatin reads the Latin letters of a text as Cyrillic ones.
func (r *readings) fromLatin(text string) string {
	var out strings.Builder
	out.Grow(2 * len(text))
	var last rune = ' '
	for i := 0; i < len(text); {
		letter, size := utf8.DecodeRuneInString(text[i:])
		if !isLatin(letter) && !strings.ContainsRune("'`’ʻ", letter) {
			out.WriteRune(letter)
			last, i = letter, i+size
			continue
		}
		rule := r.rule(text[i:])
		if rule == nil {
			i += size
			continue
		}
		to := rule.cyrillic
		if rule.latin == "y" && (!isCyrillic(last) || strings.ContainsRune("аеёиоуыэюяәіөүұ", last)) {
			to = r.yVowel
		}
		out.WriteString(to)
		if to != "" {
			last, _ = utf8.DecodeLastRuneInString(to)
		}
		i += len(rule.latin)
	}
	return out.String()
}

func (r *readings) rule(text string) *latinRule {
	for i := range r.latin {
		if strings.HasPrefix(text, r.latin[i].latin) {
			return &r.latin[i]
		}
	}
	return nil
}

// read maps the keys of the words that hold a Latin letter, of all words where
// the whole text is Latin.
func (k keymap) read(text string, all bool) string {
	return k.mapped(text, func(word string) bool { return all || strings.ContainsFunc(word, isLatin) })
}

// readWords maps the keys of the words that mix Cyrillic letters and digits.
func (k keymap) readWords(text string) string {
	return k.mapped(text, func(word string) bool {
		return strings.ContainsFunc(word, isCyrillic) && strings.ContainsFunc(word, func(r rune) bool { return '0' <= r && r <= '9' })
	})
}

func (k keymap) mapped(text string, which func(word string) bool) string {
	var out strings.Builder
	out.Grow(2 * len(text))
	for i, word := range strings.Split(text, " ") {
		if i > 0 {
			out.WriteByte(' ')
		}
		if !which(word) {
			out.WriteString(word)
			continue
		}
		for _, r := range word {
			if to, ok := k.cyrillic[r]; ok {
				r = to
			}
			out.WriteRune(r)
		}
	}
	return out.String()
}
