package reports

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/merzim/merzim/locales"
)

// File is a picture or a workbook with its name.
type File struct {
	Name string
	Data []byte
}

// Digest is what analysts get of a period.
type Digest struct {
	Text     string // plain; a caption in HTML escapes it
	Charts   []File // PNG
	Workbook File
}

// digestCharts are the two pictures of a digest.
var digestCharts = []string{"weeks", "services"}

// Compose writes the digest of a period in the words' language.
func (s *Store) Compose(ctx context.Context, w Words, p Period) (d Digest, err error) {
	o, err := s.Overview(ctx, w.Catalog, p, Scope{})
	if err != nil {
		return Digest{}, err
	}
	d.Text = w.Paragraph(o)
	for _, id := range digestCharts {
		chart, _ := w.Chart(id, o)
		data, err := chart.Draw(PNG)
		if err != nil {
			return Digest{}, err
		}
		d.Charts = append(d.Charts, File{fmt.Sprintf("%s-%s.png", fileName(p), id), data})
	}
	var book bytes.Buffer
	if err := s.WriteReport(ctx, w, o, &book); err != nil {
		return Digest{}, err
	}
	d.Workbook = File{fileName(p) + ".xlsx", book.Bytes()}
	return d, nil
}

// WriteReport writes the workbook of a period: all tables of the overview, and
// the lists of what people asked for in vain.
func (s *Store) WriteReport(ctx context.Context, w Words, o Overview, out io.Writer) error {
	all := w.Tables(o)
	missing, err := s.Missing(ctx, o.Period)
	if err != nil {
		return err
	}
	unanswered, err := s.Unanswered(ctx, o.Period)
	if err != nil {
		return err
	}
	return w.WriteWorkbook(out, o, append(all, w.Asked("missing", missing), w.Asked("unanswered", unanswered)))
}

// fileName names what is made of a period.
func fileName(p Period) string { return fmt.Sprintf("merzim-%s-%s", p.From, p.To) }

// Paragraph says in a few sentences what changed and what is unusual.
func (w Words) Paragraph(o Overview) string {
	var out []string
	if o.Demo {
		out = append(out, w.Say("ReportDemo"))
	}
	out = append(out, w.Period(o.Period)+": "+w.change(o.Complaints))
	if _, ok := o.Requests.Percent(); ok {
		args := locales.Args{"Share": w.Percent(o.Requests), "Before": w.Percent(o.RequestsBefore), "Overdue": fmt.Sprint(o.Overdue)}
		key := "ReportDigestOnTime"
		if _, before := o.RequestsBefore.Percent(); !before {
			key = "ReportDigestOnTimeFirst"
		}
		out = append(out, w.Say(key, args))
	}
	if money := o.Kinds[slices.IndexFunc(o.Kinds, func(k Named) bool { return k.ID == "money" })]; money.Now > 0 {
		out = append(out, w.count("ReportDigestMoney", money.Now))
	}
	strange := Unusual(o.Services)
	if len(strange) == 0 {
		return strings.Join(append(out, w.Say("ReportDigestUsual")), " ")
	}
	var names []string
	for _, g := range strange {
		names = append(names, fmt.Sprintf("%s (%d → %d)", w.Service(g.ID), g.Complaints.Before, g.Complaints.Now))
	}
	return strings.Join(append(out, w.Say("ReportDigestUnusual", locales.Args{"Services": strings.Join(names, "; ")})), " ")
}

// change says how many complaints there were, and how that differs from before.
func (w Words) change(c Change) string {
	now := w.count("ReportComplaints", c.Now)
	if c.Before == 0 {
		return now + "."
	}
	percent := int64(math.Round(100 * math.Abs(float64(c.Now-c.Before)) / float64(c.Before)))
	key := "ReportDigestSame"
	switch {
	case percent > 0 && c.Now > c.Before:
		key = "ReportDigestMore"
	case percent > 0:
		key = "ReportDigestFewer"
	}
	return now + " " + w.Say(key, locales.Args{"Percent": fmt.Sprint(percent), "Before": fmt.Sprint(c.Before)})
}

// Bounds of what is called unusual.
const (
	unusualLeast = 10  // complaints, in the fuller of the two periods
	unusualBy    = 3.0 // standard deviations of a difference of two counts
	unusualMost  = 3   // services named
)

// Unusual lists the services whose complaints grew or fell by more than chance
// explains: three standard deviations of the difference of two Poisson counts.
func Unusual(services []Group) (out []Group) {
	by := func(g Group) float64 {
		return math.Abs(float64(g.Complaints.Now-g.Complaints.Before)) / math.Sqrt(float64(g.Complaints.Now+g.Complaints.Before))
	}
	for _, g := range services {
		if max(g.Complaints.Now, g.Complaints.Before) >= unusualLeast && by(g) > unusualBy {
			out = append(out, g)
		}
	}
	slices.SortStableFunc(out, func(a, b Group) int { return cmp.Or(cmp.Compare(by(b), by(a)), cmp.Compare(a.ID, b.ID)) })
	return out[:min(len(out), unusualMost)]
}
