package locales

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed *.kk.toml *.ru.toml
var files embed.FS

// Embedded is the folder of texts that the binary carries.
func Embedded() embed.FS { return files }

// The languages, as IETF tags.
const (
	Kazakh  = "kk"
	Russian = "ru"
)

// Codes lists the languages, the default first.
func Codes() []string { return []string{Russian, Kazakh} }

// FileOf is the name of a language's main file.
func FileOf(code string) string { return "active." + code + ".toml" }

// FilesOf names the files of a language in a folder, the main one first: the
// texts of a large room stand in a file of their own, such as console.kk.toml.
func FilesOf(folder fs.FS, code string) ([]string, error) {
	found, err := fs.Glob(folder, "*."+code+".toml")
	if err != nil {
		return nil, err
	}
	main := FileOf(code)
	found = slices.DeleteFunc(found, func(name string) bool { return name == main })
	return append([]string{main}, found...), nil
}

// Texts are the texts of both languages, read-only and safe for concurrent use.
type Texts struct {
	byCode map[string]*Language
}

// Load reads the files of both languages from a folder.
func Load(folder fs.FS) (*Texts, error) {
	bundle := i18n.NewBundle(language.Russian)
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	t := &Texts{byCode: map[string]*Language{}}
	keys := map[string][]string{}
	for _, code := range Codes() {
		names, err := FilesOf(folder, code)
		if err != nil {
			return nil, fmt.Errorf("texts in %s: %w", code, err)
		}
		for _, name := range names {
			file, err := bundle.LoadMessageFileFS(folder, name)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			for _, m := range file.Messages {
				keys[code] = append(keys[code], m.ID)
			}
		}
	}
	for _, code := range Codes() {
		t.byCode[code] = &Language{Code: code, localizer: i18n.NewLocalizer(bundle, code), keys: keys[code]}
	}
	return t, nil
}

// In gives the texts of a language by its IETF tag; what is not Kazakh is
// read in Russian, which everybody who may write to us can read.
func (t *Texts) In(tag string) *Language {
	return t.byCode[Match(tag)]
}

// Match takes an IETF tag such as "kk-KZ" to one of our languages.
func Match(tag string) string {
	if len(tag) >= 2 && tag[:2] == Kazakh && (len(tag) == 2 || tag[2] == '-' || tag[2] == '_') {
		return Kazakh
	}
	return Russian
}
