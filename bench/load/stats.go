package main

import (
	"math"
	"slices"
	"time"
)

// percentile returns the smallest value that at least the share p (0 to 1) of the sorted values does not exceed,
// or 0 without values.
func percentile(sorted []time.Duration, p float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	rank := int(math.Ceil(p * float64(len(sorted))))
	return sorted[min(max(rank, 1), len(sorted))-1]
}

// medianRound returns the run with the median of answers a second; of an even number, the slower of the two.
// A whole run is reported, so that its figures belong together.
func medianRound(runs []result) result {
	sorted := slices.Clone(runs)
	slices.SortFunc(sorted, func(a, b result) int {
		switch {
		case a.PerSecond < b.PerSecond:
			return -1
		case a.PerSecond > b.PerSecond:
			return 1
		}
		return 0
	})
	return sorted[(len(sorted)-1)/2]
}

// ratio is the first bot's answers a second over those of the fastest other bot; 0 when there is no other.
func ratio(results []result) float64 {
	fastest := 0.0
	for _, r := range results[min(1, len(results)):] {
		fastest = max(fastest, r.PerSecond)
	}
	if fastest == 0 {
		return 0
	}
	return results[0].PerSecond / fastest
}
