package spelling

import (
	"regexp"
	"strings"
	"unicode"
)

// Word is a word of a text.
type Word struct {
	Text   string
	Quoted bool // inside «» or „“, where a name may stand in the other language
}

var (
	notProse = regexp.MustCompile(`%-\p{L}+|\{\{[^}]*\}\}|</?[a-z][^>]*>|\[[a-z]+\]|https?://\S+|\{[a-z]+\}`)
	piece    = regexp.MustCompile(`[\p{L}\p{N}]+(?:[-‑][\p{L}\p{N}]+)*|[«»„“]`)
)

// Words lists the Cyrillic words of a text. Templates, tags and addresses are
// no words; an ending joined by a hyphen to a number, an abbreviation or a name
// in Latin letters (15-күні, ХҚКО-дан, eGov-тың) is none either. Words joined
// by a hyphen are words of their own.
func Words(text string) []Word {
	depth := 0
	var out []Word
	for _, p := range piece.FindAllString(notProse.ReplaceAllString(text, " \u2022 "), -1) {
		switch p {
		case "«", "„":
			depth++
			continue
		case "»", "“":
			depth--
			continue
		}
		parts := strings.FieldsFunc(p, func(r rune) bool { return r == '-' || r == '‑' })
		for i, part := range parts {
			if i > 0 && takesEnding(parts[i-1]) || !cyrillic(part) {
				continue
			}
			out = append(out, Word{Text: part, Quoted: depth > 0})
		}
	}
	return out
}

// takesEnding reports that what follows after a hyphen is an ending.
func takesEnding(part string) bool {
	return !cyrillic(part) || len([]rune(part)) > 1 && strings.ToUpper(part) == part
}

func cyrillic(s string) bool {
	for _, r := range s {
		if !unicode.Is(unicode.Cyrillic, r) {
			return false
		}
	}
	return s != ""
}
