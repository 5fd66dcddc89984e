package understand

import "strings"

// kazakhNegative tells by the sound of a word whether it is a finite verb in
// the negative: a stem, -ма/-ме/-ба/-бе/-па/-пе and a past or present ending
// (шақырмады, келмей, қаралмаған). Source: R. Muhamedowa, Kazakh: A
// Comprehensive Grammar, 2016, ch. 6 (negation of verbs).
func kazakhNegative(sound string) bool {
	for _, ending := range [...]string{"di", "i", "idi", "gan", "gen", "ganim", "pti", "ppti"} {
		stem, ok := strings.CutSuffix(sound, ending)
		if !ok || len(stem) < len("kelme") {
			continue
		}
		switch stem[len(stem)-2:] {
		case "ma", "me", "ba", "be", "pa", "pe":
			if strings.IndexByte("aeiou", stem[len(stem)-3]) < 0 || len(stem) > len("karama") {
				return true
			}
		}
	}
	return false
}
