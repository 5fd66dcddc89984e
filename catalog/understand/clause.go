package understand

import "strings"

// clauses cuts a reading at its marks. A point parts clauses only before a
// space: in 03.11.2026 it does not.
func clauses(reading string) []string {
	var out []string
	start := 0
	for i, r := range reading {
		switch r {
		case ',', ';', '!', '?', ':', '(', ')', '\n', '–', '—', '…':
		case '.':
			if i+1 < len(reading) && reading[i+1] != ' ' {
				continue
			}
		default:
			continue
		}
		out = append(out, reading[start:i])
		start = i
	}
	return append(out, reading[start:])
}

// last gives the end of the last pattern in the words, -1 where there is none.
func (p patterns) last(words []word) int {
	for i := len(words) - 1; i >= 0; i-- {
		if end := p.at(words, i); end > i {
			return end
		}
	}
	return -1
}

// fewestWords is how many words a clause about what came of a request has.
const fewestWords = 2

// followed tells whether a clause comes after that of the filing and says
// neither that the request was taken nor something of the writer: then it says
// what went wrong. In Kazakh the verb ends its clause, so that what stands after
// «тапсырдым» is another one even without a mark.
func (r *Reader) followed(words []word, filedAt int) bool {
	if filedAt < 1 {
		return false
	}
	from := filedAt
	if !endsClause(words[filedAt-1].sound) {
		for from < len(words) && !words[from].first && r.signals.clause.at(words, from) == from {
			from++
		}
	}
	rest := words[min(from, len(words)):]
	n := 0
	for _, w := range rest {
		if !w.used {
			n++
		}
	}
	return n >= fewestWords && !r.signals.calm.in(rest, false) && !r.signals.need.in(rest, false) && !r.signals.notWaiting.in(words, false)
}

// did tells whether the writer says, of a service, what they did on a day: a
// Kazakh verb of the first person that is no event of life. It is a filing then,
// whatever the verb. at is the end of the verb.
func (r *Reader) did(words []word, c cues) (at int, filed bool) {
	if r.signals.life.in(words, false) {
		return 0, false
	}
	for i, w := range words {
		if !w.used && endsClause(w.sound) {
			services, _ := r.services(words, c)
			return i + 1, len(services) > 0
		}
	}
	return 0, false
}

// unused are the words that no signal has taken yet.
func unused(words []word) []word {
	var out []word
	for _, w := range words {
		if !w.used {
			out = append(out, w)
		}
	}
	return out
}

// endsClause tells by its sound that a word is a Kazakh finite verb of the
// first person in a past tense (тапсырдым, бердік, бергенмін, бергем, едік).
// Source: R. Muhamedowa, Kazakh: A Comprehensive Grammar, 2016, ch. 6.
func endsClause(sound string) bool {
	for _, ending := range [...]string{"dim", "tim", "dik", "tik", "ganmin", "genmin", "kanmin", "kenmin", "ganbiz", "genbiz", "gam", "gem", "kam", "kem"} {
		if strings.HasSuffix(sound, ending) && len(sound) > len(ending)+1 {
			return true
		}
	}
	return false
}
