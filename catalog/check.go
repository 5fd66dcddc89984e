package catalog

import (
	"fmt"
	"slices"
	"strings"

	"github.com/merzim/merzim/catalog/calendar"
)

// Warning is something a person should look at, though the data is whole.
type Warning struct {
	File string
	Text string
}

// String is the warning as "file: text".
func (w Warning) String() string { return w.File + ": " + w.Text }

// checker gathers what Check finds, by file.
type checker struct {
	catalog  *Catalog
	today    calendar.Date
	files    map[string]*validator
	order    []string
	warnings []Warning
}

// Check looks for what Load lets pass: faults of language and of logic, and
// entries that have grown old by today. Faults are "file:line: where: what",
// in the order of the files.
func (c *Catalog) Check(today calendar.Date) (faults []error, warnings []Warning) {
	k := &checker{catalog: c, today: today, files: map[string]*validator{}}
	k.texts()
	k.titles()
	for _, s := range c.Services {
		k.service(s)
		k.phrases(s)
		k.serviceAge(s)
	}
	k.sharedPhrases()
	k.events()
	k.monitoring()
	k.lawAge()
	for _, file := range k.order {
		faults = append(faults, k.files[file].faults...)
	}
	days, old := c.Calendar.Check(today)
	for _, fault := range days {
		faults = append(faults, fmt.Errorf("calendar/%w", fault))
	}
	for _, w := range old {
		k.warn("calendar/"+w.File, "%s", w.Text)
	}
	return faults, k.warnings
}

func (k *checker) fault(file, where, format string, args ...any) {
	v := k.files[file]
	if v == nil {
		v = validatorOf(k.catalog.tree, file)
		k.files[file] = v
		k.order = append(k.order, file)
	}
	v.fault(where, format, args...)
}

func (k *checker) warn(file, format string, args ...any) {
	k.warnings = append(k.warnings, Warning{file, fmt.Sprintf(format, args...)})
}

// events warns of a service that no life event leads to.
func (k *checker) events() {
	in := map[string]bool{}
	for _, e := range k.catalog.Events {
		for _, id := range e.Services {
			in[id] = true
		}
	}
	for _, s := range k.catalog.Services {
		if !in[s.ID] {
			k.warn("events.yaml", "%s stands under no life event", s.ID)
		}
	}
}

// monitoring warns of services that an agency's mark in the monitoring leaves
// out: analysts would not see them under the body.
func (k *checker) monitoring() {
	for _, a := range k.catalog.Agencies {
		var without []string
		for _, s := range k.catalog.Services {
			if s.Agency == a.ID && a.Monitoring != "" && s.Monitoring == "" {
				without = append(without, s.ID)
			}
		}
		if len(without) > 0 {
			k.warn("agencies.yaml", "%s is %s in the monitoring, these services name no body: %s", a.ID, a.Monitoring, strings.Join(without, ", "))
		}
	}
	used := map[string]bool{}
	for _, s := range k.catalog.Services {
		used[s.Agency] = true
	}
	for _, a := range k.catalog.Agencies {
		if !used[a.ID] {
			k.warn("agencies.yaml", "%s renders no service", a.ID)
		}
	}
}

// titles keeps names and labels within the width of a button.
func (k *checker) titles() {
	limit := func(file, where string, t Text, most int) {
		for _, lang := range Languages() {
			if n := len([]rune(t.In(lang))); n > most {
				k.fault(file, dotted(where, lang), "%d characters, at most %d", n, most)
			}
		}
	}
	for _, s := range k.catalog.Services {
		limit(s.File, "title", s.Title, maxTitle)
		for i, d := range s.Dimensions {
			for j, v := range d.Values {
				limit(s.File, fmt.Sprintf("dimensions[%d].values[%d]", i, j), Text{v.RU, v.KK}, maxLabel)
			}
		}
	}
	for i, e := range k.catalog.Events {
		limit("events.yaml", fmt.Sprintf("[%d].title", i), e.Title, maxLabel)
	}
	for i, s := range k.catalog.Sectors {
		limit("sectors.yaml", fmt.Sprintf("[%d].title", i), s.Title, maxLabel)
	}
}

// The widths of buttons and headings, in characters.
const (
	maxTitle = 60
	maxLabel = 40
)

// minPhrases is how many ways of asking a service needs in each language for
// the search to know it.
const minPhrases = 10

// phrases demands enough phrases, none twice.
func (k *checker) phrases(s *Service) {
	file := "phrases/" + s.ID + ".yaml"
	for _, lang := range Languages() {
		phrases := s.Phrases.In(lang)
		if len(phrases) < minPhrases {
			k.fault(file, lang, "%d phrases, at least %d", len(phrases), minPhrases)
		}
		plain := make([]string, len(phrases))
		for i, p := range phrases {
			plain[i] = plainPhrase(p)
			where := fmt.Sprintf("%s[%d]", lang, i)
			if plain[i] == "" {
				k.fault(file, where, "empty")
			} else if slices.Index(plain, plain[i]) < i {
				k.fault(file, where, "%q stands twice", p)
			}
		}
	}
}

// sharedPhrases warns of a phrase that leads to two services.
func (k *checker) sharedPhrases() {
	first := map[string]string{}
	for _, s := range k.catalog.Services {
		for _, lang := range Languages() {
			for _, p := range s.Phrases.In(lang) {
				key := lang + " " + plainPhrase(p)
				if other, ok := first[key]; ok && other != s.ID {
					k.warn("phrases/"+s.ID+".yaml", "%q stands in %s too", p, other)
				}
				first[key] = s.ID
			}
		}
	}
}

func plainPhrase(p string) string {
	return strings.ToLower(strings.Join(strings.Fields(p), " "))
}
