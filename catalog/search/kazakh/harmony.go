package kazakh

// harmony is the vowel class of a stem or an ending.
type harmony uint8

const (
	either harmony = iota // the folded letters do not tell
	back                  // а о ұ ы
	front                 // ә ө ү і е
)

// agrees reports that an ending of harmony e may follow a stem of harmony s.
func agrees(s, e harmony) bool { return s == either || e == either || s == e }

func isVowel(r rune) bool {
	switch r {
	case 'а', 'е', 'ы', 'и', 'о', 'у', 'э', 'ю', 'я':
		return true
	}
	return false
}

// stemHarmony is the class of the last syllable, which the ending follows. In
// folded letters only е and ы are certain: а may be ә, и may be і, and so on.
func stemHarmony(stem []rune) harmony {
	for i := len(stem) - 1; i >= 0; i-- {
		switch stem[i] {
		case 'е':
			return front
		case 'ы':
			return back
		case 'а', 'и', 'о', 'у', 'э', 'ю', 'я':
			return either
		}
	}
	return either
}

// endingHarmony is the class of an ending: а and ы are back, е and и (і)
// front. Endings that hold neither may follow any stem.
func endingHarmony(ending []rune) harmony {
	for _, r := range ending {
		switch r {
		case 'а', 'ы', 'у':
			if r != 'у' {
				return back
			}
		case 'е', 'и':
			return front
		}
	}
	return either
}

func isVoiceless(r rune) bool {
	switch r {
	case 'п', 'т', 'к', 'с', 'ш', 'ф', 'х', 'ц', 'ч', 'щ':
		return true
	}
	return false
}
