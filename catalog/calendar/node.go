package calendar

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// reader reads one YAML file strictly and notes every fault with its line
// instead of stopping at the first.
type reader struct {
	file   string
	faults []error
}

// fields are the values of a mapping by key. A key that may be absent and is
// has no value.
type fields map[string]ast.Node

// document parses the file's single document; nil after a fault of syntax.
func (r *reader) document(data []byte) ast.Node {
	parsed, err := parser.ParseBytes(data, 0)
	if err != nil {
		line, what := 1, err.Error()
		var located yaml.Error
		if errors.As(err, &located) && located.GetToken() != nil {
			line, what = located.GetToken().Position.Line, located.GetMessage()
		}
		r.fault(line, "%s", what)
		return nil
	}
	if len(parsed.Docs) != 1 || parsed.Docs[0].Body == nil {
		r.fault(1, "want one document, found %d", len(parsed.Docs))
		return nil
	}
	return parsed.Docs[0].Body
}

// mapping reads a mapping whose keys are given as words; a word that ends in ?
// may be absent. The result is nil when n is no mapping.
func (r *reader) mapping(n ast.Node, keys string) fields {
	if n == nil {
		return nil // its absence was noted one level up
	}
	mapping, ok := n.(*ast.MappingNode)
	if !ok {
		r.fault(lineOf(n), "want keys and values")
		return nil
	}
	known := strings.Fields(keys)
	found := make(fields, len(known))
	for _, value := range mapping.Values {
		key := value.Key.GetToken().Value
		if !slices.Contains(known, key) && !slices.Contains(known, key+"?") {
			r.fault(lineOf(value.Key), "unknown key %q", key)
			continue
		}
		found[key] = value.Value
	}
	for _, key := range known {
		if _, ok := found[key]; !ok && !strings.HasSuffix(key, "?") {
			r.fault(firstLine(mapping), "missing key %q", key)
		}
	}
	return found
}

// list gives the elements of a sequence; an absent one has none.
func (r *reader) list(n ast.Node) []ast.Node {
	if n == nil {
		return nil
	}
	sequence, ok := n.(*ast.SequenceNode)
	if !ok {
		r.fault(lineOf(n), "want a list")
		return nil
	}
	return sequence.Values
}

func (r *reader) fault(line int, format string, args ...any) {
	r.faults = append(r.faults, faultAt(r.file, line, format, args...))
}

// faultAt is a fault of the data, in the form that editors can jump to.
func faultAt(file string, line int, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", file, line, fmt.Sprintf(format, args...))
}

func lineOf(n ast.Node) int {
	if n == nil || n.GetToken() == nil {
		return 1
	}
	if mapping, ok := n.(*ast.MappingNode); ok {
		return firstLine(mapping)
	}
	return n.GetToken().Position.Line
}

func firstLine(m *ast.MappingNode) int {
	if len(m.Values) > 0 {
		return m.Values[0].Key.GetToken().Position.Line
	}
	return m.GetToken().Position.Line
}
