package bot

import (
	"encoding/binary"
	"slices"
	"strings"
)

// usualParams is how many parameters most calls have at most.
const usualParams = 8

// form writes parameters as an HTML form does, the names in order. It gives
// what url.Values.Encode gives, at once and in one piece of memory: the
// library's way costs several copies of each card, half of all that an answer
// allocates.
func form(params Params) []byte {
	names := make([]string, 0, usualParams)
	size := 0 // at most, and nearly what a text in Kazakh or Russian takes
	for name, value := range params {
		names = append(names, name)
		size += len("&=") + len("%D0")*(len(name)+len(value))
	}
	slices.Sort(names)
	out := make([]byte, size+1)
	n := 0
	for _, name := range names {
		if n > 0 {
			out[n] = '&'
			n++
		}
		n += escape(out[n:], name)
		out[n] = '='
		n++
		n += escape(out[n:], params[name])
	}
	return out[:n]
}

// escape writes a name or a value of a form and returns how many bytes it
// took; out must have room for three for each byte, and for one more.
func escape(out []byte, s string) (n int) {
	for i := range len(s) {
		e := &escapes[s[i]]
		binary.LittleEndian.PutUint32(out[n:], e.bytes) // one store, of which the next one writes over what is too much
		n += e.size
	}
	return n
}

// escapes says how each byte stands in a form.
var escapes = func() (table [256]struct {
	bytes uint32 // the first one lowest
	size  int
}) {
	const digits = "0123456789ABCDEF"
	for c := range table {
		e := &table[c]
		switch {
		case plain(byte(c)):
			e.bytes, e.size = uint32(c), 1
		case c == ' ':
			e.bytes, e.size = '+', 1
		default:
			e.bytes, e.size = '%'|uint32(digits[c>>4])<<8|uint32(digits[c&15])<<16, 3
		}
	}
	return table
}()

// plain reports a byte that stands for itself in a form: a letter, a digit or
// one of -._~
func plain(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0
}
