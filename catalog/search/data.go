package search

import (
	"bytes"
	"fmt"
	"io/fs"

	"github.com/goccy/go-yaml"

	"github.com/merzim/merzim/catalog"
)

// The files of the folder that New reads.
const (
	latinFile         = "latin.yaml"
	layoutsFile       = "layouts.yaml"
	abbreviationsFile = "abbreviations.yaml"
	synonymsFile      = "synonyms.yaml"
	kindsFile         = "kinds.yaml"
	nonServicesFile   = "nonservices.yaml"
	plainFile         = "plain.yaml"
)

// latinTable is how Latin letters are read as Cyrillic ones.
type latinTable struct {
	Letters     map[string]string `yaml:"letters"`
	YAfterVowel string            `yaml:"y_after_vowel"`
}

// keyboard gives what the keys of one layout are in another, key by key.
type keyboard struct {
	ID       string `yaml:"id"`
	Latin    string `yaml:"latin"`
	Cyrillic string `yaml:"cyrillic"`
}

// lexicon is everything that the files say.
type lexicon struct {
	latin       latinTable
	keyboards   []keyboard
	meanings    [][]string // lines of words that mean the same, abbreviations first
	short       int        // how many of them are abbreviations
	kinds       [][]string // lines of words of one kind
	nonServices catalog.Names
	plain       []string // nouns that services are asked for by
}

func readLexicon(data fs.FS) (*lexicon, error) {
	l := &lexicon{}
	var abbreviations, synonyms [][]string
	for _, f := range []struct {
		name string
		into any
	}{
		{latinFile, &l.latin}, {layoutsFile, &l.keyboards},
		{abbreviationsFile, &abbreviations}, {synonymsFile, &synonyms},
		{kindsFile, &l.kinds}, {nonServicesFile, &l.nonServices}, {plainFile, &l.plain},
	} {
		if err := readYAML(data, f.name, f.into); err != nil {
			return nil, err
		}
	}
	l.meanings, l.short = append(abbreviations, synonyms...), len(abbreviations)
	for _, k := range l.keyboards {
		if n, m := len([]rune(k.Latin)), len([]rune(k.Cyrillic)); n != m {
			return nil, fmt.Errorf("%s: %s: %d keys here and %d there", layoutsFile, k.ID, n, m)
		}
	}
	return l, nil
}

// readYAML reads one file strictly: an unknown key is a fault.
func readYAML(data fs.FS, name string, into any) error {
	raw, err := fs.ReadFile(data, name)
	if err != nil {
		return fmt.Errorf("%s: not read: %w", name, err)
	}
	if err := yaml.NewDecoder(bytes.NewReader(raw), yaml.Strict()).Decode(into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
