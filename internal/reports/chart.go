package reports

import (
	"fmt"
	"slices"

	"github.com/go-analyze/charts"
)

// Format is how a chart is drawn.
type Format string

// The formats: for a page, and for Telegram.
const (
	SVG Format = "svg"
	PNG Format = "png"
)

// Chart is a picture of figures; its table holds the same ones.
type Chart struct {
	ID    string
	Title string
	Table Table
	draw  func(*charts.Painter) error
	size  [2]int // pixels
}

// palette are colours that the colour-blind tell apart (Okabe and Ito), those
// with enough contrast on white first.
var palette = []string{"#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"}

// Sizes of the pictures, in pixels: readable on a phone without zooming.
const (
	chartWidth  = 1000
	chartHeight = 600
	barHeight   = 44  // of one bar with its gap
	frameHeight = 150 // of title, legend and axis
	nameLength  = 42  // characters of a name beside a bar
	barsShown   = 12
	fontSize    = 15
	titleSize   = 21
	ticks       = 5   // of an axis of counts
	paler       = 1.8 // the scale of a heat map goes so much beyond its largest value
)

// Charts lists the pictures of an overview.
func (w Words) Charts(o Overview) []Chart {
	made := map[string]Table{}
	for _, t := range w.Tables(o) {
		made[t.ID] = t
	}
	out := []Chart{
		w.lines("weeks", o, made["weeks"], "complaints", "measured", "late"),
		w.lines("on_time", o, made["weeks"], "on_time"),
	}
	for _, id := range []string{"kinds", "services", "agencies", "regions", "sectors"} {
		out = append(out, w.bars(id, o, made[id], "complaints"))
	}
	return append(out, w.bars("ages", o, made["ages"], "overdue"), w.heatChart(o, made["heat"]))
}

// Chart finds a picture by its id.
func (w Words) Chart(id string, o Overview) (Chart, bool) {
	all := w.Charts(o)
	i := slices.IndexFunc(all, func(c Chart) bool { return c.ID == id })
	if i < 0 {
		return Chart{}, false
	}
	return all[i], true
}

// Size is how large the picture is drawn, in pixels.
func (c Chart) Size() (width, height int) { return c.size[0], c.size[1] }

// Draw draws the picture.
func (c Chart) Draw(f Format) ([]byte, error) {
	p := charts.NewPainter(charts.PainterOptions{
		OutputFormat: string(f), Width: c.size[0], Height: c.size[1], Font: charts.GetFont(charts.FontFamilyNotoSans), Theme: theme(),
	})
	if err := c.draw(p); err != nil {
		return nil, fmt.Errorf("draw %s: %w", c.ID, err)
	}
	out, err := p.Bytes()
	if err != nil {
		return nil, fmt.Errorf("draw %s: %w", c.ID, err)
	}
	if f == SVG {
		out = fitted(out, p)
	}
	return out, nil
}

// theme is the library's light one with our palette.
func theme() charts.ColorPalette {
	var series []charts.Color
	for _, hex := range palette {
		series = append(series, charts.ColorFromHex(hex))
	}
	return charts.GetTheme(charts.ThemeLight).WithSeriesColors(series)
}

// title is what stands above a picture: its name, the period and, where so, that
// all is made up.
func (w Words) title(id string, o Overview) charts.TitleOption {
	below := "\u00a0\n" + w.Period(o.Period) // a line apart: the library sets it too near
	for _, f := range w.Filters(o.Scope) {
		below += "\n" + f
	}
	if o.Demo {
		below += "\n" + w.Say("ReportDemoShort")
	}
	return charts.TitleOption{
		Text: w.Say("ReportChart_" + id), Subtext: below, FontStyle: style(titleSize), SubtextFontStyle: style(fontSize - 2),
	}
}

