// Package reportpages is the analysts' part of the console: the overview with
// its charts, the log of complaints, the lists of what people asked in vain, and
// the digest. Every filter stands in the address, every figure leads to its
// rows, and whatever a page shows can be had as a file.
package reportpages

import (
	"embed"
	"io/fs"
	"log/slog"
	"net/http"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/console"
	"github.com/merzim/merzim/internal/reports"
	"github.com/merzim/merzim/internal/roles"
)

//go:embed templates/*.html
var embedded embed.FS

// Options are what the pages are made of.
type Options struct {
	Reports *reports.Store
	Catalog func() *catalog.Catalog
	Clock   clock.Clock
	Log     *slog.Logger

	recent *recent
}

// The addresses.
const (
	overviewPath = console.Root + "reports"
	logPath      = console.Root + "log"
	listsPath    = console.Root + "lists"
	digestPath   = console.Root + "digest"
)

// Pages are the pages for analysts, to be registered with a console.
func Pages(o Options) []console.Page {
	templates, err := fs.Sub(embedded, "templates")
	if err != nil { // the folder is a part of the program
		panic(err)
	}
	o.recent = &recent{all: map[recentKey]recentView{}}
	page := func(path, title string, routes map[string]action) console.Page {
		return console.Page{
			Path: path, Title: title, Roles: []roles.Role{roles.Analyst}, Templates: templates, Handler: o.routes(routes),
		}
	}
	return []console.Page{
		page("reports", "PagesReports", map[string]action{
			"GET " + overviewPath: (*desk).overview, "GET " + overviewPath + "/chart/{id}": (*desk).chart,
			"GET " + overviewPath + "/table/{id}": (*desk).tableFile, "GET " + overviewPath + "/workbook.xlsx": (*desk).workbook,
		}),
		page("log", "ReportSheetLog", map[string]action{
			"GET " + logPath: (*desk).log, "GET " + logPath + "/file/{format}": (*desk).logFile, "GET " + logPath + "/{id}": (*desk).complaint,
			"POST " + logPath + "/{id}/note": (*desk).addNote, "POST " + logPath + "/{id}/note/{note}/delete": (*desk).deleteNote,
			"POST " + logPath + "/{id}/label": (*desk).addLabel, "POST " + logPath + "/{id}/label/remove": (*desk).removeLabel,
		}),
		page("lists", "PagesLists", map[string]action{
			"GET " + listsPath: (*desk).lists, "GET " + listsPath + "/table/{id}": (*desk).listFile,
		}),
		page("digest", "PagesDigest", map[string]action{
			"GET " + digestPath: (*desk).digest, "POST " + digestPath: (*desk).subscribe,
		}),
	}
}

// routes serves the addresses of one page; everything else is not there.
func (o Options) routes(all map[string]action) http.Handler {
	mux := http.NewServeMux()
	for pattern, do := range all {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { o.serve(w, r, do) })
	}
	mux.HandleFunc(console.Root, func(_ http.ResponseWriter, r *http.Request) { console.VisitOf(r.Context()).NotFound() })
	return mux
}
