package letters

import (
	"slices"
	"strings"

	"github.com/merzim/merzim/catalog"
)

// Ways tells how and where a complaint is filed.
type Ways struct {
	Head   string
	Ways   []Way    // the Agency's own order, best first
	Paper  []string // how it is done on paper
	Answer string   // who answers by when
	ByHand string   // what the person fills in
	// Notice says that our record is no official appeal. Every message about
	// a complaint says so.
	Notice string
}

// Way is one place to file a complaint.
type Way struct {
	ID      string // in law/authorities.yaml
	Name    string
	Where   string // address or number, with the hours
	Text    string
	Address string // of a page; "" for a number
}

// Ways tells how the complaint of a step is filed, by the law's data.
func (w Writer) Ways(step, language string) Ways {
	d := w.draft(Case{Step: step, Language: language})
	out := Ways{
		Head:   d.t("LetterWays"),
		Answer: d.period().Text.In(d.lang.Code),
		ByHand: d.t("LetterByHand"),
		Notice: d.t("LetterNotOfficial"),
	}
	for _, line := range d.filingLines() {
		out.Ways = append(out.Ways, d.way(line))
	}
	for _, c := range []catalog.Clause{w.Law.Rights.PaperProof, w.Law.Rights.Acceptance} {
		if c.Verified() {
			out.Paper = append(out.Paper, c.Text.In(d.lang.Code))
		}
	}
	return out
}

// Text is the whole of it as plain text.
func (w Ways) Text() string {
	lines := []string{w.Head}
	for _, way := range w.Ways {
		lines = append(lines, "• "+way.line())
	}
	for _, p := range w.Paper {
		lines = append(lines, "• "+p)
	}
	return strings.Join(append(lines, "", w.ByHand, w.Answer, w.Notice), "\n")
}

// line is the way as one line.
func (w Way) line() string { return w.Name + ": " + w.Where + ". " + w.Text }

// filingLines lists the lines that take complaints: those of the Agency in its
// order, then the rest.
func (d draft) filingLines() []catalog.Line {
	agency, _ := d.law.Body(catalog.QualityAgency)
	lines := slices.DeleteFunc(d.law.Lines(), func(l catalog.Line) bool { return !l.Files || !l.Verified() })
	place := func(l catalog.Line) int {
		if i := slices.Index(agency.Lines, l.ID); i >= 0 {
			return i
		}
		return len(agency.Lines)
	}
	slices.SortStableFunc(lines, func(a, b catalog.Line) int { return place(a) - place(b) })
	return lines
}

// way tells one line; a number that nobody verified says so. A bot is named
// without its @: Telegram would make a link of the letters before the dot and
// lead to somebody else's bot.
func (d draft) way(l catalog.Line) Way {
	out := Way{ID: l.ID, Name: l.Name.In(d.lang.Code), Where: strings.TrimPrefix(l.Number, "@"), Text: l.Text.In(d.lang.Code), Address: l.Address}
	if out.Where == "" {
		out.Where = l.Address
	}
	if hours := l.Hours.In(d.lang.Code); hours != "" {
		out.Where += ", " + hours
	}
	if !l.Verified() {
		out.Where += " " + d.t("UnverifiedMark")
	}
	return out
}
