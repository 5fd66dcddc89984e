package ics_test

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// component is a part of a calendar file as RFC 5545 reads it. The reader below
// shares nothing with the writer.
type component struct {
	name       string
	properties []property
	parts      []*component
}

type property struct {
	name   string
	params map[string]string
	value  string
}

// find gives the only property of a name.
func (c *component) find(name string) (property, error) {
	var found []property
	for _, p := range c.properties {
		if p.name == name {
			found = append(found, p)
		}
	}
	if len(found) != 1 {
		return property{}, fmt.Errorf("%s has %d times %s", c.name, len(found), name)
	}
	return found[0], nil
}

// parse reads a file strictly: CRLF alone, 75 octets a line, whole letters.
func parse(file string) (*component, error) {
	if !strings.HasSuffix(file, "\r\n") {
		return nil, fmt.Errorf("the last line does not end")
	}
	var lines []string
	for i, line := range strings.Split(strings.TrimSuffix(file, "\r\n"), "\r\n") {
		switch {
		case strings.ContainsAny(line, "\r\n"):
			return nil, fmt.Errorf("line %d holds half of a line end", i)
		case len(line) > 75:
			return nil, fmt.Errorf("line %d has %d octets", i, len(line))
		case !utf8.ValidString(line):
			return nil, fmt.Errorf("line %d tears a letter", i)
		case strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t"):
			if len(lines) == 0 {
				return nil, fmt.Errorf("the first line goes on")
			}
			lines[len(lines)-1] += line[1:]
		default:
			lines = append(lines, line)
		}
	}
	root := &component{}
	open := []*component{root}
	for _, line := range lines {
		head, value, ok := strings.Cut(line, ":")
		if !ok {
			return nil, fmt.Errorf("%q has no value", line)
		}
		words := strings.Split(head, ";")
		p := property{name: words[0], params: map[string]string{}, value: value}
		for _, w := range words[1:] {
			name, v, _ := strings.Cut(w, "=")
			p.params[name] = v
		}
		here := open[len(open)-1]
		switch p.name {
		case "BEGIN":
			part := &component{name: value}
			here.parts = append(here.parts, part)
			open = append(open, part)
		case "END":
			if here.name != value {
				return nil, fmt.Errorf("%s ends as %s", here.name, value)
			}
			open = open[:len(open)-1]
		default:
			here.properties = append(here.properties, p)
		}
	}
	if len(open) != 1 || len(root.parts) != 1 {
		return nil, fmt.Errorf("want one closed component")
	}
	return root.parts[0], nil
}

// unescape reads a value of the type TEXT.
func unescape(value string) (string, error) {
	var b strings.Builder
	for i := 0; i < len(value); i++ {
		switch c := value[i]; {
		case c == ',' || c == ';' || c < ' ':
			return "", fmt.Errorf("%q at %d is not escaped", c, i)
		case c != '\\':
			b.WriteByte(c)
		case i+1 == len(value):
			return "", fmt.Errorf("nothing is escaped at the end")
		default:
			i++
			switch value[i] {
			case 'n', 'N':
				b.WriteByte('\n')
			case ',', ';', '\\':
				b.WriteByte(value[i])
			default:
				return "", fmt.Errorf("\\%c is no escape", value[i])
			}
		}
	}
	return b.String(), nil
}
