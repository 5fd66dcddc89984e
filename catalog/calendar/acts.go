package calendar

import "github.com/goccy/go-yaml/ast"

// Act is a legal act, or the public page that stands in for it, on which a row
// rests.
type Act struct {
	ID     string
	RU, KK string // how to call it in a sentence
	URL    string
}

// Act gives the act that a Day names, and whether it is known.
func (c *Calendar) Act(id string) (Act, bool) {
	act, ok := c.acts[id]
	return act, ok
}

// readActs adds a list of acts to those known.
func readActs(r *reader, list ast.Node, into map[string]Act) {
	for _, n := range r.list(list) {
		f := r.mapping(n, "id ru kk url")
		act := Act{ID: r.text(f["id"]), RU: r.text(f["ru"]), KK: r.text(f["kk"]), URL: r.text(f["url"])}
		if _, twice := into[act.ID]; twice {
			r.fault(lineOf(n), "act %q is listed twice", act.ID)
		}
		into[act.ID] = act
	}
}

// act reads the id of an act that is listed.
func (l *law) act(r *reader, n ast.Node) string {
	id := r.text(n)
	if _, known := l.acts[id]; id != "" && !known {
		r.fault(lineOf(n), "unknown act %q", id)
	}
	return id
}
