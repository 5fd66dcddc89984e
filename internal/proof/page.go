package proof

import (
	"fmt"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/pdf"
	"github.com/merzim/merzim/locales"
)

// page is a history being set.
type page struct {
	History
	lang     *locales.Language
	holidays func(id, lang string) string
	blocks   []pdf.Block
}

// The page in millimetres and points.
const (
	titleSize = 16.0
	headSize  = 12.5
	tableSize = 9.0
	gap       = 5.0
	lineGap   = 1.5
	rowGap    = 0.8
	smallest  = 0.88 // share of the type that may save a second page
)

// The columns of the tables, as shares of the width. A term in hours has the
// time of each day beside its number.
var (
	factColumns  = []float64{0.27, 0.73}
	dayColumns   = []float64{0.40, 0.10, 0.50}
	hourColumns  = []float64{0.38, 0.27, 0.35}
	eventColumns = []float64{0.34, 0.14, 0.52}
)

// values are put into a plain text: they are not escaped for HTML.
type values map[string]string

func (p *page) t(key string, sets ...values) string {
	args := locales.Args{}
	for _, set := range sets {
		for name, value := range set {
			args[name] = locales.HTML(value)
		}
	}
	return p.lang.T(key, args)
}

func (p *page) add(b pdf.Block) { p.blocks = append(p.blocks, b) }

// say adds a paragraph; none when it is empty.
func (p *page) say(text string) {
	if text != "" {
		p.add(pdf.Block{Text: text, Before: lineGap})
	}
}

// section begins a part.
func (p *page) section(key string) {
	p.add(pdf.Block{Text: p.t(key), Bold: true, Size: headSize, Before: 1.5 * gap, WithNext: true})
}

// header names the columns of a table, on each of its pages.
func (p *page) header(columns []float64, keys ...string) {
	b := pdf.Block{Columns: columns, Bold: true, Size: tableSize, Before: lineGap, Header: true, WithNext: true}
	for _, key := range keys {
		b.Cells = append(b.Cells, p.t(key))
	}
	p.add(b)
}

func (p *page) row(columns []float64, bold bool, cells ...string) {
	p.add(pdf.Block{Cells: cells, Columns: columns, Bold: bold, Size: tableSize, Before: rowGap})
}

func (p *page) head() {
	p.add(pdf.Block{Text: p.t("HistoryHead"), Bold: true, Size: titleSize, WithNext: true})
	p.add(pdf.Block{Text: p.t("HistoryNotice"), Bold: true, Before: lineGap})
}

// facts is the request as it stands.
func (p *page) facts() {
	before := gap
	for _, f := range []struct{ key, value string }{
		{"HistoryService", p.Service},
		{"HistoryCase", p.Case},
		{"HistoryProvider", p.Provider},
		{"HistoryRegion", p.Region},
		{"HistoryNumber", p.Number},
		{"HistoryFiled", p.filed()},
		{"HistoryTerm", p.term()},
		{"HistoryBasis", p.basis()},
		{p.dueKey(), p.due()},
		{"HistoryState", p.State},
	} {
		if f.value == "" {
			continue
		}
		p.add(pdf.Block{Cells: []string{p.t(f.key), f.value}, Columns: factColumns, Before: before})
		before = lineGap
	}
}

func (p *page) filed() string {
	day := p.lang.Date(p.Filed.Date)
	if p.Filed.Minute == calendar.NoHour {
		return day
	}
	return p.t("Moment", values{"Date": day, "Time": fmt.Sprintf("%02d:%02d", p.Filed.Minute/60, p.Filed.Minute%60)})
}

func (p *page) term() string {
	switch {
	case p.Count == nil:
		return ""
	case p.Rule.Length == 0:
		return p.t("TermAtOnce")
	}
	return p.length(p.Rule)
}

func (p *page) length(r calendar.Rule) string { return p.lang.N(locales.Key("Term", r.Unit), r.Length) }

func (p *page) basis() string {
	if p.Count == nil {
		return ""
	}
	return p.Basis
}

func (p *page) dueKey() string {
	if p.Earliest && p.Receipt == 0 {
		return "HistoryEarliest"
	}
	return "HistoryDue"
}

func (p *page) due() string {
	switch {
	case p.Receipt != 0:
		return p.t("HistoryDueReceipt", values{"Date": p.lang.Date(p.Receipt)})
	case p.Count != nil:
		return p.lang.Date(p.last()) + ", " + p.lang.Weekday(p.last())
	}
	return p.t("HistoryDueUnknown")
}

// last is the counted last day, with what was added to the term.
func (p *page) last() calendar.Date {
	if p.Due != 0 {
		return p.Due
	}
	return p.Count.Due
}

// clock is the time of day in Almaty.
func clock(t time.Time) string { return t.In(calendar.Zone()).Format("15:04") }
