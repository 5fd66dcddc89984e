package locales

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Key is the key of the text that names an id: of State and more_documents
// StateMoreDocuments, of Channel and egov-mobile ChannelEgovMobile.
func Key[ID ~string](prefix string, id ID) string {
	var b strings.Builder
	b.WriteString(prefix)
	for _, word := range strings.FieldsFunc(string(id), func(r rune) bool { return r == '_' || r == '-' || r == '.' }) {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

// Sentence begins a text with a capital letter.
func Sentence(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + text[size:]
}
