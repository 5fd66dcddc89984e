package kazakh

// place says after which sound an ending may stand (assimilation).
type place uint8

const (
	afterAny       place = iota
	afterVowel           // балa-м, бала-сы
	afterConsonant       // құжат-ым, құжат-ы
	afterVoiceless       // құжат-тар, құжат-қа
	afterVoiced          // a vowel or a voiced consonant: бала-ға, үй-ден
	afterSonorant        // a voiced consonant: бар-ғым
	afterNasal           // м, н, ң: балам-нан
)

// ending is one variant of a suffix in folded letters.
type ending struct {
	letters []rune
	place   place
	harmony harmony
	least   int // letters that must remain before it
}

// endings are tried in their order; at most one is taken off at a time.
type endings []ending

// table lists the endings of all slots, the longest first: nouns have person,
// case, possessive and plural (Muhamedowa 3.2–3.4), verbs tense with person,
// converbs, participles and the infinitive (6.1–6.9). The longest ending that
// may stand wins: алдым is ал + дым, not алд + ым.
func table() endings {
	var all endings
	for _, slot := range []endings{noun(), plural(), verb(), infinitive()} {
		all = append(all, slot...)
	}
	return all.sorted()
}

// noun holds person, case and possessive, alone and joined where joining
// changes the letters (баласы + ны = баласын, бала + м + а = балама).
func noun() endings {
	var s endings
	// Case: genitive, accusative, dative, locative, ablative, instrumental.
	s = s.add(afterVowel, 2, "нын нин ны ни нан нен")
	s = s.add(afterNasal, 3, "нын нин нан нен")
	s = s.add(afterVoiced, 2, "дын дин ды ди да де дан ден га ге")
	s = s.add(afterVoiceless, 2, "тын тин ты ти та те тан тен ка ке")
	s = s.add(afterVowel, 3, "мен сыз сиз дай дей дагы деги")
	s = s.add(afterVoiced, 3, "мен бен дай дей дагы деги")
	s = s.add(afterVoiceless, 3, "пен тай тей тагы теги")
	s = s.add(afterConsonant, 3, "сыз сиз")
	// Possessive, each with the cases that melt into it.
	for _, p := range []string{"ым", "им", "ын", "ин"} { // my, thy
		vowel, nasal := p[:2], p[2:]
		a := "а"
		if vowel == "и" {
			a = "е"
		}
		s = s.add(afterConsonant, 3, p+" "+p+a)
		s = s.add(afterVowel, 3, nasal+" "+nasal+a)
	}
	for _, v := range []string{"ы", "и"} { // our, your
		s = s.add(afterConsonant, 3, v+"м"+v+"з "+v+"н"+v+"з")
		s = s.add(afterVowel, 3, "м"+v+"з н"+v+"з")
	}
	s = s.add(afterConsonant, 3, "ы и ына ине ынан инен ында инде ындагы индеги ымен имен ынын инин")
	s = s.add(afterVowel, 2, "сы си сына сине сын син сынан синен сында синде сымен симен сынын синин")
	return s
}

func plural() endings {
	var s endings
	s = s.add(afterVoiced, 2, "лар лер дар дер")
	s = s.add(afterVoiceless, 2, "тар тер")
	return s
}

// verb holds finite forms, converbs and participles. Spoken short forms stand
// beside the full ones: алам for аламын, барайық, керегі.
func verb() endings {
	var s endings
	persons := []string{"мын", "мин", "м", "сын", "син", "сыз", "сиз", "мыз", "миз", "ды", "ди"}
	for _, p := range persons { // present-future: -а, -е, -й
		s = s.add(afterConsonant, 2, "а"+p+" е"+p)
		s = s.add(afterVowel, 2, "й"+p)
	}
	for _, p := range []string{"м", "н", "к", "ныз", "низ", ""} { // past -ды, condition -са
		s = s.add(afterVoiced, 2, "ды"+p+" ди"+p)
		s = s.add(afterVoiceless, 2, "ты"+p+" ти"+p)
		s = s.add(afterAny, 2, "са"+p+" се"+p)
	}
	for _, p := range []string{"", "мын", "мин", "сын", "син", "сыз", "сиз", "мыз", "миз", "ша", "ше", "да", "де", "нан", "нен"} { // participle
		s = s.add(afterVoiced, 2, "ган"+p+" ген"+p)
		s = s.add(afterVoiceless, 2, "кан"+p+" кен"+p)
	}
	s = s.add(afterConsonant, 2, "атын етин ып ип ар ер майды мейди май мей айын ейин айык ейик ыныз иниз ыпты ипти")
	s = s.add(afterVowel, 3, "йтын йтин п йын йин йык йик ныз низ р")
	s = s.add(afterSonorant, 2, "гым гим гысы гиси гын гин гызу гизу")
	s = s.add(afterVoiceless, 3, "кым ким кысы киси пай пей пайды пейди")
	s = s.add(afterVoiced, 3, "май мей майды мейди бай бей байды бейди маган меген")
	s = s.add(afterVoiceless, 3, "паган пеген")
	return s
}

// infinitive takes the verbal noun's -у: тіркеу, тіркелу.
func infinitive() endings {
	var s endings
	s = s.add(afterAny, 2, "у")
	return s
}
