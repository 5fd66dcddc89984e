package search

import (
	"slices"
	"testing"
)

func zzEval(t *testing.T, x *Index, name string) {
	for _, half := range []string{"tune", "report"} {
		var pos, neg []float64
		n, a, b, sa, sb, ref := 0, 0, 0, 0, 0, 0
		for _, q := range readQuestions(t) {
			if q.half != half {
				continue
			}
			r := x.Search(q.text, 3)
			if q.ids == nil {
				neg = append(neg, r.Certainty)
				if !r.Service {
					ref++
				}
				continue
			}
			n++
			pos = append(pos, r.Certainty)
			at := slices.IndexFunc(r.Hits, func(h Hit) bool { return slices.Contains(q.ids, h.ID) })
			if at == 0 {
				a++
				if r.Service {
					sa++
				}
			}
			if at >= 0 {
				b++
				if r.Service {
					sb++
				}
			}
		}
		auc := 0.0
		for _, p := range pos {
			for _, g := range neg {
				if p > g {
					auc++
				}
			}
		}
		slices.Sort(neg)
		lost := 0
		cut := neg[int(0.9*float64(len(neg)))]
		for _, p := range pos {
			if p < cut {
				lost++
			}
		}
		t.Logf("%s %s: raw @1 %.1f @3 %.1f | cut @1 %.1f @3 %.1f refused %.1f | AUC %.4f lost at 90%% %.1f", name, half, pc(a, n), pc(b, n), pc(sa, n), pc(sb, n), pc(ref, len(neg)), auc/float64(len(pos)*len(neg)), pc(lost, n))
	}
}

func TestZZ(t *testing.T) {
	x, err := freshlyTrained()
	if err != nil {
		t.Fatal(err)
	}
	m := x.model.Load()
	t.Log(len(m.pack(x.fingerprint())), len(m.hashes), len(m.weights))
	zzEval(t, x, "quantised")
}
