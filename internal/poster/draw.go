package poster

import (
	"fmt"
	"io"
	"sort"
	"strings"

	"codeberg.org/go-pdf/fpdf"
	"rsc.io/qr"

	"github.com/merzim/merzim/internal/pdf"
)

// The page in millimetres, type in points at scale 1.
const (
	pageWidth  = pdf.Width
	pageHeight = pdf.Height
	margin     = 14.0
	gutter     = 9.0 // between two languages
	gap        = 4.5 // between blocks
	leading    = 1.3 // height of a line in type sizes

	titleSize  = 27.0
	inviteSize = 14.0
	textSize   = 13.5
	smallSize  = 10.5
	linkSize   = 11.0

	// Two languages share the width: their type is smaller by this.
	sharedWidth = 0.8

	codeSide    = 82.0
	codeSideMin = 55.0 // read by a telephone from a metre and a half

	scaleMost  = 1.15
	scaleLeast = 0.62 // 8.4 points, 6.7 where two languages share the page
	scaleStep  = 0.01
)

const (
	pointsToInch = 72.0
	inch         = 25.4
)

// sheet is a page being laid out at one scale.
type sheet struct {
	pdf   *fpdf.Fpdf
	scale float64
	draws bool // false: only measured
	y     float64
}

// Write draws the page as PDF at the largest type with which everything fits.
func Write(w io.Writer, p Page) error {
	code, err := qr.Encode(p.Link, qr.M)
	if err != nil {
		return fmt.Errorf("qr code: %w", err)
	}
	out := pdf.New(p.Columns[0].Title, p.Columns[0].Language, p.Written)
	out.AddPage()
	scale, ok := fit(out, code, p)
	if !ok {
		return ErrTooLong
	}
	(&sheet{pdf: out, scale: scale, draws: true}).lay(code, p)
	if err := out.Output(w); err != nil {
		return fmt.Errorf("pdf: %w", err)
	}
	return nil
}

// fit finds the largest scale at which the page is no higher than the paper.
func fit(out *fpdf.Fpdf, code *qr.Code, p Page) (float64, bool) {
	steps := int((scaleMost - scaleLeast) / scaleStep)
	step := sort.Search(steps+1, func(i int) bool {
		s := &sheet{pdf: out, scale: scaleMost - float64(i)*scaleStep}
		return s.lay(code, p) <= pageHeight-margin
	})
	return scaleMost - float64(step)*scaleStep, step <= steps
}

// lay draws or measures the page and returns where it ends. The small print
// stands at the foot, never over what is above it.
func (s *sheet) lay(code *qr.Code, p Page) float64 {
	s.y = margin
	s.row(p, (*sheet).title)
	s.row(p, (*sheet).invite)
	s.code(code, p.Link)
	s.row(p, (*sheet).body)
	s.y += gap * s.scale
	quiet := &sheet{pdf: s.pdf, scale: s.scale, y: s.y}
	quiet.row(p, (*sheet).small)
	end := quiet.y - gap*s.scale
	if s.draws {
		s.y += max(0, pageHeight-margin-end)
		s.pdf.SetDrawColor(150, 150, 150)
		s.pdf.Line(margin, s.y-gap*s.scale/2, pageWidth-margin, s.y-gap*s.scale/2)
		s.row(p, (*sheet).small)
	}
	return end
}

// block draws one language's part of a row and returns where it ends.
type block func(s *sheet, c Column, x, y, width float64) float64

// row sets the languages' blocks side by side; the higher one ends the row.
func (s *sheet) row(p Page, draw block) {
	width := (pageWidth - 2*margin - gutter*float64(len(p.Columns)-1)) / float64(len(p.Columns))
	end, scale := s.y, s.scale
	if len(p.Columns) > 1 {
		s.scale *= sharedWidth
	}
	for i, c := range p.Columns {
		end = max(end, draw(s, c, margin+float64(i)*(width+gutter), s.y, width))
	}
	s.scale = scale
	s.y = end + gap*s.scale
}

// title is as large as lets its longest word stand on one line.
func (s *sheet) title(c Column, x, y, width float64) float64 {
	size := titleSize
	pdf.SetType(s.pdf, true, size*s.scale)
	for word := range strings.SplitSeq(c.Title, " ") {
		if wide := s.pdf.GetStringWidth(word); wide > width {
			size = min(size, titleSize*width/wide*0.99)
		}
	}
	return s.text(c.Title, "B", size, "C", x, y, width)
}

func (s *sheet) invite(c Column, x, y, width float64) float64 {
	return s.text(c.Invite, "", inviteSize, "C", x, y, width)
}

func (s *sheet) small(c Column, x, y, width float64) float64 {
	for _, line := range c.Small {
		y = s.text(line, "", smallSize, "L", x, y, width)
	}
	return y
}

// body is the case and the sections.
func (s *sheet) body(c Column, x, y, width float64) float64 {
	if c.Aside != "" {
		y = s.text(c.Aside, "", textSize, "L", x, y, width) + gap*s.scale/2
	}
	for i, section := range c.Sections {
		if i > 0 {
			y += gap * s.scale / 2
		}
		y = s.text(section.Head, "B", textSize, "L", x, y, width)
		for _, line := range section.Lines {
			y = s.text(line, "", textSize, "L", x, y, width)
		}
	}
	return y
}

// text writes a text in lines no wider than width and returns where it ends.
func (s *sheet) text(text, style string, size float64, align string, x, y, width float64) float64 {
	size *= s.scale
	pdf.SetType(s.pdf, style == "B", size)
	height := size * leading / pointsToInch * inch
	for _, line := range pdf.Wrap(text, width, s.pdf.GetStringWidth) {
		if s.draws {
			at := x
			if align == "C" {
				at += (width - s.pdf.GetStringWidth(line)) / 2
			}
			s.pdf.Text(at, y+height*0.75, line)
		}
		y += height
	}
	return y
}

// code draws the QR code in the middle, with the address it opens below.
func (s *sheet) code(code *qr.Code, link string) {
	side := max(codeSideMin, min(codeSide, codeSide*s.scale))
	if s.draws {
		module := side / float64(code.Size)
		left := (pageWidth - side) / 2
		s.pdf.SetFillColor(0, 0, 0)
		for row := range code.Size {
			for from := 0; from < code.Size; from++ {
				to := from
				for to < code.Size && code.Black(to, row) {
					to++
				}
				if to > from {
					s.pdf.Rect(left+float64(from)*module, s.y+float64(row)*module, float64(to-from)*module, module, "F")
				}
				from = to
			}
		}
		s.pdf.LinkString(left, s.y, side, side, link)
	}
	s.y += side + gap/2
	s.y = s.text(strings.TrimPrefix(link, "https://"), "", linkSize, "C", margin, s.y, pageWidth-2*margin) + gap*s.scale
}
