package pdf

import (
	"slices"
	"testing"
	"unicode/utf8"
)

func TestALineBreaksAtSpacesAndLosesNothing(t *testing.T) {
	t.Parallel()
	letters := func(s string) float64 { return float64(utf8.RuneCountInString(s)) }
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"short":                {"жеке куәлік", []string{"жеке куәлік"}},
		"two lines":            {"удостоверение личности", []string{"удостоверение", "личности"}},
		"an amount stays":      {"стоит ровно 43\u00a0250\u00a0₸", []string{"стоит ровно", "43\u00a0250\u00a0₸"}},
		"a word of two lines":  {"а көрсетілетінқызметтер", []string{"а", "көрсетілетін", "қызметтер"}},
		"empty":                {"", []string{""}},
		"a letter of a line":   {"ә", []string{"ә"}},
		"the word after a gap": {"один два три четыре", []string{"один два три", "четыре"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			width := 13.0
			if name == "a word of two lines" {
				width = 12
			}
			if got := Wrap(c.text, width, letters); !slices.Equal(got, c.want) {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}
