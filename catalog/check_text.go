package catalog

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// texts checks every text: both languages there and alike in what they claim,
// and each string clean.
func (k *checker) texts() {
	k.catalog.EachText(func(file, where string, t Text) {
		for _, lang := range Languages() {
			if t.In(lang) == "" {
				k.fault(file, dotted(where, lang), "missing")
				return
			}
		}
		if t.RU == t.KK && mustDiffer(where, t) {
			k.fault(file, where, "the same in both languages")
		}
		if strings.HasSuffix(where, "official_name") {
			return // official names are quoted as they are
		}
		if ru, kk := numbers(t.RU), numbers(t.KK); !slices.Equal(ru, kk) {
			k.fault(file, where, "numbers differ: ru %s, kk %s", list(ru), list(kk))
		}
		if ru, kk := acts(t.RU), acts(t.KK); !slices.Equal(ru, kk) {
			k.fault(file, where, "acts differ: ru %s, kk %s", list(ru), list(kk))
		}
	})
	known := map[string]bool{}
	k.catalog.EachString(func(_, _, _, s string) {
		for _, word := range words(s) {
			known[word] = true
		}
	})
	k.catalog.EachString(func(file, where, _, s string) {
		for _, what := range stringFaults(s) {
			k.fault(file, where, "%s", what)
		}
		for _, word := range words(s) {
			if twin := lookAlike.Replace(word); len(word) > 1 && twin != word && !latinLeft.MatchString(twin) && known[twin] {
				k.fault(file, where, "word %s is in Latin letters, elsewhere in Cyrillic ones", word)
			}
		}
	})
}

// lookAlike turns Latin letters into the Cyrillic ones of the same shape, to
// find TOO typed for ТОО.
var (
	lookAlike = strings.NewReplacer(
		"A", "А", "B", "В", "C", "С", "E", "Е", "H", "Н", "I", "І", "K", "К", "M", "М", "O", "О", "P", "Р", "T", "Т", "X", "Х", "Y", "У",
		"a", "а", "c", "с", "e", "е", "i", "і", "o", "о", "p", "р", "x", "х", "y", "у")
	latinLeft = regexp.MustCompile(`\p{Latin}`)
)

// mayMatch are the ends of places whose text may be the same in both
// languages: names of banks and cities, labels such as "онлайн: eGov".
var mayMatch = regexp.MustCompile(`(provider|name|by|short|values\[\d+\])$`)

// mustDiffer reports that a text cannot be the same in both languages: it is no
// name and has more than two words, as терминал or апостиль have not.
func mustDiffer(where string, t Text) bool {
	return !mayMatch.MatchString(where) && len(strings.Fields(t.RU)) > 2
}

var (
	numberPattern = regexp.MustCompile(`\d+(?:[.,:]\d+)*`)
	actPattern    = regexp.MustCompile(`№\s?[\p{L}\d/-]+|\b[A-Z]\d{9,}_?`)
)

// numbers lists the numbers of a text in order of size: the order of words
// differs between the languages.
func numbers(s string) []string {
	return slices.Sorted(slices.Values(numberPattern.FindAllString(s, -1)))
}

// acts lists the numbers of legal acts in a text.
func acts(s string) []string {
	return slices.Sorted(slices.Values(actPattern.FindAllString(s, -1)))
}

func list(words []string) string {
	if len(words) == 0 {
		return "none"
	}
	return strings.Join(words, " ")
}

// stringFaults tells what is wrong with one string: letters of two scripts in a
// word, stray spaces, quotes and brackets without their other half, signs that
// a message in HTML cannot carry.
func stringFaults(s string) []string {
	var faults []string
	for _, word := range words(s) {
		if latin, cyrillic := scripts(word); latin && cyrillic {
			faults = append(faults, "word "+word+" mixes Latin and Cyrillic letters")
		}
	}
	if m := lonelyLatin.FindStringSubmatch(s); m != nil {
		faults = append(faults, "word "+m[1]+" is a Latin letter that looks Cyrillic")
	}
	if strings.TrimSpace(s) != s {
		faults = append(faults, "space at an end")
	}
	if strangeSpace.MatchString(s) {
		faults = append(faults, "double space, tab, line break or no-break space")
	}
	if m := spaceBefore.FindString(s); m != "" {
		faults = append(faults, "stray space: "+m)
	}
	for _, pair := range [][2]string{{"«", "»"}, {"„", "“"}, {"(", ")"}} {
		if strings.Count(s, pair[0]) != strings.Count(s, pair[1]) {
			faults = append(faults, "unbalanced "+pair[0]+pair[1])
		}
	}
	if strings.Contains(s, `"`) {
		faults = append(faults, `straight quotes: write «»`)
	}
	if i := strings.IndexAny(s, "<>"); i >= 0 {
		faults = append(faults, s[i:i+1]+" is not allowed in a text")
	}
	return faults
}

var (
	strangeSpace = regexp.MustCompile(`  |[\t\n\r\x{00A0}\x{202F}\x{200B}]`)
	spaceBefore  = regexp.MustCompile(`\pL? [,.;:!?)»]|[(«] \pL?`)
	// lonelyLatin is a small Latin letter that stands alone where a Cyrillic
	// preposition or conjunction would: с, о, а, у.
	lonelyLatin = regexp.MustCompile(`(?:^|[ («])([acoeyxpi])(?:[ ,.;:)»]|$)`)
)

// words splits a string into runs of letters.
func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
}

func scripts(word string) (latin, cyrillic bool) {
	for _, r := range word {
		latin = latin || unicode.Is(unicode.Latin, r)
		cyrillic = cyrillic || unicode.Is(unicode.Cyrillic, r)
	}
	return latin, cyrillic
}
