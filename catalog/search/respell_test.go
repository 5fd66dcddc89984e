package search

import "testing"

// TestRespell: a text comes back with another abbreviation of the same meaning,
// each form in its turn, and without one not at all.
func TestRespell(t *testing.T) {
	r := newRespeller([][]string{
		{"МСЭ", "МСЭК", "медико-социальная экспертиза", "втэк"},
		{"ЭЦП", "электронная подпись"}, // one form of one word: nothing to write instead
	})
	seen := map[string]bool{}
	for range 4 {
		out, ok := r.another("Пройти МСЭ, снова")
		if !ok {
			t.Fatal("no other form")
		}
		seen[out] = true
	}
	if len(seen) != 2 || !seen["пройти мсэк снова"] || !seen["пройти втэк снова"] {
		t.Errorf("written anew as %v", seen)
	}
	for _, text := range []string{"", "получить ЭЦП", "медико-социальная экспертиза"} {
		if out, ok := r.another(text); ok {
			t.Errorf("%q was written anew as %q", text, out)
		}
	}
}
