package local

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// htmlParser walks a text with Telegram's HTML tags once, byte by byte.
type htmlParser struct {
	in    string
	pos   int
	out   strings.Builder
	units int // UTF-16 units written
	open  []htmlTag
	found []Entity
}

// htmlTag is a tag that waits for its end.
type htmlTag struct {
	name     string
	at       int // units
	from     int // bytes of the output
	argument string
	expand   bool
}

// parseHTML gives the plain text and its entities, or Telegram's refusal.
func parseHTML(text string) (string, []Entity, *apiError) {
	if !strings.ContainsAny(text, "<&") {
		return text, nil, nil
	}
	p := &htmlParser{in: text}
	p.out.Grow(len(text))
	for p.pos < len(p.in) {
		var err *apiError
		switch p.in[p.pos] {
		case '&':
			p.character()
		case '<':
			if strings.HasPrefix(p.in[p.pos:], "</") {
				err = p.endTag()
			} else {
				err = p.startTag()
			}
		default:
			r, size := utf8.DecodeRuneInString(p.in[p.pos:])
			p.write(r)
			p.pos += size
		}
		if err != nil {
			return "", nil, err
		}
	}
	if n := len(p.open); n > 0 {
		return "", nil, parseError("Can't find end tag corresponding to start tag %q", p.open[n-1].name)
	}
	slices.SortStableFunc(p.found, func(a, b Entity) int {
		return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(b.Length, a.Length))
	})
	return p.out.String(), p.found, nil
}

// parseError is a refusal of the markup.
func parseError(format string, args ...any) *apiError {
	return badRequest("can't parse entities: "+format, args...)
}

func (p *htmlParser) write(r rune) {
	p.out.WriteRune(r)
	p.units += runeUnits(r)
}

// character reads &lt; and its like; what is none stays as it stands.
func (p *htmlParser) character() {
	r, size := htmlCharacter(p.in[p.pos:])
	if size == 0 {
		r, size = '&', 1
	}
	p.write(r)
	p.pos += size
}

// htmlCharacter decodes a character reference at the start of s; size 0 means that there is none.
func htmlCharacter(s string) (r rune, size int) {
	for _, named := range [...]struct {
		name string
		r    rune
	}{{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}} {
		if strings.HasPrefix(s, named.name) {
			return named.r, len(named.name)
		}
	}
	digits, ok := strings.CutPrefix(s, "&#")
	if !ok {
		return 0, 0
	}
	base, skip := 10, 2
	if strings.HasPrefix(digits, "x") || strings.HasPrefix(digits, "X") {
		base, skip, digits = 16, 3, digits[1:]
	}
	n := 0
	for n < len(digits) && strings.IndexByte("0123456789abcdefABCDEF"[:min(base, 10)+max(0, base-10)*2], digits[n]) >= 0 {
		n++
	}
	code, err := strconv.ParseUint(digits[:n], base, 32)
	if err != nil || code == 0 || code > utf8.MaxRune || !utf8.ValidRune(rune(code)) {
		return 0, 0
	}
	size = skip + n
	if size < len(s) && s[size] == ';' {
		size++
	}
	return rune(code), size
}

// endTag closes the innermost tag; a name, if any, must match it.
func (p *htmlParser) endTag() *apiError {
	begin := p.pos
	i := begin + 2
	for i < len(p.in) && !blank(p.in[i]) && p.in[i] != '>' {
		i++
	}
	name := strings.ToLower(p.in[begin+2 : i])
	for i < len(p.in) && blank(p.in[i]) {
		i++
	}
	if i >= len(p.in) || p.in[i] != '>' {
		return parseError("Unclosed end tag at byte offset %d", begin)
	}
	if len(p.open) == 0 {
		return parseError("Unexpected end tag at byte offset %d", begin)
	}
	tag := p.open[len(p.open)-1]
	if name != "" && name != tag.name {
		return parseError("Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\"", begin, tag.name, name)
	}
	p.open = p.open[:len(p.open)-1]
	p.pos = i + 1
	p.close(tag)
	return nil
}

func blank(b byte) bool {
	return b == ' ' || b == '\t' || b == '\n' || b == '\r' || b == '\f' || b == '\v'
}
