//go:build !race

package testserver

// UnderRace reports that the race detector is on.
const UnderRace = false
