// Package understand reads more than a service out of a sentence: what its
// writer wants, and the day on which something was filed.
//
// «3 қарашада жеке куәлікке өтініш бердім, әлі жоқ» names a service, says that
// a request was filed and when, and that there is still no answer: a complaint.
// The words are data (intents.yaml, dates.yaml and parts.yaml beside catalog/search), the
// rules are code: intent.go says which wins, day.go in which ways people say a
// day, with a file for each way; date.go what a day without a year means; part.go
// which questions speak only of a part of what was shown. The
// service is left to catalog/search, which gets the sentence without the words
// that were understood here.
//
// The package knows no term and no law: whether a request is late is the
// calendar's question.
package understand
