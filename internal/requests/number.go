package requests

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/merzim/merzim/internal/screening"
)

// Why the number of a receipt is not taken.
var (
	ErrIIN      = errors.New("that is an IIN, not the number of a request")
	ErrPersonal = errors.New("that is a phone, a card or an address, not the number of a request")
	ErrNumber   = errors.New("that is not the number of a request")
)

// maxNumber is longer than any number seen on a receipt, in characters.
const maxNumber = 40

// ParseNumber cleans the number on a receipt as a person typed it. "" is a
// request without one.
func ParseNumber(text string) (string, error) {
	text = screening.Plain(text)
	if text == "" {
		return "", nil
	}
	switch screening.Find(text) {
	case screening.IIN:
		return "", ErrIIN
	case screening.Phone, screening.Card, screening.Email:
		return "", ErrPersonal
	}
	text = strings.TrimLeft(text, "№# ")
	if utf8.RuneCountInString(text) > maxNumber || !strings.ContainsFunc(text, unicode.IsDigit) {
		return "", ErrNumber
	}
	for _, r := range text {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(" -–/.№_", r) {
			return "", ErrNumber
		}
	}
	return text, nil
}
