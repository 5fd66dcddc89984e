// Package search takes what a citizen typed, in Kazakh, Russian or both, to
// the right public service, or says that it is none.
//
// A question goes through these rooms:
//
//	clean.go       one spelling: NFC, small letters, no invisible marks
//	reading.go     what was meant: as typed, Latin letters, a wrong keyboard
//	word.go        a word's keys: as written, Russian stem, Kazakh stem
//	vocabulary.go  the words of the catalogue; typo.go the nearest of them
//	concept.go     abbreviations and everyday synonyms
//	ranking.go     the services whose texts hold the words
//	classifier.go  the services whose phrasings sound alike
//	blend.go       both together, and whether it is a service at all
//
// Words are compared by their sound (sound.go), so that Kazakh typed without
// its letters, Latin transliteration and common misspellings meet.
//
// Everything that knows a language stands in the YAML files beside this code,
// but for the endings (catalog/search/kazakh and the Snowball stemmer for
// Russian). An Index does not change after New but for the classifier that
// Train adds, and is safe for concurrent use. The package talks to nobody.
package search
