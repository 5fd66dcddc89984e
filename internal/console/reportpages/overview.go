package reportpages

import (
	"net/http"
	"slices"

	"github.com/merzim/merzim/internal/reports"
)

// overviewBody is the overview.
type overviewBody struct {
	Form        filterForm
	Period      string
	Tiles       []tile
	Beside      []reports.Definition // beside the figures
	Charts      []picture
	Tables      []figures
	Definitions []reports.Definition
	Workbook    string
}

// picture is a chart with its table.
type picture struct {
	ID, Title, About, URL string
	Width, Height         int
	Table                 *figures // nil: it stands under another chart
}

// withoutChart are the tables that stand by themselves.
var withoutChart = []string{"states", "worst", "best", "durations", "money", "automation"}

// beside is how many of the definitions stand beside the figures.
const beside = 5

// overview shows the figures of a period: charts first, each with its table.
func (d *desk) overview() error {
	p, scope, fault := d.scoped()
	o, err := d.Reports.Overview(d.r.Context(), d.words.Catalog, p, scope)
	if err != nil {
		return err
	}
	d.recent.keep(o, d.Clock.Now())
	body := overviewBody{
		Form: d.form(overviewPath, p, scope), Period: d.words.Period(p), Definitions: d.words.Definitions(),
		Workbook: address(overviewPath+"/workbook.xlsx", queryOf(p, scope)),
	}
	body.Form.Fault = d.faultText(fault)
	body.Beside = body.Definitions[:beside]
	var shown []string
	for _, c := range d.words.Charts(o) {
		x := picture{ID: c.ID, Title: c.Title, About: c.Table.About, URL: address(overviewPath+"/chart/"+c.ID+".svg", queryOf(p, scope))}
		x.Width, x.Height = c.Size()
		if !slices.Contains(shown, c.Table.ID) {
			table := d.figures(c.Table, overviewPath, p, scope)
			x.Table, shown = &table, append(shown, c.Table.ID)
		}
		body.Charts = append(body.Charts, x)
	}
	for _, t := range d.words.Tables(o) {
		if t.ID == "summary" {
			body.Tiles = d.tiles(o, t)
		}
		if slices.Contains(withoutChart, t.ID) {
			body.Tables = append(body.Tables, d.figures(t, overviewPath, p, scope))
		}
	}
	d.Draw(status(fault), "overview", d.T("PagesReports"), body)
	return nil
}

// status is 422 where the address holds a filter that nothing has.
func status(fault error) int {
	if fault != nil {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}
