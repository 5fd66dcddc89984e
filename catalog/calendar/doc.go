// Package calendar knows which days the public bodies of Kazakhstan work and
// counts the legal terms of public services on them.
//
// Three questions are answered here: is this day a working day and why not
// ([Calendar.Day]), on which day does a term end ([Calendar.Due]) and how was
// that day reached ([Calendar.Count]). The days are data: holidays.yaml and one
// file a year beside this code, each row with its legal act. A year without a
// file is computed by the rule of holidays.yaml and marked provisional.
//
// The package speaks in dates and typed codes. It knows no service, no
// language and no clock: texts for people, the current day and the choice of
// the rule are the caller's.
//
// A [Calendar] does not change after [Load] and may be shared by goroutines.
package calendar
