package ics

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// longest is how many octets a line may have without its end (RFC 5545, 3.1).
const longest = 75

// fold writes a line with its end, broken where it is too long. A letter of
// several octets is never torn: some programs read each line by itself.
func fold(b *strings.Builder, line string) {
	room := longest
	for len(line) > room {
		cut := room
		for !utf8.RuneStart(line[cut]) {
			cut--
		}
		b.WriteString(line[:cut])
		b.WriteString("\r\n ")
		line, room = line[cut:], longest-1
	}
	b.WriteString(line)
	b.WriteString("\r\n")
}

var escaper = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`)

// text writes a value of the type TEXT (RFC 5545, 3.3.11): no control signs but
// line breaks, which are escaped.
func text(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '\n' || unicode.IsGraphic(r) {
			return r
		}
		return -1
	}, strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\t", " "))
	return escaper.Replace(s)
}
