package open

import (
	"cmp"
	"slices"
)

// fewest is how many people a figure speaks of at least.
const fewest = 5

// people are those behind a group, as many as must be told apart: once there are
// enough, no more are kept.
type people map[int64]bool

func (p people) add(chat int64) {
	if len(p) < fewest {
		p[chat] = true
	}
}

func (p people) enough() bool { return len(p) >= fewest }

// group is the records with one property. Each part of it must be of enough
// people by itself: complaints have one part, requests two (in time, and late).
type group struct {
	id     string
	counts []int64
	people []people
}

func newGroup(id string, parts int) *group {
	g := &group{id: id, counts: make([]int64, parts), people: make([]people, parts)}
	for i := range g.people {
		g.people[i] = people{}
	}
	return g
}

func (g *group) add(part int, chat int64) {
	g.counts[part]++
	g.people[part].add(chat)
}

func (g *group) enough() bool {
	return !slices.ContainsFunc(g.people, func(p people) bool { return !p.enough() })
}

func (g *group) total() (n int64) {
	for _, c := range g.counts {
		n += c
	}
	return n
}

// take moves another group into this one.
func (g *group) take(other *group) {
	for i := range g.counts {
		g.counts[i] += other.counts[i]
		for chat := range other.people[i] {
			g.people[i].add(chat)
		}
	}
}

// others is the id of the groups that are not shown by themselves.
const others = "*"

// safe parts the groups into those that may be shown and "others". It returns
// none where all together are too few.
func safe(groups map[string]*group, parts int) []*group {
	var shown []*group
	rest := newGroup(others, parts)
	for _, g := range groups {
		if g.enough() {
			shown = append(shown, g)
		} else {
			rest.take(g)
		}
	}
	slices.SortFunc(shown, func(a, b *group) int { return cmp.Or(cmp.Compare(b.total(), a.total()), cmp.Compare(a.id, b.id)) })
	for rest.total() > 0 && !rest.enough() {
		if len(shown) == 0 {
			return nil
		}
		rest.take(shown[len(shown)-1])
		shown = shown[:len(shown)-1]
	}
	if rest.total() > 0 {
		shown = append(shown, rest)
	}
	return shown
}
