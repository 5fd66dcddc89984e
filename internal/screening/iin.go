package screening

import (
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Kind is what a text that should be a harmless number turns out to hold.
type Kind string

// What Find finds.
const (
	Nothing Kind = ""
	IIN     Kind = "iin"
	Phone   Kind = "phone"
	Card    Kind = "card"
	Email   Kind = "email" // or another address on the net
)

// Plain is the text without invisible characters and doubled white space, its
// digits our own.
func Plain(text string) string {
	return strings.Join(strings.Fields(visible(norm.NFC.String(text))), " ")
}

// Find tells whether a text that was typed as the number of something else is,
// or holds, a person's own number, however it is written.
func Find(text string) Kind {
	text = Plain(text)
	if email.MatchString(text) || handle.MatchString(text) || link.MatchString(text) {
		return Email
	}
	for _, digits := range runs(text) {
		switch {
		case IsIIN(digits.digits):
			return IIN
		case isPhone(digits):
			return Phone
		case len(digits.digits) == cardLength && luhn(digits.digits):
			return Card
		}
	}
	return Nothing
}

// number is a run of digits in a text, without what parts them.
type number struct {
	digits string
	plus   bool // a + stands before it
}

// runs lists the numbers of a text: as hideRuns sees them, and each word by
// itself, for a number beside which another one stands.
func runs(text string) (out []number) {
	out = runsOf(text)
	for _, word := range strings.Fields(text) {
		out = append(out, runsOf(word)...)
	}
	return out
}

func runsOf(text string) (out []number) {
	runes := []rune(text)
	for i := 0; i < len(runes); {
		if !isDigit(runes[i]) && runes[i] != '+' {
			i++
			continue
		}
		end, _ := run(runes, i)
		out = append(out, number{asDigits(runes[i:end]), runes[i] == '+'})
		i = end
	}
	return out
}

// asDigits reads a run: separators fall out, letters stand for digits.
func asDigits(run []rune) string {
	return strings.Map(func(r rune) rune {
		switch {
		case isDigit(r):
			return r
		case strings.ContainsRune("oOоО", r):
			return '0'
		case strings.ContainsRune("зЗ", r):
			return '3'
		case strings.ContainsRune("lI", r):
			return '1'
		}
		return -1
	}, string(run))
}

// Lengths of personal numbers, in digits.
const (
	iinLength   = 12
	cardLength  = 16
	phoneLength = 11 // with the leading 7 or 8
)

// IsIIN reports that twelve digits are an individual identification number:
// a birth date, a seventh digit of 0 to 6 for century and sex, and a checksum.
func IsIIN(digits string) bool {
	if len(digits) != iinLength || strings.ContainsFunc(digits, func(r rune) bool { return !isDigit(r) }) {
		return false
	}
	if digits[6] > '6' || !isBirthDate(digits) {
		return false
	}
	sum := weigh(digits, 1)
	if sum == 10 { // the first weights give no digit: try the second ones
		sum = weigh(digits, 3)
	}
	return sum < 10 && int(digits[iinLength-1]-'0') == sum
}

// weigh is the checksum with the weights that begin at first and go round
// after 11.
func weigh(digits string, first int) (sum int) {
	for i := range iinLength - 1 {
		sum += (first + i - 1) % 11 * int(digits[i]-'0')
		sum += int(digits[i] - '0')
	}
	return sum % 11
}

// isBirthDate reads yymmdd in the century that the seventh digit names; 0 names
// none.
func isBirthDate(digits string) bool {
	centuries := map[byte][]string{'1': {"18"}, '2': {"18"}, '3': {"19"}, '4': {"19"}, '5': {"20"}, '6': {"20"}, '0': {"19", "20"}}
	for _, century := range centuries[digits[6]] {
		if _, err := time.Parse("20060102", century+digits[:6]); err == nil {
			return true
		}
	}
	return false
}

// isPhone takes a number for a phone of Kazakhstan when a + stands before it, or
// when it is written in full: 8 or 7, then 7 and nine digits more.
func isPhone(n number) bool {
	return len(n.digits) == phoneLength && (n.plus || strings.HasPrefix(n.digits, "87") || strings.HasPrefix(n.digits, "77"))
}

func luhn(digits string) bool {
	sum := 0
	for i, r := range digits {
		d := int(r - '0')
		if i%2 == 0 { // of sixteen, every second from the left is doubled
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0 && strings.ContainsFunc(digits, func(r rune) bool { return unicode.IsDigit(r) && r != '0' })
}
