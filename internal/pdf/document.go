// Package pdf sets plain texts on A4 pages: paragraphs, items with a mark before
// them, rows of columns, a foot with page numbers. Its type has every Kazakh
// letter and the sign of the tenge. It draws what it is given: it knows no
// service, no language's words and no person.
package pdf

import (
	"errors"
	"fmt"
	"io"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// Document is a text of one or more pages.
type Document struct {
	Title    string // shown by readers as the window's name
	Language string // IETF tag
	Written  time.Time
	Blocks   []Block
	// Smallest is the share of its size to which the type may shrink where that
	// saves a document of a little more than one page its second one; 0 is none.
	Smallest float64
	// Foot is what stands at the foot of a page, in small type; nil for none.
	Foot func(page, pages int) []string
}

// Block is one paragraph, item or row.
type Block struct {
	Text string
	Mark string // stands before the text, which hangs to the right of it: "1)"
	// Cells make the block a row; Columns are their widths as shares of the
	// row. Text and Mark are not used then.
	Cells   []string
	Columns []float64
	// Header rows are set again at the top of a page that breaks the rows
	// after them.
	Header bool
	Bold   bool
	Size   float64 // in points; 0 is TextSize
	Align  Align
	// Blank draws a line to write on after the text, to the right edge.
	Blank  bool
	Left   float64 // indent in millimetres
	Before float64 // space above in millimetres, none at the top of a page
	// WithNext keeps the block on the page of the one after it.
	WithNext bool
}

// Align is where the lines of a block stand.
type Align int

// The alignments.
const (
	AlignLeft Align = iota
	AlignCentre
)

// The page in millimetres, type in points.
const (
	Width  = 210.0
	Height = 297.0

	left   = 25.0 // for a hole punch
	right  = 15.0
	top    = 18.0
	bottom = 18.0

	// Measure is the width of a line.
	Measure = Width - left - right

	// TextSize is read without glasses on paper.
	TextSize  = 11.0
	smallSize = 8.5

	leading  = 1.35 // height of a line in type sizes
	baseline = 0.75 // of a line's height
	markGap  = 2.0  // between a mark and its text
	cellGap  = 3.0  // between two columns
	footGap  = 5.0  // between the text and the foot

	scaleStep = 0.02
	// shortestBlank is a line on which a full name can be written by hand.
	shortestBlank = 60.0
)

// maxPages stops a document that nobody would read; a year of daily changes
// takes a fifth of it.
const maxPages = 200

// ErrTooLong is a document of more pages than anybody would read.
var ErrTooLong = errors.New("the text takes too many pages")

// Write sets the document. The same document gives the same bytes.
func (d Document) Write(w io.Writer) error {
	out := New(d.Title, d.Language, d.Written)
	pages, err := d.pages(out)
	if err != nil {
		return err
	}
	for i, p := range pages {
		out.AddPage()
		for _, l := range p {
			l.draw(out)
		}
		d.drawFoot(out, i+1, len(pages))
	}
	if err := out.Output(w); err != nil {
		return fmt.Errorf("pdf: %w", err)
	}
	return nil
}

// pages sets the blocks, in smaller type where that makes one page of them.
func (d Document) pages(out *fpdf.Fpdf) ([][]line, error) {
	whole, err := (&flow{pdf: out, scale: 1, foot: d.footHeight()}).pages(d.Blocks)
	if err != nil || len(whole) != 2 || d.Smallest == 0 {
		return whole, err
	}
	for scale := 1 - scaleStep; scale >= d.Smallest; scale -= scaleStep {
		pages, err := (&flow{pdf: out, scale: scale, foot: d.footHeight()}).pages(d.Blocks)
		if err == nil && len(pages) == 1 {
			return pages, nil
		}
	}
	return whole, nil
}

// New begins an A4 file with our type in it, regular and bold.
func New(title, language string, written time.Time) *fpdf.Fpdf {
	out := fpdf.New("P", "mm", "A4", "")
	out.SetAutoPageBreak(false, 0)
	out.SetCatalogSort(true)
	out.SetCreationDate(written)
	out.SetModificationDate(written)
	out.SetTitle(Clean(title), true)
	out.SetLang(language)
	addFonts(out)
	return out
}

// footHeight measures the foot by its first page: a foot has the same number of
// lines on every page.
func (d Document) footHeight() float64 {
	if d.Foot == nil {
		return 0
	}
	return footGap + float64(len(d.Foot(1, 1)))*LineHeight(smallSize)
}

func (d Document) drawFoot(out *fpdf.Fpdf, page, pages int) {
	if d.Foot == nil {
		return
	}
	y := Height - bottom - d.footHeight() + footGap
	out.SetDrawColor(150, 150, 150)
	out.Line(left, y-1, left+Measure, y-1)
	for _, text := range d.Foot(page, pages) {
		line{y: y, size: smallSize, parts: []part{{left, Clean(text)}}}.draw(out)
		y += LineHeight(smallSize)
	}
}
