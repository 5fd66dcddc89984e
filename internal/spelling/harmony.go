package spelling

import "strings"

// Vowels and consonants of endings by their row (Muhamedowa 2016, ch. 2): the
// vowels of an ending follow the last vowel of the stem, қ and ғ stand with back
// ones, к and г with front ones. у, ю, и and the vowels of loans tell nothing.
const (
	backVowels      = "аоыұ"
	frontVowels     = "әөеіү"
	backConsonants  = "қғ"
	frontConsonants = "кг"
)

// steady are the endings that do not follow the stem: with; the one of.
func steady() []string {
	return []string{"мен", "пен", "бен", "нікі", "дікі", "тікі"}
}

// harmonious reports that an ending could follow the stem: its letters are of
// one row, that of the stem where the stem tells. It refuses мерзім-ы,
// тапсыр-ганнан and тіркеу-у.
func harmonious(stem, ending string) bool {
	for _, s := range steady() {
		ending = strings.TrimSuffix(ending, s)
	}
	if strings.ContainsRune(ending, 'и') || strings.Contains(ending, "уу") || strings.HasPrefix(ending, "у") && strings.HasSuffix(stem, "у") {
		return false
	}
	back := strings.ContainsAny(ending, backVowels+backConsonants)
	front := strings.ContainsAny(ending, frontVowels+frontConsonants)
	if back && front {
		return false
	}
	stemBack, stemFront := row(stem)
	return !(back && stemFront) && !(front && stemBack)
}

// row is the row of a stem's last vowel; neither where it tells nothing, as in
// loans with a cluster at their end: банк, банкте.
func row(stem string) (back, front bool) {
	if strings.HasSuffix(stem, "нк") || strings.HasSuffix(stem, "кт") {
		return false, false
	}
	letters := []rune(stem)
	for i := len(letters) - 1; i >= 0; i-- {
		switch {
		case strings.ContainsRune("иуюяэёь", letters[i]):
			return false, false
		case strings.ContainsRune(backVowels, letters[i]):
			return true, false
		case strings.ContainsRune(frontVowels, letters[i]):
			return false, true
		}
	}
	return false, false
}
