package letters

import (
	"fmt"
	"io"
	"strings"

	"github.com/merzim/merzim/internal/pdf"
)

// The letter on paper, in millimetres and points.
const (
	addressLeft = 70.0 // whom it is to stands on the right half
	gap         = 5.0  // between two parts
	lineGap     = 1.5  // between two paragraphs
	handGap     = 2.5  // above what is written by hand
	smallest    = 0.84 // of the type, 9.2 points
	headSize    = 13.0
	itemLeft    = 4.0
)

// PDF writes the letter as pages to print and sign.
func (l Letter) PDF(w io.Writer) error {
	var out []pdf.Block
	add := func(texts []string, first float64, b pdf.Block) {
		for i, text := range nonEmpty(texts) {
			b.Text, b.Before = strings.TrimRight(text, "_ "), lineGap
			if b.Blank = b.Text != text; b.Blank {
				b.Before = handGap
			}
			if i == 0 {
				b.Before = first
			}
			out = append(out, b)
		}
	}
	add(l.To[:1], 0, pdf.Block{Left: addressLeft, Bold: true, WithNext: true})
	add(l.To[1:], handGap, pdf.Block{Left: addressLeft, WithNext: true})
	add(l.From, gap, pdf.Block{Left: addressLeft, WithNext: true})
	add([]string{l.Head}, 2*gap, pdf.Block{Align: pdf.AlignCentre, Bold: true, Size: headSize, WithNext: true})
	add([]string{l.Subject}, lineGap, pdf.Block{Align: pdf.AlignCentre, WithNext: true})
	add(l.Facts, gap, pdf.Block{})
	add([]string{l.Ask}, gap, pdf.Block{WithNext: true})
	for i, a := range l.Asks {
		out = append(out, pdf.Block{Mark: mark(i), Text: a + l.end(i), Left: itemLeft, Before: lineGap})
	}
	add([]string{l.PassOn}, gap, pdf.Block{})
	add([]string{l.Attachments}, gap, pdf.Block{WithNext: true})
	add([]string{l.Day, l.Sign}, 2*gap, pdf.Block{WithNext: true})
	out[len(out)-1].WithNext = false

	d := pdf.Document{Title: l.Head, Language: l.Language, Written: l.on.At(0, 0), Blocks: out, Smallest: smallest}
	if err := d.Write(w); err != nil {
		return fmt.Errorf("letter: %w", err)
	}
	return nil
}
