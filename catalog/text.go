package catalog

// Languages in which every text of the catalogue exists.
const (
	Kazakh  = "kk"
	Russian = "ru"
)

// Languages lists the languages, the default first.
func Languages() []string { return []string{Russian, Kazakh} }

// Text is one text in both languages.
type Text struct {
	RU string `yaml:"ru"`
	KK string `yaml:"kk"`
}

// In returns the text in a language; anything but Kazakh is Russian.
func (t Text) In(lang string) string {
	if lang == Kazakh {
		return t.KK
	}
	return t.RU
}

// Names are lists of names or phrasings, independent in each language.
type Names struct {
	RU []string `yaml:"ru"`
	KK []string `yaml:"kk"`
}

// In returns the names in a language; anything but Kazakh is Russian.
func (n Names) In(lang string) []string {
	if lang == Kazakh {
		return n.KK
	}
	return n.RU
}
