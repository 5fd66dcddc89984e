package understand

import (
	"strconv"
	"strings"
	"unicode"
)

// dateMark joins the numbers of a date into one word. No letter of any
// language, but a letter to the search, so that the word stays whole.
const dateMark = "ͻ"

// joined writes dates of digits (03.11.2026, 3/11, 2026-11-03) as one word
// each, so that they survive the cutting into words.
func joined(text string) string {
	var out strings.Builder
	for i := 0; i < len(text); {
		n := dateLength(text[i:])
		if n == 0 || i > 0 && isDigitOrLetter(text[:i]) {
			out.WriteByte(text[i])
			i++
			continue
		}
		out.WriteString(strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return []rune(dateMark)[0]
			}
			return r
		}, text[i:i+n]))
		i += n
	}
	return out.String()
}

func isDigitOrLetter(before string) bool {
	last := []rune(before[max(0, len(before)-4):])
	r := last[len(last)-1]
	return unicode.IsDigit(r) || unicode.IsLetter(r)
}

// dateLength is the length of a date of digits at the start of a text, 0 where
// there is none: two or three numbers with the same mark between them.
func dateLength(s string) int {
	first := digitsAt(s)
	if first != 1 && first != 2 && first != 4 || first == len(s) {
		return 0
	}
	mark := s[first]
	if mark != '.' && mark != '/' && mark != '-' {
		return 0
	}
	second := digitsAt(s[first+1:])
	if second != 1 && second != 2 {
		return 0
	}
	end := first + 1 + second
	if end < len(s) && s[end] == mark {
		if third := digitsAt(s[end+1:]); third == 4 || third == 2 || first == 4 && third == 1 {
			return end + 1 + third
		}
	}
	if first == 4 || mark == '-' || !looksLikeDay(s[:first], s[first+1:end]) {
		return 0
	}
	return end
}

// looksLikeDay tells 3/11 and 03.11 from other pairs of numbers, such as 1.5.
func looksLikeDay(day, month string) bool {
	d, _ := strconv.Atoi(day)
	m, _ := strconv.Atoi(month)
	return d >= 1 && d <= 31 && m >= 1 && m <= 12 && (len(day) == 2 || len(month) == 2)
}

func digitsAt(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// dateParts gives the numbers of a word made by joined.
func dateParts(word string) []int {
	if !strings.Contains(word, dateMark) {
		return nil
	}
	var out []int
	for _, part := range strings.Split(word, dateMark) {
		n, err := strconv.Atoi(part)
		if err != nil {
			return nil
		}
		out = append(out, n)
	}
	return out
}
