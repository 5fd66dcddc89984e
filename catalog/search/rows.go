package search

import (
	"math"
	"slices"
)

// rows says which features the classifier knows and of which services each is.
// A feature's row is the place of its hash.
type rows struct {
	hashes   []uint32 // ascending
	starts   []int32  // by the first bits of a hash: where those hashes start
	from     []int32  // by row: where its services start; the end is the next one's start
	services []uint16
	members  []uint16  // by row: of how many services' examples the feature is
	rarity   []float32 // by row: more for a feature of few services
}

// startBits is how many bits of a hash say where to look: some two hashes share
// them, so that a look-up is a glance.
const startBits = 16

// index prepares the look-up.
func (r *rows) index() {
	r.starts = make([]int32, 1<<startBits+1)
	next := 0
	for row, h := range r.hashes {
		for ; next <= int(h>>(32-startBits)); next++ {
			r.starts[next] = int32(row)
		}
	}
	for ; next < len(r.starts); next++ {
		r.starts[next] = int32(len(r.hashes))
	}
}

// of is the row of a feature, -1 for one that no example has.
func (r *rows) of(hash uint32) int32 {
	first := hash >> (32 - startBits)
	for row := r.starts[first]; row < r.starts[first+1]; row++ {
		if r.hashes[row] == hash {
			return row
		}
	}
	return -1
}

// weigh computes the rarities: the logarithm of how many of the services have
// no example with the feature for one that has.
func (r *rows) weigh(services int) {
	byCount := map[uint16]float32{}
	r.rarity = make([]float32, len(r.members))
	for row, n := range r.members {
		v, ok := byCount[n]
		if !ok {
			v = float32(math.Log(1 + float64(services)/float64(max(1, n))))
			byCount[n] = v
		}
		r.rarity[row] = v
	}
}

// newRows lists the features of the examples.
func newRows(examples []example, services int) rows {
	var all []uint32
	for i := range examples {
		for _, f := range examples[i].features {
			all = append(all, f.hash)
		}
	}
	slices.Sort(all)
	r := rows{hashes: slices.Clone(slices.Compact(all))}
	r.index()
	of := make([][]uint16, len(r.hashes))
	for i := range examples {
		e := &examples[i]
		for _, f := range e.features {
			row := r.of(f.hash)
			if row >= 0 && e.service != noService && !slices.Contains(of[row], uint16(e.service)) {
				of[row] = append(of[row], uint16(e.service))
			}
		}
	}
	r.from = make([]int32, 1, len(of)+1)
	for _, list := range of {
		slices.Sort(list)
		r.services = append(r.services, list...)
		r.from = append(r.from, int32(len(r.services)))
		r.members = append(r.members, uint16(len(list)))
	}
	r.weigh(services)
	return r
}
