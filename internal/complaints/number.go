package complaints

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/merzim/merzim/internal/screening"
)

// Number is what a complaint is called: M-2026-000123. It says nothing of the
// person, and knowing it gives no access.
type Number struct {
	Year int
	N    int64
}

// String writes the number with at least six digits.
func (n Number) String() string { return fmt.Sprintf("M-%04d-%06d", n.Year, n.N) }

// MarshalText writes the number into JSON and tables.
func (n Number) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// written is a number as people type it: the letter in either alphabet and
// case, any dash or none.
var written = regexp.MustCompile(`^[MmМм]\s*[-‐‑–—−_/ ]?\s*(20\d{2})\s*[-‐‑–—−_/ ]\s*(\d{1,12})$`)

// longestWritten is above the bytes that a number takes as people type it:
// every question is looked at, and most are longer or hold no digit.
const longestWritten = 64

// ParseNumber reads a number as people type it; ok is false for anything else.
func ParseNumber(text string) (n Number, ok bool) {
	if len(text) > longestWritten || !strings.ContainsFunc(text, unicode.IsDigit) {
		return Number{}, false
	}
	found := written.FindStringSubmatch(screening.Plain(text))
	if found == nil {
		return Number{}, false
	}
	year, _ := strconv.Atoi(found[1])
	count, err := strconv.ParseInt(found[2], 10, 64)
	if err != nil || count == 0 {
		return Number{}, false
	}
	return Number{Year: year, N: count}, true
}
