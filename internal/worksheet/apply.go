package worksheet

import (
	"bytes"
	"fmt"
	"io/fs"
	"strings"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
)

// Change is one fact that gets an answer.
type Change struct {
	Row       int
	Fact      catalog.Fact // as it was
	Value     string       // as it becomes
	Unit      string
	Status    catalog.Status
	StillSays []int // lines of texts that name the old number, from 1
}

// String is the change as "file: fact: old -> new".
func (c Change) String() string {
	was := strings.TrimSpace(c.Fact.Value + " " + c.Fact.Unit)
	text := fmt.Sprintf("%s: %s: ", c.Fact.File, c.Fact.Where)
	if c.Fact.Unit != "" || c.Value != c.Fact.Value {
		if was == "" {
			was = "nothing"
		}
		text += was
		if now := strings.TrimSpace(c.Value + " " + c.Unit); now != was {
			text += " -> " + now
		}
		text += ", "
	}
	return text + string(c.Fact.Status) + " -> " + string(c.Status)
}

// Refusal is a row that is not written, and why.
type Refusal struct {
	Row int
	Why error
}

// Outcome is what the answers make of a catalogue. Nothing is written yet.
type Outcome struct {
	Files    map[string][]byte // the files that change, whole
	Changes  []Change
	Refusals []Refusal
	Already  int // answers that the catalogue holds as they are
}

// Apply works the answers into the files of a catalogue that was loaded from
// tree. Each row is judged by itself; today is the last day of a check.
func Apply(tree fs.FS, c *catalog.Catalog, answers []Answer, today calendar.Date) (Outcome, error) {
	facts := map[string]catalog.Fact{}
	for _, f := range c.Facts() {
		facts[f.File+" "+f.Where] = f
	}
	out := Outcome{Files: map[string][]byte{}}
	answered := map[string]int{}
	for _, a := range answers {
		f, ok := facts[a.File+" "+a.Where]
		if !ok {
			out.refuse(a, fmt.Errorf("no such fact: %s %s", a.File, a.Where))
			continue
		}
		if first, twice := answered[a.File+" "+a.Where]; twice {
			out.refuse(a, fmt.Errorf("row %d answers the same fact", first))
			continue
		}
		answered[a.File+" "+a.Where] = a.Row
		before, err := out.file(tree, f.File)
		if err != nil {
			return out, err
		}
		after, status, err := rewritten(before, a, f, c, today)
		if err == nil && !bytes.Equal(before, after) {
			err = unchanged(a, f)
		}
		switch {
		case err != nil:
			out.refuse(a, err)
		case bytes.Equal(before, after):
			out.Already++
		default:
			out.Files[f.File] = after
			out.Changes = append(out.Changes, newChange(a, f, status, after))
		}
	}
	return out, nil
}

func (o *Outcome) refuse(a Answer, why error) { o.Refusals = append(o.Refusals, Refusal{a.Row, why}) }

// file is a file as the rows before left it.
func (o *Outcome) file(tree fs.FS, name string) ([]byte, error) {
	if text, ok := o.Files[name]; ok {
		return text, nil
	}
	text, err := fs.ReadFile(tree, name)
	if err != nil {
		return nil, fmt.Errorf("%s: not read: %w", name, err)
	}
	return text, nil
}

// unchanged demands that a fact is as the worksheet saw it.
func unchanged(a Answer, f catalog.Fact) error {
	now := strings.TrimSpace(f.Value + " " + f.Unit)
	switch {
	case oneLine(f.Label.RU) != a.Fact || oneLine(f.Label.KK) != a.FactKazakh:
		return fmt.Errorf("another fact stands at %s %s since the worksheet was written: %q", f.File, f.Where, f.Label.RU)
	case oneLine(f.Value) != a.OurValue || f.Unit != a.OurUnit:
		return fmt.Errorf("%s %s changed since the worksheet was written: it was %q, it is %q", f.File, f.Where, strings.TrimSpace(a.OurValue+" "+a.OurUnit), now)
	case f.Status != catalog.StatusUnverified:
		return fmt.Errorf("%s %s was verified since the worksheet was written: %s, status %s", f.File, f.Where, now, f.Status)
	}
	return nil
}

func newChange(a Answer, f catalog.Fact, status catalog.Status, text []byte) Change {
	c := Change{Row: a.Row, Fact: f, Value: strings.Replace(a.Value, ",", ".", 1), Unit: a.Unit, Status: status}
	if c.Value == "" {
		c.Value, c.Unit = f.Value, f.Unit
	}
	if f.Value != "" && f.Unit != "" && c.Value != f.Value {
		c.StillSays = naming(text, strings.Replace(f.Value, ".", ",", 1))
	}
	return c
}
