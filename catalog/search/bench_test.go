package search

import (
	"context"
	"testing"
)

func BenchmarkNew(b *testing.B) {
	c, data := embedded(b)
	for b.Loop() {
		if _, err := New(c, data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTrain(b *testing.B) {
	x := untrained(b)
	for b.Loop() {
		if _, err := x.train(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSearch(b *testing.B) {
	x := trained(b)
	questions := readQuestions(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		x.Search(questions[i%len(questions)].text, 3)
	}
}
