package main

import (
	"fmt"
	"runtime"
	"slices"
	"time"
)

// printSpeed asks the questions over and over, in turn, for some seconds an
// engine, and prints the median and the 99th percentile of one question and
// what it allocates.
func printSpeed(engines []engine, asked []question, seconds float64) {
	fmt.Printf("%-14s %10s %10s %10s %12s %10s\n", "", "median", "p99", "most", "bytes/q", "allocs/q")
	for _, e := range engines {
		for _, q := range asked[:min(len(asked), 50)] {
			e.find(q.text)
		}
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		var took []time.Duration
		for start := time.Now(); time.Since(start).Seconds() < seconds; {
			for _, q := range asked {
				t := time.Now()
				e.find(q.text)
				took = append(took, time.Since(t))
				if time.Since(start).Seconds() > 4*seconds {
					break
				}
			}
		}
		runtime.ReadMemStats(&after)
		slices.Sort(took)
		n := uint64(len(took))
		fmt.Printf("%-14s %10s %10s %10s %12d %10d\n", e.name, round(took[len(took)/2]), round(took[len(took)*99/100]), round(took[len(took)-1]),
			(after.TotalAlloc-before.TotalAlloc)/n, (after.Mallocs-before.Mallocs)/n)
	}
}

func round(d time.Duration) time.Duration { return d.Round(100 * time.Nanosecond) }
