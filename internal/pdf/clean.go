package pdf

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// largestRune is the largest one that our type may have: emoji lie above.
const largestRune = 0xFFFF

// Clean makes a text one line of letters that can be set: white space becomes
// single spaces, no-break spaces stay; invisible signs, those that turn the
// direction of writing and emoji go; letters written as two signs become one.
func Clean(s string) string {
	var b strings.Builder
	space := false
	for _, r := range norm.NFC.String(s) {
		switch {
		case r == '\u00a0' || r == '\u202f':
			b.WriteRune('\u00a0')
			space = false
		case unicode.IsSpace(r):
			if !space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = true
		case r > largestRune, r == unicode.ReplacementChar, !unicode.IsGraphic(r), unicode.Is(unicode.Variation_Selector, r):
		default:
			b.WriteRune(r)
			space = false
		}
	}
	return strings.TrimRight(b.String(), " ")
}
