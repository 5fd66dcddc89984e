package local

import "strings"

// startTag reads <name attribute="value" …> and opens it.
func (p *htmlParser) startTag() *apiError {
	begin := p.pos
	i := begin + 1
	for i < len(p.in) && !blank(p.in[i]) && p.in[i] != '>' {
		i++
	}
	if i >= len(p.in) {
		return parseError("Unclosed start tag at byte offset %d", begin)
	}
	tag := htmlTag{name: strings.ToLower(p.in[begin+1 : i]), at: p.units, from: p.out.Len()}
	if entityType(tag.name) == "" && tag.name != "a" && tag.name != "span" {
		return parseError("Unsupported start tag %s at byte offset %d", quoted(tag.name), begin)
	}
	for p.in[i] != '>' {
		for i < len(p.in) && blank(p.in[i]) {
			i++
		}
		if i < len(p.in) && p.in[i] == '>' {
			break
		}
		name, value, next, err := p.attribute(i, begin, tag.name)
		if err != nil {
			return err
		}
		tag.set(name, value)
		if i = next; i >= len(p.in) {
			return parseError("Unclosed start tag at byte offset %d", begin)
		}
	}
	if tag.name == "span" && tag.argument != "tg-spoiler" {
		return parseError("Tag \"span\" must have class \"tg-spoiler\" at byte offset %d", begin)
	}
	p.open = append(p.open, tag)
	p.pos = i + 1
	return nil
}

// attribute reads one attribute at i; next is the byte after it.
func (p *htmlParser) attribute(i, begin int, tag string) (name, value string, next int, err *apiError) {
	start := i
	for i < len(p.in) && !blank(p.in[i]) && p.in[i] != '=' && p.in[i] != '>' && p.in[i] != '/' && p.in[i] != '"' && p.in[i] != '\'' {
		i++
	}
	name = strings.ToLower(p.in[start:i])
	if name == "" && i < len(p.in) {
		return "", "", 0, parseError("Empty attribute name in the tag %s at byte offset %d", quoted(tag), begin)
	}
	for i < len(p.in) && blank(p.in[i]) {
		i++
	}
	if i >= len(p.in) {
		return "", "", 0, parseError("Unclosed start tag at byte offset %d", begin)
	}
	if p.in[i] != '=' {
		if tag == "blockquote" && name == "expandable" {
			return name, "", i, nil
		}
		return "", "", 0, parseError("Expected equal sign in declaration of an attribute of the tag %s at byte offset %d", quoted(tag), begin)
	}
	for i++; i < len(p.in) && blank(p.in[i]); i++ {
	}
	if i >= len(p.in) {
		return "", "", 0, parseError("Unclosed start tag at byte offset %d", begin)
	}
	value, next, ok := attributeValue(p.in, i)
	if !ok {
		return "", "", 0, parseError("Unclosed start tag at byte offset %d", begin)
	}
	return name, value, next, nil
}

// attributeValue reads a bare or quoted value at i with its character references decoded.
func attributeValue(in string, i int) (value string, next int, ok bool) {
	if in[i] != '"' && in[i] != '\'' {
		end := i
		for end < len(in) && !blank(in[end]) && in[end] != '>' {
			end++
		}
		return strings.ToLower(in[i:end]), end, end < len(in)
	}
	var b strings.Builder
	quote := in[i]
	for i++; i < len(in) && in[i] != quote; {
		if r, size := htmlCharacter(in[i:]); in[i] == '&' && size > 0 {
			b.WriteRune(r)
			i += size
			continue
		}
		b.WriteByte(in[i])
		i++
	}
	return b.String(), i + 1, i < len(in)
}

// set keeps the attributes that mean something.
func (t *htmlTag) set(name, value string) {
	switch {
	case t.name == "a" && name == "href", t.name == "span" && name == "class":
		t.argument = value
	case t.name == "code" && name == "class":
		t.argument, _ = strings.CutPrefix(value, "language-")
	case t.name == "blockquote" && name == "expandable":
		t.expand = true
	}
}

// close makes the tag's entity; empty ones vanish, and a code with a language inside pre becomes one with it.
func (p *htmlParser) close(t htmlTag) {
	e := Entity{Type: entityType(t.name), Offset: t.at, Length: p.units - t.at}
	if e.Length == 0 {
		return
	}
	switch t.name {
	case "span":
		e.Type = "spoiler"
	case "blockquote":
		if t.expand {
			e.Type = "expandable_blockquote"
		}
	case "code":
		e.Language = t.argument
		if n := len(p.open); n == 0 || p.open[n-1].name != "pre" {
			e.Language = ""
		}
	case "pre":
		if n := len(p.found); n > 0 && p.found[n-1].Type == "code" && p.found[n-1].Offset == e.Offset && p.found[n-1].Length == e.Length {
			e.Language = p.found[n-1].Language
			p.found = p.found[:n-1]
		}
	case "a":
		address := t.argument
		if address == "" {
			address = p.out.String()[t.from:]
		}
		checked, ok := checkedURL(address)
		if !ok {
			return // Telegram drops the link and keeps its text
		}
		e.Type, e.URL = "text_link", checked
	}
	p.found = append(p.found, e)
}

// entityType is the entity of a simple tag, "" for a tag that Telegram does not know.
func entityType(tag string) string {
	switch tag {
	case "b", "strong":
		return "bold"
	case "i", "em":
		return "italic"
	case "u", "ins":
		return "underline"
	case "s", "strike", "del":
		return "strikethrough"
	case "tg-spoiler":
		return "spoiler"
	case "code", "pre", "blockquote":
		return tag
	}
	return ""
}

func quoted(s string) string { return `"` + s + `"` }
