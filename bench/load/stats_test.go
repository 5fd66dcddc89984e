package main

import (
	"testing"
	"time"
)

func TestPercentile(t *testing.T) {
	t.Parallel()
	hundred := make([]time.Duration, 100)
	for i := range hundred {
		hundred[i] = time.Duration(i + 1)
	}
	for _, c := range []struct {
		name   string
		values []time.Duration
		p      float64
		want   time.Duration
	}{
		{"median of 1..100", hundred, 0.50, 50},
		{"p99 of 1..100", hundred, 0.99, 99},
		{"greatest", hundred, 1, 100},
		{"least", hundred, 0, 1},
		{"median of three", []time.Duration{1, 2, 9}, 0.50, 2},
		{"p99 of few is the greatest", []time.Duration{1, 2, 9}, 0.99, 9},
		{"one", []time.Duration{7}, 0.50, 7},
		{"none", nil, 0.50, 0},
	} {
		if got := percentile(c.values, c.p); got != c.want {
			t.Errorf("%s: got %d, want %d", c.name, got, c.want)
		}
	}
}

func TestMedianRound(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rounds []float64
		want   float64
	}{
		{[]float64{300, 100, 200}, 200},
		{[]float64{100}, 100},
		{[]float64{400, 100, 200, 300}, 200},
	} {
		var runs []result
		for _, v := range c.rounds {
			runs = append(runs, result{PerSecond: v})
		}
		if got := medianRound(runs).PerSecond; got != c.want {
			t.Errorf("%v: got %v, want %v", c.rounds, got, c.want)
		}
	}
}

func TestRatio(t *testing.T) {
	t.Parallel()
	if got := ratio([]result{{PerSecond: 300}, {PerSecond: 100}, {PerSecond: 150}}); got != 2 {
		t.Errorf("got %v, want 2, against the fastest other", got)
	}
	if got := ratio([]result{{PerSecond: 300}}); got != 0 {
		t.Errorf("alone: got %v, want 0", got)
	}
}
