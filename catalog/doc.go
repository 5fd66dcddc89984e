// Package catalog holds the public services of Kazakhstan and what the law
// makes of them: one file a service, how people ask for it, the agencies and
// regions, the groups a person would look in, fees and the appeal ladder.
//
// Everything is data (see the folders beside this file); the code reads it
// strictly, checks it and answers questions about it. It never talks to
// anyone, keeps no state and imports nothing of ours but catalog/calendar.
package catalog
