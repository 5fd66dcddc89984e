// Package broadcastpages is the part of the console in which staff and admins
// write to many: a text in both languages, its audience and times, a preview, an
// estimate, another person's approval, the progress and the account. What a role
// may do is settled by the store of broadcasts; the pages offer what it allows.
package broadcastpages

import (
	"context"
	"embed"
	"io/fs"
	"log/slog"
	"net/http"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/console"
	"github.com/merzim/merzim/internal/roles"
)

//go:embed templates/*.html progress.js
var embedded embed.FS

// Options are what the pages are made of.
type Options struct {
	Store *broadcasts.Store
	// Preview sends a broadcast to the actor alone, in both languages.
	Preview  func(ctx context.Context, by broadcasts.Actor, id int64) error
	Poke     func() // something may be sent now
	SendRate int    // messages a second; 0: as fast as can be
	Catalog  func() *catalog.Catalog
	Log      *slog.Logger
}

const (
	root     = console.Root + "broadcasts"
	maxFile  = 20 << 20 // bytes, as the store takes them
	maxForm  = maxFile + 1<<20
	pageSize = 50
)

// Page is the part of the console, to be registered with it.
func Page(o Options) console.Page {
	templates, err := fs.Sub(embedded, "templates")
	if err != nil { // the folder is a part of the program
		panic(err)
	}
	mux := http.NewServeMux()
	for pattern, do := range map[string]action{
		"GET " + root: (*desk).list, "GET " + root + "/new": (*desk).write, "POST " + root + "/new": (*desk).create,
		"GET " + root + "/{id}": (*desk).show, "GET " + root + "/{id}/edit": (*desk).rewrite, "POST " + root + "/{id}/edit": (*desk).change,
		"GET " + root + "/{id}/progress": (*desk).progress, "POST " + root + "/{id}/{act}": (*desk).act,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { o.serve(w, r, do) })
	}
	mux.HandleFunc("GET "+root+"/progress.js", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFileFS(w, r, embedded, "progress.js")
	})
	mux.HandleFunc(console.Root, func(_ http.ResponseWriter, r *http.Request) { console.VisitOf(r.Context()).NotFound() })
	return console.Page{
		Path: "broadcasts", Title: "PagesBroadcasts", Roles: []roles.Role{roles.Admin, roles.Staff}, MaxBody: maxForm, Script: true,
		Templates: templates, Handler: mux, Needs: o.needs,
	}
}

// looked is how many of the newest broadcasts are looked through for those that
// wait for an approval.
const looked = 200

// needs says which broadcasts wait for this person's approval.
func (o Options) needs(ctx context.Context, v *console.Visit) (out []console.Need, err error) {
	by := actorOf(v)
	all, err := o.Store.List(ctx, by, 0, looked)
	for _, b := range all {
		if b.State == broadcasts.Waiting && b.Author != by.Chat {
			out = append(out, console.Need{Text: v.T("PagesNeedApproval", "ID", b.ID), URL: address(b.ID)})
		}
	}
	return out, err
}
