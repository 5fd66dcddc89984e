package search

// key is the number of a word's key, a stem or a sound.
type key = int32

// vocabulary holds the words of the catalogue.
type vocabulary struct {
	stemmers stemmers
	number   map[string]key
	keys     []string
	entries  []entry
	entryOf  map[string]int32 // by sound
	typos    typoIndex
}

// entry is a word of the catalogue by its sound.
type entry struct {
	sound string
	keys  []key
}

func newVocabulary(s stemmers) *vocabulary {
	return &vocabulary{stemmers: s, number: map[string]key{}, entryOf: map[string]int32{}}
}

// learn adds a word and gives its entry.
func (v *vocabulary) learn(word string) int32 {
	var letters [2 * maxWord]byte
	heard := appendSound(letters[:0], word)
	if len(heard) == 0 {
		return -1
	}
	if e, ok := v.entryOf[string(heard)]; ok {
		return e
	}
	var buffer [4]string
	forms := v.stemmers.keys(word, buffer[:0])
	e := entry{sound: forms[0]}
	for _, f := range forms {
		e.keys = append(e.keys, v.keyOf(f))
	}
	v.entryOf[e.sound] = int32(len(v.entries))
	v.entries = append(v.entries, e)
	return int32(len(v.entries) - 1)
}

// keyOf gives the number of a key, a new one where it is unknown.
func (v *vocabulary) keyOf(s string) key {
	k, ok := v.number[s]
	if !ok {
		k = key(len(v.keys))
		v.number[s] = k
		v.keys = append(v.keys, s)
	}
	return k
}
