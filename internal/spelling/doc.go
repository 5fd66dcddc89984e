// Package spelling reads texts as a proofreader does: it takes them apart into
// words for a dictionary, and looks at the endings that numbers demand.
//
// It serves the tests alone: the dictionaries are hunspell's, and the reviewed
// words that they do not know stand in locales/words.kk.txt and
// locales/words.ru.txt.
package spelling
