package broadcasts

import (
	"html"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// markup reads Telegram's HTML, stricter than Telegram does: what it takes,
// Telegram takes too and shows as it is meant.
type markup struct {
	text  string
	pos   int
	open  []string
	units int  // UTF-16 units that people see
	shows bool // something other than blanks
}

// simple are the tags without attributes.
var simple = []string{"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "tg-spoiler", "code", "pre", "blockquote"}

// checkHTML measures a text as Telegram counts it, in UTF-16 units after its
// entities are parsed. The fault, if any, has its place but no language.
func checkHTML(text string) (units int, fault *TextFault) {
	if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return 0, &TextFault{What: BadCharacter}
	}
	m := markup{text: text}
	for m.pos < len(text) {
		switch text[m.pos] {
		case '<':
			if fault := m.tag(); fault != nil {
				return 0, fault
			}
		case '&':
			if fault := m.reference(); fault != nil {
				return 0, fault
			}
		default:
			r, size := utf8.DecodeRuneInString(text[m.pos:])
			m.see(r)
			m.pos += size
		}
	}
	switch {
	case len(m.open) > 0:
		return 0, &TextFault{What: Unclosed, Part: m.open[len(m.open)-1], At: m.units}
	case !m.shows:
		return 0, &TextFault{What: Empty}
	}
	return m.units, nil
}

func (m *markup) see(r rune) {
	m.units += utf16.RuneLen(r)
	m.shows = m.shows || unicode.IsGraphic(r) && !unicode.IsSpace(r)
}

// reference reads &lt; &gt; &amp; &quot; and numbers. A lone & is a fault: what
// follows it one day decides what is shown.
func (m *markup) reference() *TextFault {
	rest := m.text[m.pos:]
	end := strings.IndexByte(rest[:min(len(rest), 12)], ';')
	known := end > 0 && (slices.Contains([]string{"&lt;", "&gt;", "&amp;", "&quot;"}, rest[:end+1]) || strings.HasPrefix(rest, "&#"))
	decoded := ""
	if known {
		decoded = html.UnescapeString(rest[:end+1])
	}
	r, size := utf8.DecodeRuneInString(decoded)
	if !known || size == 0 || size != len(decoded) || r == utf8.RuneError || r == 0 || unicode.IsControl(r) && r != '\n' {
		return &TextFault{What: BadReference, Part: cutPart(rest), At: m.units}
	}
	m.see(r)
	m.pos += end + 1
	return nil
}

func (m *markup) tag() *TextFault {
	rest := m.text[m.pos:]
	end := strings.IndexByte(rest, '>')
	if end < 0 {
		return &TextFault{What: BadTag, Part: cutPart(rest), At: m.units}
	}
	inside := rest[1:end]
	m.pos += end + 1
	if name, closes := strings.CutPrefix(inside, "/"); closes {
		if len(m.open) == 0 || m.open[len(m.open)-1] != name {
			return &TextFault{What: BadEnd, Part: cutPart(rest[:end+1]), At: m.units}
		}
		m.open = m.open[:len(m.open)-1]
		return nil
	}
	name, attribute, _ := strings.Cut(inside, " ")
	if !allowed(name, attribute) {
		return &TextFault{What: BadTag, Part: cutPart(rest[:end+1]), At: m.units}
	}
	m.open = append(m.open, name)
	return nil
}

func allowed(name, attribute string) bool {
	if attribute == "" {
		return slices.Contains(simple, name)
	}
	switch name {
	case "blockquote":
		return attribute == "expandable"
	case "span":
		return attribute == `class="tg-spoiler"`
	case "a":
		address, ok := strings.CutPrefix(attribute, `href="`)
		address, closed := strings.CutSuffix(address, `"`)
		return ok && closed && !strings.ContainsAny(address, "\"'<> \t\n\r") && webAddress(html.UnescapeString(address))
	}
	return false
}

// webAddress reports an address that opens the same page for everybody.
func webAddress(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.User == nil && strings.Contains(strings.Trim(u.Hostname(), "."), ".")
}

// cutPart is the beginning of a faulty place, enough to find it.
func cutPart(s string) string {
	const most = 40 // bytes
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
