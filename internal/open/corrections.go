package open

import (
	"bytes"
	_ "embed" // corrections.yaml
	"fmt"

	"github.com/goccy/go-yaml"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
)

//go:embed corrections.yaml
var correctionsFile []byte

// Correction is a mistake found in a published quarter.
type Correction struct {
	Date    calendar.Date `yaml:"date"`
	Quarter string        `yaml:"quarter"`
	RU      string        `yaml:"ru"`
	KK      string        `yaml:"kk"`
}

// In is the correction in a language.
func (c Correction) In(lang string) string { return catalog.Text{RU: c.RU, KK: c.KK}.In(lang) }

// readCorrections reads the log, strictly.
func readCorrections(file []byte) (out []Correction, err error) {
	if err := yaml.NewDecoder(bytes.NewReader(file), yaml.Strict()).Decode(&out); err != nil {
		return nil, fmt.Errorf("corrections: %w", err)
	}
	for _, c := range out {
		if _, err := ParseQuarter(c.Quarter); err != nil || c.Date == 0 || c.RU == "" || c.KK == "" {
			return nil, fmt.Errorf("corrections: %s %s: expected date, quarter and both texts", c.Date, c.Quarter)
		}
	}
	return out, nil
}
