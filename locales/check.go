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

// Check finds faults of the texts: a key that one language lacks, an empty
// text, missing plural forms, different placeholders, broken templates, and
// letters of the wrong alphabet inside a word.
func Check(folder fs.FS) error {
	all := map[string]map[string]any{}
	for _, code := range Codes() {
		raw, err := fs.ReadFile(folder, FileOf(code))
		if err != nil {
			return fmt.Errorf("%s: not read: %w", FileOf(code), err)
		}
		texts := map[string]any{}
		if err := toml.Unmarshal(raw, &texts); err != nil {
			var at toml.ParseError
			if errors.As(err, &at) {
				return fmt.Errorf("%s:%d: %s", FileOf(code), at.Position.Line, at.Message)
			}
			return fmt.Errorf("%s: %w", FileOf(code), err)
		}
		all[code] = texts
	}
	var faults []error
	for _, code := range Codes() {
		for _, other := range Codes() {
			for key := range all[other] {
				if _, ok := all[code][key]; !ok {
					faults = append(faults, fmt.Errorf("%s: %s: missing, %s has it", FileOf(code), key, FileOf(other)))
				}
			}
		}
		for key, text := range all[code] {
			faults = append(faults, checkText(code, key, text)...)
		}
	}
	for key, text := range all[Russian] {
		other, ok := all[Kazakh][key]
		if !ok {
			continue
		}
		if a, b := names(text), names(other); !slices.Equal(a, b) {
			faults = append(faults, fmt.Errorf("%s: %s: placeholders %v, %s has %v", FileOf(Kazakh), key, b, FileOf(Russian), a))
		}
	}
	return errors.Join(faults...)
}

func checkText(code, key string, text any) []error {
	var faults []error
	fault := func(format string, args ...any) {
		faults = append(faults, fmt.Errorf("%s: %s: %s", FileOf(code), key, fmt.Sprintf(format, args...)))
	}
	plural, counted := text.(map[string]any)
	if counted {
		for _, form := range forms[code] {
			if _, ok := plural[form]; !ok {
				fault("plural form %q missing", form)
			}
		}
	}
	for _, s := range sentences(text) {
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
