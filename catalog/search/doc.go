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
//	rows.go        which features it knows; quantum.go its weights, a byte each
//	train.go       how it learns; respell.go other abbreviations to learn from;
//	model.go       the file that keeps what it learnt
//	blend.go       both together, and whether it is a service at all
//	naming.go      questions that are a name; plain.go short everyday requests
//
// Words are compared by their sound (sound.go), so that Kazakh typed without
// its letters, Latin transliteration and common misspellings meet.
//
// Everything that knows a language stands in the YAML files beside this code,
// but for the endings (catalog/search/kazakh and the Snowball stemmer for
// Russian). The classifier of the catalogue that the binary carries comes from
// model.bin, which holds a fingerprint of what it was trained on; where an edit
// changed that, words alone answer until Train is done. After a change of
// phrasings, of these files or of the code, write it anew:
//
//	go test ./catalog/search -run TestModel -update
//
// The same bytes are promised on amd64; elsewhere the last bit of math.Exp may
// differ, and with it a weight. An Index does not change after New but for the
// classifier that Train adds, and is safe for concurrent use. The package talks to nobody.
package search
