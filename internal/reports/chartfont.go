package reports

import (
	"html"
	"regexp"
	"strconv"

	"github.com/go-analyze/charts"
)

// pointsAPixel turns the pixels of a drawn text into the points it was set in.
const pointsAPixel = 72.0 / 96

// style is a text of a picture: in a font that has all Kazakh letters.
func style(size float64) charts.FontStyle {
	return charts.FontStyle{FontSize: size, FontColor: charts.ColorFromHex("#333333"), Font: charts.GetFont(charts.FontFamilyNotoSans)}
}

var drawnText = regexp.MustCompile(`<text ([^>]*font-size:([0-9.]+)px[^>]*)>([^<]+)</text>`)

// fitted tells the browser how wide each text of an SVG was measured. It draws
// with a font of its own, and a wider one would run into the bars.
func fitted(svg []byte, p *charts.Painter) []byte {
	return drawnText.ReplaceAllFunc(svg, func(tag []byte) []byte {
		parts := drawnText.FindSubmatch(tag)
		pixels, err := strconv.ParseFloat(string(parts[2]), 64)
		width := p.MeasureText(html.UnescapeString(string(parts[3])), 0, style(pixels*pointsAPixel)).Width()
		if err != nil || width <= 0 {
			return tag
		}
		return []byte(`<text textLength="` + strconv.Itoa(width) + `" lengthAdjust="spacingAndGlyphs" ` + string(parts[1]) + `>` + string(parts[3]) + `</text>`)
	})
}
