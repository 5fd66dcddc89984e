package spelling

import (
	"context"
	"slices"
	"strings"

	"github.com/merzim/merzim/catalog/search/kazakh"
)

// The languages.
const (
	kazakhText  = "kk"
	russianText = "ru"
)

// Text is one text to proofread.
type Text struct {
	Place    string // file and key, for the fault
	Language string // kk or ru
	Text     string
	Names    bool // what people call a thing: words of either language
}

// Finding is a word that nobody knows, or a number with a wrong ending.
type Finding struct {
	Place, Language, What string
}

// Proofread looks at every word and number of the texts, in their order. A word
// is right when its language's dictionary or list knows it, when what is left of
// a Kazakh word without its endings is known, and, in names and quotes, when the
// other language knows it.
func Proofread(ctx context.Context, texts []Text, lists map[string]Reviewed) ([]Finding, error) {
	known := map[string]func(string) bool{}
	for _, lang := range []string{kazakhText, russianText} {
		know, err := knowing(ctx, lang, texts, lists[lang])
		if err != nil {
			return nil, err
		}
		known[lang] = know
	}
	other := map[string]string{kazakhText: russianText, russianText: kazakhText}
	var out []Finding
	for _, t := range texts {
		for _, w := range Words(t.Text) {
			if !known[t.Language](w.Text) && !((w.Quoted || t.Names) && known[other[t.Language]](w.Text)) {
				out = append(out, Finding{t.Place, t.Language, "unknown word " + w.Text})
			}
		}
		numbers := RussianNumbers
		if t.Language == kazakhText {
			numbers = KazakhNumbers
		}
		for _, what := range numbers(t.Text) {
			out = append(out, Finding{t.Place, t.Language, what})
		}
	}
	return out, nil
}

// knowing asks the dictionary about all words at once and gives who knows.
func knowing(ctx context.Context, lang string, texts []Text, list Reviewed) (func(string) bool, error) {
	stems := map[string][]string{}
	stemmer := kazakh.New()
	var ask []string
	for _, t := range texts {
		for _, w := range Words(t.Text) {
			if _, seen := stems[w.Text]; seen {
				continue
			}
			stems[w.Text] = nil
			if lang == kazakhText {
				stems[w.Text] = KazakhStems(stemmer, w.Text)
			}
			ask = append(append(ask, w.Text), stems[w.Text]...)
		}
	}
	unknown, err := Unknown(ctx, lang, ask)
	if err != nil {
		return nil, err
	}
	right := func(word string) bool { return strings.TrimSpace(word) != "" && (!unknown[word] || list.Has(word)) }
	return func(word string) bool { return right(word) || slices.ContainsFunc(stems[word], right) }, nil
}
