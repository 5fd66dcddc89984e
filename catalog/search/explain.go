package search

// why lists what made a service a hit.
func (x *Index) why(s *scratch, id string) []Why {
	var out []Why
	service := int32(-1)
	for i := range x.ids {
		if x.ids[i] == id {
			service = int32(i)
		}
	}
	share := func(keys []key, weight float32) float64 {
		var most float32
		for _, k := range keys {
			for _, p := range x.ranking.postings[k] {
				if p.service == service {
					most = max(most, p.weight*x.ranking.rarity[k]*weight)
				}
			}
		}
		return float64(most)
	}
	for _, w := range s.words {
		v := share(w.keys, w.weight)
		if v == 0 {
			continue
		}
		reason := Why{Word: w.text, Kind: KindWord, Share: v}
		if w.typo >= 0 {
			reason.Kind, reason.Found = KindTypo, x.words.entries[w.typo].sound
		}
		out = append(out, reason)
	}
	for _, c := range s.concepts {
		if v := share([]key{c.concept}, conceptWeight); v > 0 {
			out = append(out, Why{Word: s.words[c.first].text, Found: x.words.keys[c.concept], Kind: KindMeaning, Share: v})
		}
	}
	return out
}
