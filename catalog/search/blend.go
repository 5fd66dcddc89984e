package search

import (
	"os"
	"strconv"
)

var alpha = func() float32 {
	v, err := strconv.ParseFloat(os.Getenv("ALPHA"), 32)
	if err != nil {
		return 0.5
	}
	return float32(v)
}()

func (x *Index) classify(s *scratch) {
	m := x.model.Load()
	if m == nil {
		return
	}
	s.features = merge(x.features(s, s.features[:0]))
	m.apply(s.features, s.likely)
	softmax(s.likely)
	for i := range s.scores {
		s.scores[i] = (1-alpha)*s.scores[i] + alpha*s.likely[i]
	}
}
