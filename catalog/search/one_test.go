package search

import (
	"fmt"
	"testing"
)

func TestOne(t *testing.T) {
	x := trained(t)
	for _, q := range []string{"жеке куәлік алайын деп едім", "ЖК ашқым келеді", "ИП ашқым келеді", "удостоверение алайын деп едім", "жеке куәлік алу"} {
		e := x.Explain(q, 3)
		fmt.Printf("%s: %v %.2f %v\n", q, e.Service, e.Certainty, e.Signals)
		for _, h := range e.Hits {
			fmt.Printf("   %s %.2f %v\n", h.ID, h.Score, h.Why)
		}
	}
}
