package main

import (
	"fmt"
	"strings"

	"github.com/merzim/merzim/catalog"
)

// answers is how many hits are asked for.
const answers = 3

// document is a service as the peers see it: the texts that Merzim reads.
type document struct {
	ID      string
	Title   string
	Also    string
	Phrases string
	Other   string
}

func documents(c *catalog.Catalog) []document {
	var out []document
	for _, s := range c.Services {
		d := document{ID: s.ID, Title: s.Title.RU + "\n" + s.Title.KK}
		d.Also = lines(s.AlsoCalled)
		d.Phrases = lines(s.Phrases)
		other := []string{s.OfficialName.RU, s.OfficialName.KK, s.About.RU, s.About.KK, s.Result.RU, s.Result.KK}
		for _, t := range s.Terms {
			other = append(other, t.Case.RU, t.Case.KK)
		}
		for _, p := range s.Documents {
			other = append(other, p.Text.RU, p.Text.KK)
		}
		for _, e := range c.Events {
			for _, id := range e.Services {
				if id == s.ID {
					other = append(other, e.Title.RU, e.Title.KK)
				}
			}
		}
		d.Other = strings.Join(other, "\n")
		out = append(out, d)
	}
	return out
}

func lines(n catalog.Names) string {
	return strings.Join(append(append([]string{}, n.RU...), n.KK...), "\n")
}

// vary makes a catalogue of n services: the real ones, then copies in which
// every word gets the copy's mark in its middle, so that the vocabulary grows
// as it would with real services, while a third of the words stay shared.
func vary(c *catalog.Catalog, n int) *catalog.Catalog {
	large := *c
	large.Services = append([]*catalog.Service{}, c.Services...)
	for i := 0; len(large.Services) < n; i++ {
		s := *c.Services[i%len(c.Services)]
		mark := i/len(c.Services) + 1
		s.ID = fmt.Sprintf("%s-%d", s.ID, mark)
		s.Title, s.OfficialName, s.About = varyText(s.Title, mark), varyText(s.OfficialName, mark), varyText(s.About, mark)
		s.AlsoCalled, s.Phrases = varyNames(s.AlsoCalled, mark), varyNames(s.Phrases, mark)
		large.Services = append(large.Services, &s)
	}
	return &large
}

func varyText(t catalog.Text, mark int) catalog.Text {
	return catalog.Text{RU: varyLine(t.RU, mark), KK: varyLine(t.KK, mark)}
}

func varyNames(n catalog.Names, mark int) catalog.Names {
	var out catalog.Names
	for _, t := range n.RU {
		out.RU = append(out.RU, varyLine(t, mark))
	}
	for _, t := range n.KK {
		out.KK = append(out.KK, varyLine(t, mark))
	}
	return out
}

// varyLine puts a syllable into two of three words.
func varyLine(s string, mark int) string {
	syllables := []string{"", "ба", "ло", "ми", "ру", "се", "ты", "ве", "ко"}
	fields := strings.Fields(s)
	for i, f := range fields {
		letters := []rune(f)
		if len(letters) > 4 && (len(letters)+mark)%3 != 0 {
			half := len(letters) / 2
			fields[i] = string(letters[:half]) + syllables[mark%len(syllables)] + string(letters[half:])
		}
	}
	return strings.Join(fields, " ")
}
