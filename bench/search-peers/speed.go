package main

import (
	"fmt"
	"runtime"
	"slices"
	"time"
)

// tries is how often each question is asked; its fastest answer counts, since
// other programs share the machine.
const tries = 5

// printSpeed asks every question several times, until the seconds are over, and
// prints the median and the 99th percentile over the questions and what one
// allocates.
func printSpeed(engines []engine, asked []question, seconds float64) {
	fmt.Printf("%-14s %10s %10s %10s %12s %10s %10s\n", "", "median", "p99", "most", "bytes/q", "allocs/q", "questions")
	for _, e := range engines {
		for _, q := range asked[:min(len(asked), 5)] {
			e.find(q.text)
		}
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		var took []time.Duration
		start := time.Now()
		for _, q := range asked {
			best := time.Hour
			for range tries {
				t := time.Now()
				e.find(q.text)
				best = min(best, time.Since(t))
			}
			took = append(took, best)
			if time.Since(start).Seconds() > seconds {
				break
			}
		}
		runtime.ReadMemStats(&after)
		slices.Sort(took)
		n := uint64(len(took) * tries)
		fmt.Printf("%-14s %10s %10s %10s %12d %10d %10d\n", e.name, round(took[len(took)/2]), round(took[len(took)*99/100]), round(took[len(took)-1]),
			(after.TotalAlloc-before.TotalAlloc)/n, (after.Mallocs-before.Mallocs)/n, len(took))
	}
}

func round(d time.Duration) time.Duration { return d.Round(100 * time.Nanosecond) }
