// Package screening takes personal numbers out of free text before it is
// stored: IIN, phones, cards, document numbers, e-mails, handles. It would
// rather hide a harmless number than keep a person's.
//
// Names and addresses cannot be told from other words; texts therefore are
// kept only where a person chose to leave one, and asked for without them.
package screening

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Hidden stands where something was taken out.
const Hidden = "[…]"

const (
	// minDigits is the shortest run of digits, separators aside, that is
	// hidden: local phones have 6 or 7, document numbers 7 to 9, an IIN 12.
	// Shorter runs (sums, years, house numbers) stay.
	minDigits = 7
	// maxGap is how many separators in a row still belong to one number.
	maxGap = 3
)

var (
	email  = regexp.MustCompile(`[^\s<>()]+\s?@\s?[^\s<>()]+\.[^\s<>()]{2,}`)
	handle = regexp.MustCompile(`@[A-Za-z0-9_]{4,}`)
	link   = regexp.MustCompile(`(?i)(?:https?://|www\.|t\.me/|wa\.me/)\S+`)
	// lettered is a document number with letters: N12345678, АВ 123456, № 123456.
	// A word boundary (\b) knows Latin letters only.
	lettered = regexp.MustCompile(`(?i)(^|[^\p{L}\p{N}])(№|no\.?|\p{L}{1,3})([ .\-–]?)\d{6}\b`)
	// date is a date or a time of day, which must not be taken for a number.
	date = regexp.MustCompile(`\b(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d{2}|(?:19|20)\d{2}-\d{2}-\d{2}|\d{1,2}:\d{2})\b`)
)

// Clean returns the text without personal numbers, invisible characters and
// doubled white space.
func Clean(text string) string {
	text = strings.Join(strings.Fields(visible(norm.NFC.String(text))), " ")
	for _, pattern := range []*regexp.Regexp{email, link, handle} {
		text = pattern.ReplaceAllString(text, Hidden)
	}
	text = aroundDates(text, func(part string) string {
		return hideLettered(hideRuns(part)) // whole runs first: half of one must not stay
	})
	return strings.Join(strings.Fields(text), " ")
}

// hideLettered hides document numbers with letters; a short word before a sum
// is none.
func hideLettered(text string) string {
	return lettered.ReplaceAllStringFunc(text, func(found string) string {
		part := lettered.FindStringSubmatch(found)
		if part[3] == " " && shortWord(part[2]) {
			return found
		}
		return part[1] + Hidden
	})
}

// shortWord reports that letters are a word that stands before numbers.
func shortWord(letters string) bool {
	switch letters {
	case "в", "до", "за", "из", "и", "или", "к", "на", "не", "о", "об", "от", "по", "с", "со", "у", "был", "да", "де", "кем", "мен", "не́", "тек", "to", "of", "for":
		return true
	}
	return false
}

// aroundDates applies a change to everything but dates and times, unless a
// longer number only looks like one from within.
func aroundDates(text string, change func(string) string) string {
	var b strings.Builder
	last := 0
	for _, at := range date.FindAllStringIndex(text, -1) {
		if digitAround(text, at[0], at[1]) {
			continue
		}
		b.WriteString(change(text[last:at[0]]))
		b.WriteString(text[at[0]:at[1]])
		last = at[1]
	}
	b.WriteString(change(text[last:]))
	return b.String()
}

// digitAround reports that digits stand right beside a find, at most one
// separator away: then it is part of a longer number.
func digitAround(text string, from, to int) bool {
	before := strings.TrimRight(text[:from], "-. ")
	after := strings.TrimLeft(text[to:], "-. ")
	isDigit := func(s string, last bool) bool {
		if s == "" {
			return false
		}
		if last {
			return s[len(s)-1] >= '0' && s[len(s)-1] <= '9'
		}
		return s[0] >= '0' && s[0] <= '9'
	}
	return isDigit(before, true) && len(text[:from])-len(before) <= 1 || isDigit(after, false) && len(text[to:])-len(after) <= 1
}

// hideRuns hides runs of digits that are long enough, however they are parted
// and also where letters stand in for digits (O for 0, З for 3, l for 1).
func hideRuns(text string) string {
	runes := []rune(text)
	var b strings.Builder
	for i := 0; i < len(runes); {
		if !isDigit(runes[i]) && runes[i] != '+' {
			b.WriteRune(runes[i])
			i++
			continue
		}
		end, digits := run(runes, i)
		if digits >= minDigits {
			b.WriteString(Hidden)
		} else {
			b.WriteString(string(runes[i:end]))
		}
		i = end
	}
	return b.String()
}

// run finds the end of the number that begins at i, and counts its digits.
func run(runes []rune, i int) (end, digits int) {
	end, gap := i, 0
	for j := i; j < len(runes); j++ {
		switch r := runes[j]; {
		case isDigit(r), digits > 0 && gap == 0 && standsForDigit(r) && leadsToDigit(runes[j+1:]):
			digits++
			end, gap = j+1, 0
		case (isSeparator(r) || r == '+') && gap < maxGap:
			gap++
		default:
			return max(end, i+1), digits
		}
	}
	return max(end, i+1), digits
}

// leadsToDigit reports that the number goes on after a letter that stands in
// for a digit.
func leadsToDigit(rest []rune) bool {
	for _, r := range rest {
		if !standsForDigit(r) {
			return isDigit(r)
		}
	}
	return false
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isSeparator(r rune) bool {
	return strings.ContainsRune(" -–—‑.()/\\_,*·", r) || unicode.IsSpace(r)
}

func standsForDigit(r rune) bool { return strings.ContainsRune("oOоОзЗlI", r) }

// visible drops invisible characters and turns the digits of other scripts
// into ours.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Mn, r) && r > 0x0300 && r < 0x0370, r == unicode.ReplacementChar:
			return -1
		case unicode.IsControl(r) && r != '\n' && r != '\t':
			return ' '
		case unicode.IsDigit(r) && r > '9':
			return '0' + digitValue(r)
		}
		return r
	}, text)
}

// digitValue is the value of a decimal digit of any script: Unicode gives each
// script's ten digits in a row from a multiple that ends their range.
func digitValue(r rune) rune {
	for zero := r; ; zero-- {
		if !unicode.IsDigit(zero-1) || r-zero == 9 {
			return r - zero
		}
	}
}
