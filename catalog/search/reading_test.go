package search

import "testing"

// TestReading lists what was typed and what was meant; the two are compared by
// their sound, as the search does.
func TestReading(t *testing.T) {
	x, err := New(embedded(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ typed, meant string }{
		// The Russian and the Kazakh keyboard forgotten.
		{"eljcnjdthtybt kbxyjcnb", "удостоверение личности"},
		{"gfcgjhn", "паспорт"},
		{"rfr gjkexbnm gfcgjhn?", "как получить паспорт"},
		{"0spvtn", "қызмет"},
		{"0ызмет", "қызмет"},
		{"ж2рдема0ы", "жәрдемақы"},
		// Russian in Latin letters.
		{"udostoverenie lichnosti", "удостоверение личности"},
		{"spravka o nesudimosti", "справка о несудимости"},
		{"shtrafy", "штрафы"},
		{"zhilishchnaya pomoshch", "жилищная помощь"},
		{"detskij sad", "детский сад"},
		// Kazakh: informal, 2018, 2019 and 2021.
		{"zheke kualik", "жеке куәлік"},
		{"balabaqsha", "балабақша"},
		{"jeke kýálik", "жеке куәлік"},
		{"áleýmettik kómek", "әлеуметтік көмек"},
		{"jeke kuälik", "жеке куәлік"},
		{"zeinetaqy", "зейнетақы"},
		{"ötiniş", "өтініш"},
		{"tölem", "төлем"},
		// Nothing to change.
		{"балаға жәрдемақы", "балаға жәрдемақы"},
	} {
		got := x.Reading(c.typed)
		if soundsOf(got) != soundsOf(c.meant) {
			t.Errorf("%s is read as %q (%s), meant %q (%s)", c.typed, got, soundsOf(got), c.meant, soundsOf(c.meant))
		}
	}
}

func soundsOf(text string) string {
	var out string
	for _, w := range Words(text) {
		out += sound(w) + " "
	}
	return out
}
