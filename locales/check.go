package locales

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"text/template"
	"unicode"

	"github.com/BurntSushi/toml"
)

// forms are the plural forms that a language's counted texts must have.
var forms = map[string][]string{
	Kazakh:  {"one", "other"},
	Russian: {"one", "few", "many", "other"},
}

var placeholder = regexp.MustCompile(`\{\{\s*\.(\w+)\s*\}\}`)

// entry is a text of one language and the file where it stands.
type entry struct {
	file string
	text any
}

// Check finds faults of the texts: a key that one language lacks or that
// stands twice, an empty text, missing plural forms, different placeholders,
// broken templates, and letters of the wrong alphabet inside a word.
func Check(folder fs.FS) error {
	all := map[string]map[string]entry{}
	var faults []error
	for _, code := range Codes() {
		texts, twice, err := read(folder, code)
		if err != nil {
			return err
		}
		all[code], faults = texts, append(faults, twice...)
	}
	for _, code := range Codes() {
		for _, other := range Codes() {
			for key, e := range all[other] {
				if _, ok := all[code][key]; !ok {
					file := strings.TrimSuffix(e.file, other+".toml") + code + ".toml"
					faults = append(faults, fmt.Errorf("%s: %s: missing, %s has it", file, key, e.file))
				}
			}
		}
		for key, e := range all[code] {
			faults = append(faults, checkText(code, key, e)...)
		}
	}
	for key, e := range all[Russian] {
		other, ok := all[Kazakh][key]
		if !ok {
			continue
		}
		if a, b := names(e.text), names(other.text); !slices.Equal(a, b) {
			faults = append(faults, fmt.Errorf("%s: %s: placeholders %v, %s has %v", other.file, key, b, e.file, a))
		}
	}
	return errors.Join(faults...)
}

// read gathers a language's texts from its files, and the faults of keys that
// stand in two of them.
func read(folder fs.FS, code string) (texts map[string]entry, twice []error, err error) {
	files, err := FilesOf(folder, code)
	if err != nil {
		return nil, nil, fmt.Errorf("texts in %s: %w", code, err)
	}
	texts = map[string]entry{}
	for _, file := range files {
		raw, err := fs.ReadFile(folder, file)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: not read: %w", file, err)
		}
		found := map[string]any{}
		if err := toml.Unmarshal(raw, &found); err != nil {
			var at toml.ParseError
			if errors.As(err, &at) {
				return nil, nil, fmt.Errorf("%s:%d: %s", file, at.Position.Line, at.Message)
			}
			return nil, nil, fmt.Errorf("%s: %w", file, err)
		}
		for key, text := range found {
			if first, ok := texts[key]; ok {
				twice = append(twice, fmt.Errorf("%s: %s: stands in %s too", file, key, first.file))
				continue
			}
			texts[key] = entry{file, text}
		}
	}
	return texts, twice, nil
}

func checkText(code, key string, e entry) []error {
	var faults []error
	fault := func(format string, args ...any) {
		faults = append(faults, fmt.Errorf("%s: %s: %s", e.file, key, fmt.Sprintf(format, args...)))
	}
	plural, counted := e.text.(map[string]any)
	if counted {
		for _, form := range forms[code] {
			if _, ok := plural[form]; !ok {
				fault("plural form %q missing", form)
			}
		}
	}
	for _, s := range sentences(e.text) {
		if strings.TrimSpace(s) == "" {
			fault("empty")
		}
		if _, err := template.New(key).Parse(s); err != nil {
			fault("broken template: %v", err)
		}
		if word := MixedWord(s); word != "" {
			fault("letters of two alphabets in %q", word)
		}
	}
	return faults
}

// sentences lists the texts of a key: one, or one a plural form.
func sentences(text any) []string {
	switch t := text.(type) {
	case string:
		return []string{t}
	case map[string]any:
		var out []string
		for _, form := range t {
			if s, ok := form.(string); ok {
				out = append(out, s)
			}
		}
		slices.Sort(out)
		return out
	}
	return []string{""}
}

// names lists the placeholders of a text, sorted, each once.
func names(text any) []string {
	var out []string
	for _, s := range sentences(text) {
		for _, m := range placeholder.FindAllStringSubmatch(s, -1) {
			out = append(out, m[1])
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// MixedWord finds a word that holds both Cyrillic and Latin letters, such as a
// Latin "c" in "cпpaвка"; "" when there is none. Parts joined by a hyphen are
// words of their own: e-Өтініш is right.
func MixedWord(s string) string {
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
		cyrillic, latin := false, false
		for _, r := range word {
			cyrillic = cyrillic || unicode.Is(unicode.Cyrillic, r)
			latin = latin || unicode.Is(unicode.Latin, r)
		}
		if cyrillic && latin {
			return word
		}
	}
	return ""
}
