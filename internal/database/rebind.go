package database

import (
	"strconv"
	"strings"
	"sync"
)

// maxKnown is the longest query that is remembered, in bytes. Longer ones are
// put together for many rows at once, and differ with their number.
const maxKnown = 4096

// rebinder turns "?" into PostgreSQL's "$1", "$2" … and remembers the result.
// Short queries are constants of the program, so it stays small. A question mark
// in a string constant of a query is not provided for: none has one.
type rebinder struct{ known sync.Map }

func (r *rebinder) bind(query string) string {
	if bound, ok := r.known.Load(query); ok {
		return bound.(string)
	}
	var b strings.Builder
	n := 0
	for part := range strings.SplitSeq(query, "?") {
		if n > 0 {
			b.WriteString("$" + strconv.Itoa(n))
		}
		b.WriteString(part)
		n++
	}
	if len(query) <= maxKnown {
		r.known.Store(query, b.String())
	}
	return b.String()
}
