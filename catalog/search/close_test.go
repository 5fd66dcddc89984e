package search

import (
	"slices"
	"testing"
)

// TestClose demands that a second look is asked for where the first hit is
// wrong rather than where it is right.
func TestClose(t *testing.T) {
	x := trained(t)
	var right, rightAsked, wrong, wrongAsked int
	for _, q := range readQuestions(t) {
		if q.half != "tune" || q.ids == nil {
			continue
		}
		r := x.Search(q.text, 3)
		if !r.Service || len(r.Hits) == 0 {
			continue
		}
		if slices.Contains(q.ids, r.Hits[0].ID) {
			right++
			if r.Close {
				rightAsked++
			}
			continue
		}
		wrong++
		if r.Close {
			wrongAsked++
		}
	}
	t.Logf("asks at %.1f%% of right first hits, at %.1f%% of wrong ones", pc(rightAsked, right), pc(wrongAsked, wrong))
	if right > 0 && wrong > 0 && pc(rightAsked, right) > pc(wrongAsked, wrong)/2 {
		t.Error("Close says little")
	}
}
