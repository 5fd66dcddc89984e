// Package merzim is the root of Merzim, a Telegram assistant for the public
// services of Kazakhstan: cmd/merzim is the program, ARCHITECTURE.md the map
// of the rooms. The package holds only the tests of the house itself.
package merzim
