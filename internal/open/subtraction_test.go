package open

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"
)

// record is a complaint or a request as an attacker would like to know it.
type record struct {
	chat                  int64 // 0: forgotten
	kind, service, region string
	late                  bool // of a request
}

// parts makes groups as publish does, and what it tells of them.
func parts(records []record, property func(record) string, split bool) ([]*group, map[string][]int) {
	n := 1
	if split {
		n = 2
	}
	groups, members := map[string]*group{}, map[string][]int{}
	for i, r := range records {
		part := 0
		if split && r.late {
			part = 1
		}
		of(groups, property(r), n).add(part, r.chat)
		members[property(r)] = append(members[property(r)], i)
	}
	return safe(groups, n), members
}

// TestSubtraction: of random quarters an attacker takes every published figure
// and all sums and differences of them. None of these is the number of records
// of a group of fewer than five people: a kind, a service, a region, or a service
// in a region.
func TestSubtraction(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	hidden, shown := 0, 0
	for round := range 300 {
		var records []record
		for range 5 + random.IntN(60) {
			records = append(records, record{
				chat: int64(random.IntN(25)), kind: fmt.Sprint("kind ", random.IntN(3)), service: fmt.Sprint("service ", random.IntN(2+round%6)), region: fmt.Sprint("region ", random.IntN(4)),
			})
		}
		var published [][]int64
		for _, property := range []func(record) string{func(r record) string { return r.kind }, func(r record) string { return r.service }, func(r record) string { return r.region }} {
			groups, members := parts(records, property, false)
			published = append(published, vectors(len(records), groups, members)...)
			shown += len(groups)
		}
		basis := reduced(published, len(records))
		for _, target := range targets(records) {
			if peopleOf(records, target) >= fewest {
				continue
			}
			hidden++
			if inSpan(basis, target) {
				t.Fatalf("round %d: a group of %d people can be worked out", round, peopleOf(records, target))
			}
		}
	}
	if hidden < 1000 || shown < 500 {
		t.Errorf("%d groups looked for, %d shown: the test looks at too little", hidden, shown)
	}
}

// vectors writes each published figure as the records that it counts.
func vectors(n int, groups []*group, members map[string][]int) (out [][]int64) {
	rest := map[int]bool{}
	for i := range n {
		rest[i] = true
	}
	for _, g := range groups {
		v := make([]int64, n)
		if g.id == others {
			for i := range rest {
				v[i] = 1
			}
		} else {
			for _, i := range members[g.id] {
				v[i] = 1
				delete(rest, i)
			}
		}
		out = append(out, v)
	}
	return out
}

// targets are the groups that an attacker is after.
func targets(records []record) (out [][]int64) {
	groups := map[string][]int64{}
	for i, r := range records {
		for _, id := range []string{r.kind, r.service, r.region, r.service + r.region, r.kind + r.service, r.kind + r.region} {
			if groups[id] == nil {
				groups[id] = make([]int64, len(records))
			}
			groups[id][i] = 1
		}
	}
	for _, v := range groups {
		out = append(out, v)
	}
	return out
}

func peopleOf(records []record, v []int64) int {
	seen := map[int64]bool{}
	for i, n := range v {
		if n != 0 {
			seen[records[i].chat] = true
		}
	}
	return len(seen)
}

// reduced brings vectors into echelon form over the rationals.
func reduced(rows [][]int64, n int) (basis [][]*big.Rat) {
	for _, row := range rows {
		v := make([]*big.Rat, n)
		for i, x := range row {
			v[i] = big.NewRat(x, 1)
		}
		if v = remainder(basis, v); v != nil {
			basis = append(basis, v)
		}
	}
	return basis
}

// remainder takes the basis out of a vector; nil when nothing is left.
func remainder(basis [][]*big.Rat, v []*big.Rat) []*big.Rat {
	for _, b := range basis {
		lead := leading(b)
		if v[lead].Sign() == 0 {
			continue
		}
		by := new(big.Rat).Quo(v[lead], b[lead])
		for i := range v {
			v[i] = new(big.Rat).Sub(v[i], new(big.Rat).Mul(by, b[i]))
		}
	}
	if leading(v) < 0 {
		return nil
	}
	return v
}

func leading(v []*big.Rat) int {
	for i, x := range v {
		if x.Sign() != 0 {
			return i
		}
	}
	return -1
}

func inSpan(basis [][]*big.Rat, target []int64) bool {
	v := make([]*big.Rat, len(target))
	for i, x := range target {
		v[i] = big.NewRat(x, 1)
	}
	return remainder(basis, v) == nil
}
