// Package kazakh takes the inflectional endings off Kazakh words, so that
// «куәлігімізден» and «куәлік» meet.
//
// Kazakh is agglutinative: a noun is stem + plural + possessive + case +
// personal ending, a verb stem + voice + negation + tense + person, each slot
// with variants chosen by vowel harmony and by the sound before it. Endings
// are taken off from the right, slot by slot, as long as a plausible stem
// remains. Derivation is left alone: «куә» (witness) is not «куәлік» (card).
//
// Most people type without the nine Kazakh letters (кукик for құқық), so the
// work is done on folded letters (see Fold) and both spellings give the same
// stem. Harmony is checked by what folding leaves of it: е is a front vowel,
// ы a back one, the others may be either.
//
// Linguistic sources: R. Muhamedowa, Kazakh: A Comprehensive Grammar,
// Routledge 2016 (ch. 2 harmony and assimilation, ch. 3 nouns, ch. 6 verbs);
// Қазақ грамматикасы, Астана 2002 (Морфология). The order of the slots follows
// G. Altenbek, X. Wang, Kazakh Segmentation System of Inflectional Affixes,
// CIPS-SIGHAN 2010.
//
// The package knows no service and no dictionary.
package kazakh