// lines draws columns of the weeks' table.
func (w Words) lines(id string, o Overview, t Table, columns ...string) Chart {
	var labels, names []string
	values := make([][]float64, len(columns))
	for _, week := range o.Weeks {
		labels = append(labels, w.week(week.Monday))
	}
	most := 0.0
	for i, column := range columns {
		at := slices.Index(t.Columns, column)
		names = append(names, t.Titles[at])
		for _, row := range t.Rows {
			n := number(row[at])
			values[i] = append(values[i], n)
			if n != charts.GetNullValue() {
				most = max(most, n)
			}
		}
	}
	top := round(most)
	if id == "on_time" {
		top = 100
	}
	return Chart{ID: id, Title: w.Say("ReportChart_" + id), Table: t, size: [2]int{chartWidth, chartHeight}, draw: func(p *charts.Painter) error {
		opt := charts.NewLineChartOptionWithData(values)
		opt.Theme = theme()
		opt.Title = w.title(id, o)
		opt.Legend = charts.LegendOption{SeriesNames: names, FontStyle: style(fontSize), Offset: charts.OffsetStr{Left: charts.PositionRight}}
		opt.XAxis.Labels = labels
		opt.XAxis.LabelFontStyle = style(fontSize)
		opt.YAxis = []charts.YAxisOption{{Min: charts.Ptr(0.0), Max: charts.Ptr(top), LabelCount: ticks + 1, LabelFontStyle: style(fontSize)}}
		opt.ValueFormatter = whole
		opt.LineStrokeWidth = 3
		return p.LineChart(opt)
	}}
}

// bars draws one column of a table, a bar a row, the largest above.
func (w Words) bars(id string, o Overview, t Table, column string) Chart {
	at := slices.Index(t.Columns, column)
	var labels []string
	var values []float64
	for _, row := range t.Rows {
		if n := number(row[at]); n > 0 && len(values) < barsShown {
			labels, values = append(labels, short(fmt.Sprint(row[0]))), append(values, n)
		}
	}
	if len(values) == 0 {
		labels, values = []string{w.Say("ReportNothing")}, []float64{0}
	}
	slices.Reverse(labels)
	slices.Reverse(values)
	return Chart{ID: id, Title: w.Say("ReportChart_" + id), Table: t, size: [2]int{chartWidth, frameHeight + barHeight*len(values)}, draw: func(p *charts.Painter) error {
		opt := charts.NewBarChartOptionWithData([][]float64{values})
		opt.Theme, opt.Horizontal = theme(), true
		opt.Title = w.title(id, o)
		opt.CategoryAxis.Labels = labels
		opt.CategoryAxis.LabelFontStyle = style(fontSize)
		opt.ValueAxis = []charts.ValueAxisOption{{Min: charts.Ptr(0.0), LabelFontStyle: style(fontSize)}}
		opt.SeriesList[0].Label = charts.SeriesLabel{Show: charts.Ptr(true), ValueFormatter: whole, FontStyle: style(fontSize)}
		opt.ValueFormatter = whole
		return p.BarChart(opt)
	}}
}

// heatChart draws complaints by service and region.
func (w Words) heatChart(o Overview, t Table) Chart {
	var services []string
	values, most := make([][]float64, len(o.Heat.Services)), 0.0
	for i, id := range o.Heat.Services {
		services = append(services, short(w.Service(id)))
		for _, n := range o.Heat.Cells[i] {
			values[i] = append(values[i], float64(n))
			most = max(most, float64(n))
		}
	}
	regions := slices.Clone(t.Titles[2:])
	if len(values) == 0 {
		services, values = []string{w.Say("ReportNothing")}, [][]float64{make([]float64, len(regions))}
	}
	return Chart{ID: "heat", Title: w.Say("ReportChart_heat"), Table: t, size: [2]int{chartWidth + 400, frameHeight + 200 + barHeight*len(values)}, draw: func(p *charts.Painter) error {
		opt := charts.NewHeatMapOptionWithData(values)
		opt.Theme = theme()
		opt.Title = w.title("heat", o)
		opt.XAxis = charts.HeatMapAxis{Labels: regions, LabelRotation: charts.DegreesToRadians(90), LabelCount: len(regions), LabelFontStyle: style(fontSize - 2)}
		opt.YAxis = charts.HeatMapAxis{Labels: services, LabelCount: len(services), LabelFontStyle: style(fontSize - 2)}
		opt.ScaleMinValue, opt.ScaleMaxValue = charts.Ptr(0.0), charts.Ptr(max(1, paler*most)) // figures stay readable on the darkest cell
		opt.ValuesLabel = charts.SeriesLabel{Show: charts.Ptr(true), ValueFormatter: unlessZero, FontStyle: style(fontSize - 3)}
		return p.HeatMapChart(opt)
	}}
}
