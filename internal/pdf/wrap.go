package pdf

import "strings"

// Wrap breaks a text at its spaces into lines no wider than width. No-break
// spaces hold together; a word that is wider than a line is broken by letters.
func Wrap(text string, width float64, measure func(string) float64) []string {
	var lines []string
	line := ""
	for word := range strings.SplitSeq(text, " ") {
		next := word
		if line != "" {
			next = line + " " + word
		}
		if measure(next) <= width {
			line = next
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for measure(word) > width {
			head := fitting(word, width, measure)
			lines = append(lines, head)
			word = word[len(head):]
		}
		line = word
	}
	return append(lines, line)
}

// fitting is the longest beginning of a word that fits, at least one letter.
func fitting(word string, width float64, measure func(string) float64) string {
	fits := ""
	for i := range word {
		if i > 0 && (fits == "" || measure(word[:i]) <= width) {
			fits = word[:i]
		}
	}
	if fits == "" {
		return word
	}
	return fits
}
