package search

// sound writes a Cyrillic word by its sound, one ASCII letter a sound, so that
// spellings which people mix up come out alike: Kazakh typed without its
// letters (құқық, кукик), и ы й і, е ё э, у ю ү ұ, а я ә, ш щ, and signs that
// are not heard. Letters that are not Cyrillic are kept where they are ASCII
// and dropped otherwise.
func sound(word string) string {
	out := make([]byte, 0, len(word))
	for _, r := range word {
		if b := soundOf(r); b != 0 {
			out = append(out, b)
		}
	}
	return string(out)
}

// appendSound is sound into a buffer.
func appendSound(out []byte, word string) []byte {
	for _, r := range word {
		if b := soundOf(r); b != 0 {
			out = append(out, b)
		}
	}
	return out
}

// soundOf is the sound of a small letter, 0 for none.
func soundOf(r rune) byte {
	switch r {
	case 'а', 'ә', 'я':
		return 'a'
	case 'б':
		return 'b'
	case 'в':
		return 'v'
	case 'г', 'ғ':
		return 'g'
	case 'д':
		return 'd'
	case 'е', 'ё', 'э':
		return 'e'
	case 'ж':
		return 'j'
	case 'з':
		return 'z'
	case 'и', 'й', 'і', 'ы':
		return 'i'
	case 'к', 'қ':
		return 'k'
	case 'л':
		return 'l'
	case 'м':
		return 'm'
	case 'н', 'ң':
		return 'n'
	case 'о', 'ө':
		return 'o'
	case 'п':
		return 'p'
	case 'р':
		return 'r'
	case 'с':
		return 's'
	case 'т':
		return 't'
	case 'у', 'ү', 'ұ', 'ю':
		return 'u'
	case 'ф':
		return 'f'
	case 'х', 'һ':
		return 'h'
	case 'ц':
		return 'c'
	case 'ч':
		return 'q'
	case 'ш', 'щ':
		return 'w'
	}
	if '0' <= r && r <= '9' || 'a' <= r && r <= 'z' {
		return byte(r)
	}
	return 0
}
