package search

import (
	"strings"
	"testing"
	"time"
)

func hostile() map[string]string {
	return map[string]string{
		"letters":       strings.Repeat("ы", 10_000),
		"long words":    strings.Repeat(strings.Repeat("щ", 60)+" ", 300),
		"zero width":    strings.Repeat("\u200b", 10_000) + "паспорт",
		"bidi":          strings.Repeat("\u202eпаспорт\u202c ", 1_000),
		"repeated":      strings.Repeat("паспорт ", 5_000),
		"many words":    manyWords(5_000),
		"invalid UTF-8": strings.Repeat("\xff\xfeпас\x80порт ", 1_000),
		"marks":         "п" + strings.Repeat("\u0301", 10_000),
		"emoji":         strings.Repeat("👩‍👩‍👧‍👦", 2_000),
		"latin":         strings.Repeat("shchyuyazhkh", 1_000),
		"layout":        strings.Repeat("[];',.`", 1_500) + "a",
		"digits":        strings.Repeat("1а2", 3_500),
		"nul":           strings.Repeat("\x00", 10_000),
	}
}

func manyWords(n int) string {
	var b strings.Builder
	letters := []rune("абвгдежзиклмнопрстуфхцчшыэюя")
	for i := range n {
		for j := range 9 {
			b.WriteRune(letters[(i*(j+3)+j*j)%len(letters)])
		}
		b.WriteByte(' ')
	}
	return b.String()
}

// slowest is far above the few milliseconds that a hostile question costs, so
// that a busy machine does not fail the test.
const slowest = 100 * time.Millisecond

func TestHostile(t *testing.T) {
	x := trained(t)
	for name, question := range hostile() {
		best := time.Hour
		for range 3 {
			start := time.Now()
			x.Search(question, 3)
			best = min(best, time.Since(start))
		}
		t.Logf("%-14s %v", name, best)
		if best > slowest {
			t.Errorf("%s: %v", name, best)
		}
	}
	if r := x.Search(hostile()["zero width"], 1); !r.Service || r.Hits[0].ID != "passport" {
		t.Errorf("a word behind zero-width characters is not found: %+v", r)
	}
}

func FuzzSearch(f *testing.F) {
	x, err := New(embedded(f))
	if err != nil {
		f.Fatal(err)
	}
	for _, q := range hostile() {
		f.Add(q)
	}
	for _, q := range []string{"жеке куәлік", "eljcnjdthtybt", "zheke kualik", "0ызмет", "03.11.2026", ""} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, question string) {
		r := x.Search(question, 3)
		if len(r.Hits) > 3 {
			t.Errorf("%d hits", len(r.Hits))
		}
		for _, h := range r.Hits {
			if !(h.Score >= 0 && h.Score <= 1) {
				t.Errorf("score %v", h.Score)
			}
		}
		x.Explain(question, 1)
	})
}
