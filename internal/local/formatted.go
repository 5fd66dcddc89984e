package local

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// Telegram's bounds of texts, in UTF-16 units after entity parsing.
const (
	maxText    = 4096
	maxCaption = 1024
)

// units counts UTF-16 units, in which Telegram measures texts.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += runeUnits(r)
	}
	return n
}

// runeUnits is 2 outside the basic plane, else 1.
func runeUnits(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}

// formatted reads a text with its parse_mode or its explicit entities, trimmed as Telegram trims.
func (c *call) formatted(name, entitiesName string) (string, []Entity, *apiError) {
	text := c.param(name)
	if !utf8.ValidString(text) {
		return "", nil, badRequest("strings must be encoded in UTF-8")
	}
	var entities []Entity
	switch mode := c.param("parse_mode"); strings.ToLower(mode) {
	case "":
		if raw := c.param(entitiesName); raw != "" {
			if json.Unmarshal([]byte(raw), &entities) != nil {
				return "", nil, badRequest("can't parse entities JSON object")
			}
		}
	case "html":
		var err *apiError
		if text, entities, err = parseHTML(text); err != nil {
			return "", nil, err
		}
	case "markdown", "markdownv2": // the project sends HTML only: the text passes as it is
	default:
		return "", nil, badRequest("unsupported parse_mode")
	}
	text, entities = trim(text, entities)
	return text, withFound(text, entities), nil
}

// trim cuts white space at both ends and moves the entities along.
func trim(text string, entities []Entity) (string, []Entity) {
	const blank = " \t\r\n\v\f\u00a0"
	left := strings.TrimLeft(text, blank)
	cut := units(text) - units(left)
	out := strings.TrimRight(left, blank)
	size := units(out)
	kept := entities[:0:0]
	for _, e := range entities {
		start, end := max(e.Offset-cut, 0), min(e.Offset+e.Length-cut, size)
		if end > start {
			e.Offset, e.Length = start, end-start
			kept = append(kept, e)
		}
	}
	return out, kept
}
