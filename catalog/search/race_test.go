//go:build race

package search

// underRace reports that the race detector is on: training then takes minutes.
const underRace = true
