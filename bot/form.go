package bot

import (
	"maps"
	"slices"
)

// form writes parameters as an HTML form does, the names in order. It gives
// what url.Values.Encode gives, at once and in one piece of memory: the
// library's way costs several copies of each card, half of all that an answer
// allocates.
func form(params Params) []byte {
	size := 0 // at most, and nearly what a text in Kazakh or Russian takes
	for name, value := range params {
		size += len("&=") + len("%D0")*(len(name)+len(value))
	}
	out := make([]byte, size)
	n := 0
	for _, name := range slices.Sorted(maps.Keys(params)) {
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
// took; out must have room for three for each byte.
func escape(out []byte, s string) (n int) {
	const digits = "0123456789ABCDEF"
	for i := range len(s) {
		switch c := s[i]; {
		case plain(c):
			out[n] = c
			n++
		case c == ' ':
			out[n] = '+'
			n++
		default:
			triple := out[n : n+3]
			triple[0], triple[1], triple[2] = '%', digits[c>>4], digits[c&15]
			n += 3
		}
	}
	return n
}

// plain reports a byte that stands for itself in a form: a letter, a digit or
// one of -._~
func plain(c byte) bool {
	const (
		low  = 1<<'-' | 1<<'.' | (1<<10-1)<<'0'
		high = (1<<26-1)<<('A'-64) | (1<<26-1)<<('a'-64) | 1<<('_'-64) | 1<<('~'-64)
	)
	switch c >> 6 {
	case 0:
		return low>>c&1 == 1
	case 1:
		return high>>(c&63)&1 == 1
	}
	return false
}
