package search

import (
	"slices"
	"testing"
)

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"ПАСПОРТ":             "паспорт",
		"ЁЛКА ёж":             "елка еж",
		"ҚҰҚЫҚ ӘКЕ":           "құқық әке",
		"пас\u200bпорт\u202e": "паспорт",
		"и\u0306од":           "йод", // composed
		"soft\u00adhyphen":    "softhyphen",
		"паспорт\ufe0f":       "паспорт",
		"a\xffb":              "a b",
		"İSTANBUL":            "istanbul",
	} {
		if got := clean(in); got != want {
			t.Errorf("clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSplit(t *testing.T) {
	for in, want := range map[string][]string{
		"как получить паспорт?": {"как", "получить", "паспорт"},
		"туу-куәлігі, 073/у":    {"туу", "куәлігі", "073", "у"},
		"😀 асп!!! 😀":            {"асп"},
		"":                      nil,
	} {
		if got := split(in, nil); !slices.Equal(got, want) {
			t.Errorf("split(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestSound lists spellings that must sound alike.
func TestSound(t *testing.T) {
	for _, alike := range [][]string{
		{"құқық", "кукык", "кукик"},
		{"жәрдемақы", "жардемакы", "жардемаки"},
		{"өтініш", "отиниш", "отиныш"},
		{"ёлка", "елка"},
		{"объект", "обект"},
		{"щука", "шука"},
		{"үй", "уй"},
	} {
		for _, s := range alike[1:] {
			if sound(s) != sound(alike[0]) {
				t.Errorf("%s sounds %s, %s sounds %s", s, sound(s), alike[0], sound(alike[0]))
			}
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"pasport", "pasport", 0}, {"pasport", "paspotr", 1}, {"pasport", "paspor", 1},
		{"pasport", "passport", 1}, {"pasport", "basport", 1}, {"pasport", "baspotr", 2}, {"pasport", "kuaik", 3}, {"", "a", 1},
	} {
		if got := distance(c.a, c.b, 2); got != c.want {
			t.Errorf("distance(%s, %s) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
