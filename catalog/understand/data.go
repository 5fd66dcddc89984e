package understand

import (
	"bytes"
	"fmt"
	"io/fs"

	"github.com/goccy/go-yaml"
)

// The files that New reads.
const (
	intentsFile = "intents.yaml"
	datesFile   = "dates.yaml"
	partsFile   = "parts.yaml"
)

// intentWords is intents.yaml: patterns a signal.
type intentWords struct {
	Money    []string `yaml:"money"`
	Waiting  []string `yaml:"waiting"`
	Refused  []string `yaml:"refused"`
	Status   []string `yaml:"status"`
	Filed    []string `yaml:"filed"`
	Future   []string `yaml:"future"`
	Need     []string `yaml:"need"`
	Greeting []string `yaml:"greeting"`
	Thanks   []string `yaml:"thanks"`
	Polite   []string `yaml:"polite"`
	Noise    []string `yaml:"noise"`

	MoneyWords  []string `yaml:"money_words"`
	AskingWords []string `yaml:"asking_words"`
	Negations   []string `yaml:"negations"`
	About       []string `yaml:"about"`
	NotWaiting  []string `yaml:"not_waiting"`
	Calm        []string `yaml:"calm"`
	Clause      []string `yaml:"clause"`
	Own         []string `yaml:"own"`
	Asking      []string `yaml:"asking"`
	When        []string `yaml:"when"`
	Life        []string `yaml:"life"`
}

// dateWords is dates.yaml.
type dateWords struct {
	Months     map[int][]string    `yaml:"months"`
	Weekdays   map[int][]string    `yaml:"weekdays"`
	DaysBefore map[int][]string    `yaml:"days_before"`
	ToCome     []string            `yaml:"to_come"`
	Units      map[string][]string `yaml:"units"`
	Ago        []string            `yaml:"ago"`
	Numbers    map[int][]string    `yaml:"numbers"`
	Ordinals   map[int][]string    `yaml:"ordinals"`
	Last       []string            `yaml:"last"`
	This       []string            `yaml:"this"`
	Week       []string            `yaml:"week"`
	MonthOf    []string            `yaml:"month_of"`
	DayOf      []string            `yaml:"day_of"`
	Fillers    []string            `yaml:"fillers"`
	YearWords  []string            `yaml:"year_words"`
	LastYear   []string            `yaml:"last_year"`
}

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
