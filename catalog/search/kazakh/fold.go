package kazakh

// Fold gives the letter that people type on a Russian keyboard instead of a
// Kazakh one; other letters are returned as they are. The letter must be a
// small one.
func Fold(r rune) rune {
	switch r {
	case 'ә':
		return 'а'
	case 'і':
		return 'и'
	case 'ң':
		return 'н'
	case 'қ':
		return 'к'
	case 'ғ':
		return 'г'
	case 'ө':
		return 'о'
	case 'ұ', 'ү':
		return 'у'
	case 'һ':
		return 'х'
	}
	return r
}

// Own reports that a small letter is one of the nine that only Kazakh has.
func Own(r rune) bool { return Fold(r) != r }
