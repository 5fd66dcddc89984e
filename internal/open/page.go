package open

import (
	"embed"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"slices"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/reports"
	"github.com/merzim/merzim/locales"
)

//go:embed page.html page.css
var assets embed.FS

// policy lets the page load its own style and nothing else.
const policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// Options are what the page is made of.
type Options struct {
	Store   *Store
	Reports *reports.Store                  // tells whether the data is made up
	Words   func(lang string) reports.Words // by the catalogue and texts in force
	Log     *slog.Logger
}

// page serves /open.
type page struct {
	Options
	template    *template.Template
	corrections []Correction
}

// Handler serves the public page at /open, its style and its data.
func Handler(o Options) (http.Handler, error) {
	written, err := template.ParseFS(assets, "page.html")
	if err != nil {
		return nil, fmt.Errorf("public page: %w", err)
	}
	corrections, err := readCorrections(correctionsFile)
	if err != nil {
		return nil, err
	}
	p := &page{Options: o, template: written, corrections: corrections}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /open", p.show)
	mux.HandleFunc("GET /open/{$}", p.show)
	mux.HandleFunc("GET /open/data.csv", p.data)
	mux.HandleFunc("GET /open/page.css", p.style)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range map[string]string{
			"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Resource-Policy": "same-origin",
		} {
			w.Header().Set(name, value)
		}
		mux.ServeHTTP(w, r)
	}), nil
}

// words are those of the language asked for, or of the browser's first one.
func (p *page) words(r *http.Request) reports.Words {
	lang := r.URL.Query().Get("lang")
	if lang == "" {
		lang = r.Header.Get("Accept-Language")
	}
	return p.Words(locales.Match(lang))
}

// shown is what the template is given.
type shown struct {
	reports.Words
	Other       string // the other language
	Demo        bool
	Quarter     string
	Quarters    []string
	Tables      []reports.Table
	Definitions []reports.Definition
	Corrections []Correction
}

func (p *page) show(w http.ResponseWriter, r *http.Request) {
	words := p.words(r)
	s := shown{Words: words, Other: locales.Kazakh, Corrections: p.corrections, Definitions: definitions(words)}
	if words.Language.Code == locales.Kazakh {
		s.Other = locales.Russian
	}
	all, err := p.Store.All(r.Context())
	if err == nil {
		s.Demo, err = p.Reports.Demo(r.Context())
	}
	if err != nil {
		p.away(w, r, words, err)
		return
	}
	for _, one := range all {
		s.Quarters = append(s.Quarters, one.Quarter)
	}
	if len(all) > 0 {
		at := 0
		if asked := r.URL.Query().Get("quarter"); asked != "" {
			if at = slices.Index(s.Quarters, asked); at < 0 {
				http.NotFound(w, r)
				return
			}
		}
		s.Quarter, s.Tables = all[at].Quarter, written(words, all[at])
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", words.Language.Code)
	if err := p.template.Execute(w, s); err != nil {
		p.Log.Warn("public page not written", "error", err)
	}
}

func (p *page) away(w http.ResponseWriter, r *http.Request, words reports.Words, err error) {
	if r.Context().Err() == nil {
		p.Log.Error("public page not read", "error", err)
	}
	http.Error(w, words.Say("OpenAway"), http.StatusServiceUnavailable)
}

func (p *page) style(w http.ResponseWriter, r *http.Request) {
	http.ServeFileFS(w, r, assets, "page.css")
}

// written are the tables of a quarter in words.
func written(w reports.Words, p Publication) (out []reports.Table) {
	for _, t := range p.Tables {
		table := reports.Table{ID: t.By, Title: w.Say("OpenTable_" + t.By), About: w.Say("OpenAbout_" + t.By), Titles: []string{w.Say("OpenColumn_" + t.By), w.Say("OpenTotal_" + t.By)}}
		if t.By == "on_time" {
			table.Titles = append(table.Titles, w.Say("ReportCol_on_time"))
		}
		for _, row := range t.Rows {
			cells := []any{title(w, t.By, row.ID), row.Total}
			if t.By == "on_time" {
				cells = append(cells, w.Percent(reports.Share{OnTime: row.OnTime, Late: row.Total - row.OnTime}))
			}
			table.Rows = append(table.Rows, cells)
		}
		out = append(out, table)
	}
	return out
}

func title(w reports.Words, by, id string) string {
	switch {
	case id == others:
		return w.Say("OpenOthers")
	case by == "kind":
		return w.Kind(id)
	case by == "region":
		return w.Region(id)
	}
	return w.Service(id)
}

// definitions are those that the public figures need.
func definitions(w reports.Words) (out []reports.Definition) {
	for _, id := range []string{"complaint", "hidden", "once", "on_time", "limits"} {
		out = append(out, reports.Definition{Term: w.Say("OpenTerm_" + id), Meaning: w.Say("OpenMeaning_" + id)})
	}
	return out
}

// QuarterName is a quarter in words, for the template.
func (s shown) QuarterName(text string) string {
	q, err := ParseQuarter(text)
	if err != nil {
		return text
	}
	return s.Say("OpenQuarter", locales.Args{"Number": q.Number, "Year": fmt.Sprint(q.Year)})
}

// Day is a day in words, for the template.
func (s shown) Day(d calendar.Date) string { return s.Language.Date(d) }
