package search

import (
	"fmt"
	"os"
	"slices"
	"testing"
)

func TestDump(t *testing.T) {
	out, err := os.Create(os.Getenv("DUMP"))
	if err != nil {
		t.Skip()
	}
	defer out.Close()
	x := trained(t)
	for _, q := range readQuestions(t) {
		s := x.newScratch()
		x.read(q.text, s)
		x.rank(s)
		bm := slices.Clone(s.scores)
		m := x.model.Load()
		s.features = merge(x.features(s, s.features[:0]))
		m.apply(s.features, s.likely)
		raw := slices.Clone(s.likely)
		softmax(s.likely)
		fmt.Fprintf(out, "%s\t%s\t%s\t%s", q.half, q.lang, q.kind, q.text)
		var oov, all float32
		for _, w := range s.words {
			if !w.known {
				oov++
			}
			all++
		}
		fmt.Fprintf(out, "\t%.3f\t%d", oov/max(all, 1), len(s.words))
		n := len(x.ids)
		fmt.Fprintf(out, "\t%.5f\t%.4f", s.likely[n], raw[n])
		type c struct {
			i int
			v float32
		}
		fmt.Fprintf(out, "\t")
		for i := range x.ids {
			if bm[i] > 0.02 || s.likely[i] > 0.001 || slices.Contains(q.ids, x.ids[i]) {
				fmt.Fprintf(out, "%d,%v,%.4f,%.4f,%.5f,%.4f;", i, b2i(slices.Contains(q.ids, x.ids[i])), bm[i], raw[i], s.likely[i], m.dom)
			}
		}
		fmt.Fprintln(out)
	}
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
