package worksheet

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// source is the text of a YAML file that is changed key by key, by line and
// column: everything else in it stays as it is.
type source struct{ text []byte }

// entry is a key of a mapping and where it stands, both from 0, in bytes.
type entry struct {
	key          string
	line, column int
	flow         bool // inside { }
	nested       bool // its value is a mapping or a list
}

// entries lists the keys of the mapping at a place such as "terms[0]".
func (s *source) entries(where string) ([]entry, error) {
	file, err := parser.ParseBytes(s.text, 0)
	if err != nil {
		return nil, fmt.Errorf("not readable: %w", err)
	}
	path := "$." + where
	if where == "" {
		path = "$"
	}
	if strings.HasPrefix(where, "[") {
		path = "$" + where
	}
	p, err := yaml.PathString(path)
	if err != nil {
		return nil, err
	}
	node, err := p.FilterFile(file)
	if err != nil || node == nil {
		return nil, fmt.Errorf("%s is not there", where)
	}
	var values []*ast.MappingValueNode
	flow := false
	switch n := node.(type) {
	case *ast.MappingNode:
		values, flow = n.Values, n.IsFlowStyle
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{n}
	default:
		return nil, fmt.Errorf("%s has no keys", where)
	}
	lines := strings.Split(string(s.text), "\n")
	var out []entry
	for _, v := range values {
		at := v.Key.GetToken().Position
		e := entry{key: v.Key.GetToken().Value, line: at.Line - 1, flow: flow}
		switch v.Value.(type) {
		case *ast.MappingNode, *ast.MappingValueNode, *ast.SequenceNode:
			e.nested = true
		}
		if e.line < 0 || e.line >= len(lines) {
			return nil, fmt.Errorf("%s: key %s has no line", where, e.key)
		}
		e.column = byteColumn(lines[e.line], at.Column-1)
		if !strings.HasPrefix(lines[e.line][e.column:], e.key) {
			return nil, fmt.Errorf("%s: key %s is written in a way that a program should not change", where, e.key)
		}
		out = append(out, e)
	}
	return out, nil
}

// byteColumn takes a column counted in letters to one counted in bytes.
func byteColumn(line string, letters int) int {
	at := 0
	for ; letters > 0 && at < len(line); letters-- {
		_, size := utf8.DecodeRuneInString(line[at:])
		at += size
	}
	return at
}

// find is a key among entries.
func find(entries []entry, key string) (entry, bool) {
	for _, e := range entries {
		if e.key == key {
			return e, true
		}
	}
	return entry{}, false
}

// set gives a key its value. A key that is missing is put before another that
// must be there; instead names a key that this one replaces.
func (s *source) set(where string, x setting, before string) error {
	entries, err := s.entries(where)
	if err != nil {
		return err
	}
	at, ok := find(entries, x.key)
	if !ok && x.instead != "" {
		at, ok = find(entries, x.instead)
	}
	if !ok {
		return s.insert(where, entries, x, before)
	}
	if at.nested {
		return fmt.Errorf("%s.%s holds more than a value", where, x.key)
	}
	lines := strings.Split(string(s.text), "\n")
	line := lines[at.line]
	colon := at.column + len(at.key)
	if !strings.HasPrefix(line[colon:], ":") {
		return fmt.Errorf("%s.%s is written in a way that a program should not change", where, at.key)
	}
	from := colon + 1
	for from < len(line) && line[from] == ' ' {
		from++
	}
	to := scalarEnd(line, from, at.flow)
	lines[at.line] = line[:at.column] + x.key + ": " + quoted(x.value, line[from:to], at.flow, x.text) + remarked(line[to:], x.remark, at.flow)
	s.text = []byte(strings.Join(lines, "\n"))
	return nil
}

// insert puts a new key before another one.
func (s *source) insert(where string, entries []entry, x setting, before string) error {
	at, ok := find(entries, before)
	if !ok {
		return fmt.Errorf("%s has no key %s", where, before)
	}
	lines := strings.Split(string(s.text), "\n")
	line, text := lines[at.line], x.key+": "+quoted(x.value, "", at.flow, x.text)
	switch {
	case at.flow:
		lines[at.line] = line[:at.column] + text + ", " + line[at.column:]
	case strings.TrimSpace(line[:at.column]) == "":
		lines[at.line] = line[:at.column] + text + "\n" + line
	default: // the first key after "- "
		lines[at.line] = line[:at.column] + text + "\n" + strings.Repeat(" ", at.column) + line[at.column:]
	}
	s.text = []byte(strings.Join(lines, "\n"))
	return nil
}
