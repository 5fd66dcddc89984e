package search

// asked is a word of a question as it is looked up.
type asked struct {
	text   string
	sound  string
	keys   []key   // of the word itself or of the nearest known ones
	typo   int32   // entry of the nearest known word; -1 where the word is known
	known  bool    // the catalogue has it, perhaps in another form
	weight float32 // 1; less after a correction
}

// said is a concept found in a question.
type said struct {
	concept key
	first   int // number of its first word
}

// scratch is the room in which one question is worked on; it is used again.
type scratch struct {
	texts      []string
	reading    string // the best of texts
	split      []string
	words      []asked
	keyLists   [][]key
	concepts   []said
	found      []string
	shared     []uint8
	touched    []int32
	candidates []int64
	near       []nearby
	shares     []float32 // by service: of the words asked for
	alike      []float32 // by service: the classifier's sum
	scores     []float32 // by service: both
	word       []float32
	hit        []int32
	order      []int32
	lookup     []byte
	features   []feature
}

func (x *Index) newScratch() *scratch {
	return &scratch{
		shared: make([]uint8, len(x.words.entries)),
		shares: make([]float32, len(x.ids)),
		alike:  make([]float32, len(x.ids)),
		scores: make([]float32, len(x.ids)),
		word:   make([]float32, len(x.ids)),
	}
}

// Weights of what is not the word itself.
const (
	oneSlip       = 0.8
	twoSlips      = 0.6
	conceptWeight = 0.3
)

// choose picks the reading that fits the catalogue's words best.
func (x *Index) choose(question string, s *scratch) {
	s.texts = x.readings.of(clean(question), s.texts[:0])
	best, most := 0, float32(-1)
	if len(s.texts) > 1 {
		for i, text := range s.texts {
			if f := x.fit(text, s); f > most {
				best, most = i, f
			}
		}
	}
	s.reading = s.texts[best]
}

// read takes a question apart into words and concepts, in its best reading.
func (x *Index) read(question string, s *scratch) {
	x.choose(question, s)
	s.words, s.keyLists, s.concepts = s.words[:0], s.keyLists[:0], s.concepts[:0]
	s.split = split(s.reading, s.split[:0])
	for _, word := range s.split {
		if len(s.words) == maxWords {
			break
		}
		if len(word) > 2*maxWord || x.repeated(word, s) {
			continue
		}
		a := x.ask(word, s)
		s.words = append(s.words, a)
		s.keyLists = append(s.keyLists, a.keys)
	}
	for i := range s.keyLists {
		x.concepts.in(s.keyLists, i, func(concept key, _ int) {
			for _, c := range s.concepts {
				if c.concept == concept {
					return
				}
			}
			s.concepts = append(s.concepts, said{concept, i})
		})
	}
}

// repeated reports that the word was read already.
func (x *Index) repeated(word string, s *scratch) bool {
	for i := range s.words {
		if s.words[i].text == word {
			return true
		}
	}
	return false
}

// ask looks a word up: as it is, by its stems, or the nearest known one.
func (x *Index) ask(word string, s *scratch) asked {
	a := asked{text: word, typo: -1, weight: 1}
	s.lookup = appendSound(s.lookup[:0], word)
	if e, ok := x.words.entryOf[string(s.lookup)]; ok {
		a.sound, a.keys, a.known = x.words.entries[e].sound, x.words.entries[e].keys, true
		return a
	}
	s.found = x.words.stemmers.keys(word, s.found[:0])
	a.sound = s.found[0]
	for _, form := range s.found {
		if k, ok := x.words.number[form]; ok {
			a.keys, a.known = append(a.keys, k), true
		}
	}
	if a.known {
		return a
	}
	for _, n := range x.words.near(a.sound, s) {
		if a.typo < 0 {
			a.typo = n.entry
			a.weight = oneSlip
			if n.distance > 1 {
				a.weight = twoSlips
			}
		}
		a.keys = append(a.keys, x.words.entries[n.entry].keys...)
	}
	return a
}

// fit tells how well a reading fits the words of the catalogue: the share of
// its letters that stand in known words, half of it for known trigrams.
func (x *Index) fit(text string, s *scratch) float32 {
	s.split = split(text, s.split[:0])
	var letters, good float32
	for i, word := range s.split {
		if i == maxWords {
			break
		}
		s.lookup = appendSound(s.lookup[:0], word)
		n := float32(len(s.lookup))
		letters += float32(len([]rune(word)))
		if _, ok := x.words.entryOf[string(s.lookup)]; ok {
			good += n
			continue
		}
		var grams, known float32
		eachTrigram(string(s.lookup), func(g uint32) {
			grams++
			if len(x.words.typos.byGram[g]) > 0 {
				known++
			}
		})
		if grams > 0 {
			good += 0.5 * n * known / grams
		}
	}
	if letters == 0 {
		return 0
	}
	return good / letters
}
