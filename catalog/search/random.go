package search

// random is a small generator with the same numbers everywhere (xorshift64*,
// S. Vigna 2014), so that training gives the same weights every time.
type random uint64

// seed is any number but 0.
const seed random = 88172645463325252

func (r *random) next() uint64 {
	*r ^= *r >> 12
	*r ^= *r << 25
	*r ^= *r >> 27
	return uint64(*r) * 2685821657736338717
}

// below gives a number from 0 to n-1.
func (r *random) below(n int) int { return int(r.next() >> 33 % uint64(n)) }

// chance is true with probability p.
func (r *random) chance(p float32) bool { return float32(r.next()>>40)/(1<<24) < p }
