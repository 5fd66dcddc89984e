//go:build race

package testserver

// UnderRace reports that the race detector is on: what takes seconds then takes
// minutes, and fewer rounds show the same.
const UnderRace = true
