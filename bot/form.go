package bot

import "slices"

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
	out := make([]byte, size)
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
			triple[2], triple[1], triple[0] = digits[c&15], digits[c>>4], '%'
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
	if c >= 128 {
		return false
	}
	if c < 64 {
		return low>>c&1 == 1
	}
	return high>>(c-64)&1 == 1
}
