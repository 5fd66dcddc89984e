package calendar

import (
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// text reads a string that is not empty; an absent one is "".
func (r *reader) text(n ast.Node) string {
	switch n := n.(type) {
	case nil:
		return ""
	case *ast.LiteralNode:
		return strings.TrimSpace(n.Value.Value)
	case *ast.StringNode:
		if n.Value != "" {
			return n.Value
		}
	}
	r.fault(lineOf(n), "want a text")
	return ""
}

// date reads a date; an absent one is 0.
func (r *reader) date(n ast.Node) Date {
	if n == nil {
		return 0
	}
	d, err := ParseDate(n.GetToken().Value)
	if err != nil {
		r.fault(lineOf(n), "%v", err)
	}
	return d
}

// year reads a year of the calendar; an absent one is 0.
func (r *reader) year(n ast.Node) int {
	if n == nil {
		return 0
	}
	y, err := strconv.Atoi(n.GetToken().Value)
	if err != nil || y < 1900 || y > 9999 {
		r.fault(lineOf(n), "want a year, found %q", n.GetToken().Value)
		return 0
	}
	return y
}

// flag reads true or false; an absent one is false.
func (r *reader) flag(n ast.Node) bool {
	if n == nil {
		return false
	}
	b, ok := n.(*ast.BoolNode)
	if !ok {
		r.fault(lineOf(n), "want true or false, found %q", n.GetToken().Value)
		return false
	}
	return b.Value
}
