package pdf

import (
	"codeberg.org/go-pdf/fpdf"
	"github.com/go-fonts/dejavu/dejavusans"
	"github.com/go-fonts/dejavu/dejavusansbold"
)

const (
	family       = "DejaVu"
	pointsToInch = 72.0
	inch         = 25.4
)

func addFonts(out *fpdf.Fpdf) {
	out.AddUTF8FontFromBytes(family, "", dejavusans.TTF)
	out.AddUTF8FontFromBytes(family, "B", dejavusansbold.TTF)
}

// SetType chooses the type for what is measured and drawn next, in points.
func SetType(out *fpdf.Fpdf, bold bool, size float64) {
	style := ""
	if bold {
		style = "B"
	}
	out.SetFont(family, style, size)
}

// LineHeight is the height of a line of a type in points, in millimetres.
func LineHeight(size float64) float64 { return size * leading / pointsToInch * inch }
