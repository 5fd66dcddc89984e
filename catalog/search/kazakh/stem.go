package kazakh

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Stemmer takes endings off. It does not change after New and is safe for
// concurrent use.
type Stemmer struct {
	endings endings
	lost    map[string]string // stems whose vowel fell out before an ending
	short   map[string]bool   // the stems of fewer than three letters
	whole   map[string]bool   // words that only look as if they had an ending
}

// New prepares the tables.
func New() *Stemmer {
	return &Stemmer{
		endings: table(),
		// Muhamedowa 2.5: a narrow vowel of the last syllable falls out before
		// a vowel: орын, орны.
		lost: map[string]string{
			"орн": "орын", "халк": "халык", "мойн": "мойын", "мурн": "мурын", "ерн": "ерин",
			"аул": "ауыл", "ерк": "ерик", "кулк": "кулык", "балк": "балык", "кауп": "кауип",
		},
		short: set("ал аш ет от ел ер ис ай уй ат су ас ек ки иш ой ту жу шы ак жо де жи"),
		whole: set("мектеп китап талап жауап себеп есеп мекен арыз караж екен уакыт кызмет кудик мумкин керек бака мемлекет касипкер азамат"),
	}
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// rounds bounds the number of endings taken off one word; longer chains do not
// occur in speech.
const rounds = 6

// longest is the length in letters above which a word is left alone: it is no
// word of the language.
const longest = 40

// Stem gives the stem of a word of small letters, in folded letters. Words
// with other letters than Cyrillic ones come back as they are, folded.
func (s *Stemmer) Stem(word string) string {
	if utf8.RuneCountInString(word) > longest {
		return word
	}
	var buffer [longest]rune
	w := buffer[:0]
	for _, r := range word {
		w = append(w, Fold(r))
	}
	start := len(w)
	for range rounds {
		if s.whole[string(w)] {
			return string(w)
		}
		n := s.strip(w)
		if n == len(w) {
			break
		}
		w = s.settle(w[:n])
	}
	if len(w) < start {
		if whole, ok := s.lost[string(w)]; ok {
			return whole
		}
	}
	return string(s.bare(w))
}

// settle restores the last sound that an ending had changed: куәліг(і) is
// куәлік, кітаб(ы) is кітап.
func (s *Stemmer) settle(w []rune) []rune {
	switch last := len(w) - 1; w[last] {
	case 'г':
		w[last] = 'к'
	case 'б':
		w[last] = 'п'
	}
	return w
}

// bare drops a last vowel: it belongs to the stem in some words and links the
// ending in others (оқы-ды, оқ-у; ала-ды, ал-у), and spelling does not tell.
func (s *Stemmer) bare(w []rune) []rune {
	last := len(w) - 1
	if last < 2 || !strings.ContainsRune("аеыи", w[last]) {
		return w
	}
	if rest := w[:last]; last >= 3 && syllable(rest) || s.short[string(rest)] {
		return rest
	}
	return w
}

// strip gives the length that remains when one ending is taken off.
func (s *Stemmer) strip(w []rune) int {
	for i := range s.endings {
		n := s.endings[i].fits(w)
		if n > 2 || n > 0 && s.short[string(w[:n])] {
			return n
		}
	}
	return len(w)
}

// fits gives the length of the stem before the ending, 0 where the ending is
// not there or may not stand there.
func (e *ending) fits(w []rune) int {
	n := len(w) - len(e.letters)
	if n < e.least || !slices.Equal(w[n:], e.letters) {
		return 0
	}
	stem := w[:n]
	last := stem[n-1]
	vowel := isVowel(last)
	switch e.place {
	case afterVowel:
		if !vowel {
			return 0
		}
	case afterConsonant:
		if vowel && last != 'у' { // у is a consonant after a vowel: тау-ы
			return 0
		}
	case afterVoiceless:
		// Loan words in -б -в -г -д behave as if voiceless: клубқа.
		if !isVoiceless(last) && !strings.ContainsRune("бвгд", last) {
			return 0
		}
	case afterVoiced:
		if isVoiceless(last) {
			return 0
		}
	case afterSonorant:
		if vowel || isVoiceless(last) {
			return 0
		}
	case afterNasal:
		if last != 'м' && last != 'н' {
			return 0
		}
	}
	if !agrees(stemHarmony(stem), e.harmony) || !syllable(stem) {
		return 0
	}
	return n
}

// syllable reports that the stem can be a word: it has a vowel.
func syllable(stem []rune) bool { return slices.ContainsFunc(stem, isVowel) }

func (s endings) add(p place, least int, list string) endings {
	for _, e := range strings.Fields(list) {
		letters := []rune(e)
		s = append(s, ending{letters: letters, place: p, harmony: endingHarmony(letters), least: least})
	}
	return s
}

// sorted puts the longest endings first.
func (s endings) sorted() endings {
	slices.SortStableFunc(s, func(a, b ending) int { return len(b.letters) - len(a.letters) })
	return s
}
