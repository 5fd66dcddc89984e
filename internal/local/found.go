package local

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// withFound adds the entities that Telegram finds by itself: commands and web addresses outside other entities.
func withFound(text string, entities []Entity) []Entity {
	if !strings.ContainsRune(text, '/') {
		return entities
	}
	found := entities
	offset := 0
	for len(text) > 0 {
		word := text
		if i := strings.IndexFunc(text, unicode.IsSpace); i >= 0 {
			word = text[:i]
		}
		if e, ok := wordEntity(word); ok {
			e.Offset += offset
			if !overlaps(entities, e) {
				found = append(found, e)
			}
		}
		offset += units(word)
		text = text[len(word):]
		for _, r := range text { // one character of space
			offset += runeUnits(r)
			text = text[len(string(r)):]
			break
		}
	}
	slices.SortStableFunc(found, func(a, b Entity) int {
		return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(b.Length, a.Length))
	})
	return found
}

// wordEntity says what a word is by itself.
func wordEntity(word string) (Entity, bool) {
	if n := commandLength(word); n > 0 {
		return Entity{Type: "bot_command", Length: n}, true
	}
	start := strings.Index(word, "https://")
	if start < 0 {
		start = strings.Index(word, "http://")
	}
	if start < 0 {
		return Entity{}, false
	}
	address := strings.TrimRight(word[start:], ".,;:!?)»\"'")
	if _, rest, _ := strings.Cut(address, "://"); rest == "" {
		return Entity{}, false
	}
	return Entity{Type: "url", Offset: units(word[:start]), Length: units(address)}, true
}

// commandLength is the length of /command or /command@bot at the word's start, 0 when there is none.
func commandLength(word string) int {
	const longest = 32 // letters of a command
	if len(word) < 2 || word[0] != '/' {
		return 0
	}
	n := 1
	for n < len(word) && commandLetter(word[n]) {
		n++
	}
	if n == 1 || n > longest+1 {
		return 0
	}
	end := n
	if n < len(word) && word[n] == '@' {
		for end++; end < len(word) && commandLetter(word[end]); end++ {
		}
		if end == n+1 {
			end = n
		}
	}
	if end < len(word) && (word[end] == '/' || word[end] >= 0x80) {
		return 0 // a path, or letters of another script
	}
	return end
}

func commandLetter(b byte) bool {
	return b == '_' || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}

// overlaps says whether e shares a unit with one of the entities.
func overlaps(entities []Entity, e Entity) bool {
	for _, o := range entities {
		if e.Offset < o.Offset+o.Length && o.Offset < e.Offset+e.Length {
			return true
		}
	}
	return false
}
