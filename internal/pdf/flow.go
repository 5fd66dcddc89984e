package pdf

import (
	"strings"

	"codeberg.org/go-pdf/fpdf"
)

// line is a line of text at its place on a page; a line of a row has a part for
// each column.
type line struct {
	y, size float64
	bold    bool
	parts   []part
}

type part struct {
	x    float64
	text string
}

func (l line) draw(out *fpdf.Fpdf) {
	SetType(out, l.bold, l.size)
	for _, p := range l.parts {
		out.Text(p.x, l.y+LineHeight(l.size)*baseline, p.text)
	}
}

// flow puts blocks on pages, one below the other.
type flow struct {
	pdf   *fpdf.Fpdf
	scale float64 // of type and spaces
	foot  float64 // height of the foot

	done   [][]line
	page   []line
	y      float64
	header *Block // of the rows that are being set
}

// wholeLines is how many lines a block may have and still never be torn apart;
// of a longer one at least two lines stay together.
const wholeLines = 4

func (f *flow) pages(blocks []Block) ([][]line, error) {
	f.y = top
	for i := range blocks {
		b := &blocks[i]
		switch {
		case b.Header:
			f.header = b
		case b.Cells == nil:
			f.header = nil
		}
		if len(f.page) > 0 && f.y+f.needs(blocks[i:]) > f.end() {
			f.turn(b)
		}
		f.set(b)
		if len(f.done) >= maxPages {
			return nil, ErrTooLong
		}
	}
	return append(f.done, f.page), nil
}

// needs is the height without which the first block is not begun on a page: of
// the whole of a short one, and of those it must stay with.
func (f *flow) needs(blocks []Block) float64 {
	height := 0.0
	for i := range blocks {
		b := &blocks[i]
		lines := len(f.lines(b))
		if lines > wholeLines && !b.WithNext {
			lines = 2
		}
		height += b.Before*f.scale + float64(lines)*LineHeight(f.size(b))
		if !b.WithNext {
			break
		}
	}
	// What is higher than a page must be torn somewhere.
	return min(height, f.end()-top)
}

// set puts a block's lines on the page and on the next ones.
func (f *flow) set(b *Block) {
	if len(f.page) > 0 {
		f.y += b.Before * f.scale
	}
	lines, height := f.lines(b), LineHeight(f.size(b))
	for i, l := range lines {
		// The last line does not go over alone.
		lonely := i == len(lines)-2 && len(lines) > wholeLines && f.y+2*height > f.end()
		if len(f.page) > 0 && (f.y+height > f.end() || lonely) {
			f.turn(b)
		}
		l.y = f.y
		f.page = append(f.page, l)
		f.y += height
	}
}

// turn begins a new page, with the header of the rows that go on there.
func (f *flow) turn(next *Block) {
	f.done = append(f.done, f.page)
	f.page, f.y = nil, top
	if f.header != nil && next != f.header && next.Cells != nil {
		f.set(f.header)
	}
}

func (f *flow) end() float64 { return Height - bottom - f.foot }

// lines breaks a block into lines that have no height on the page yet.
func (f *flow) lines(b *Block) []line {
	SetType(f.pdf, b.Bold, f.size(b))
	if b.Cells != nil {
		return f.row(b)
	}
	x, measure := left+b.Left, Measure-b.Left
	mark := Clean(b.Mark)
	if mark != "" {
		shift := f.pdf.GetStringWidth(mark) + markGap
		x, measure = x+shift, measure-shift
	}
	var out []line
	texts := Wrap(Clean(b.Text), measure, f.pdf.GetStringWidth)
	if b.Blank {
		texts = underline(texts, measure, f.pdf.GetStringWidth)
	}
	for i, text := range texts {
		at := x
		if b.Align == AlignCentre {
			at += (measure - f.pdf.GetStringWidth(text)) / 2
		}
		l := line{size: f.size(b), bold: b.Bold, parts: []part{{at, text}}}
		if i == 0 && mark != "" {
			l.parts = append([]part{{left + b.Left, mark}}, l.parts...)
		}
		out = append(out, l)
	}
	return out
}

// row sets cells side by side; the highest one gives the number of lines.
func (f *flow) row(b *Block) []line {
	var out []line
	x := left + b.Left
	for i, cell := range b.Cells {
		width := (Measure - b.Left) * b.Columns[i]
		for j, text := range Wrap(Clean(cell), width-cellGap, f.pdf.GetStringWidth) {
			if j == len(out) {
				out = append(out, line{size: f.size(b), bold: b.Bold})
			}
			if text = strings.TrimSpace(text); text != "" {
				out[j].parts = append(out[j].parts, part{x, text})
			}
		}
		x += width
	}
	return out
}

func (f *flow) size(b *Block) float64 {
	if b.Size == 0 {
		return TextSize * f.scale
	}
	return b.Size * f.scale
}

// underline adds a line to write on to the end of a text's lines, or below them
// where little room is left.
func underline(lines []string, measure float64, width func(string) float64) []string {
	last := lines[len(lines)-1]
	if last != "" {
		last += " "
	}
	if measure-width(last) < shortestBlank {
		lines, last = append(lines, ""), ""
	}
	for width(last+"_") <= measure {
		last += "_"
	}
	lines[len(lines)-1] = last
	return lines
}
