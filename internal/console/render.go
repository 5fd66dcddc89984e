package console

import (
	"bytes"
	"cmp"
	"embed"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/merzim/merzim/locales"
)

//go:embed templates/*.html
var pages embed.FS

// parseTemplates reads the pages, each with the frame around it; those of other
// rooms under their path. They are a part of the program: a fault in them is one
// of the program.
func parseTemplates(others []Page) map[string]*template.Template {
	out := map[string]*template.Template{}
	own, err := fs.Sub(pages, "templates")
	if err != nil {
		panic(err)
	}
	frame := template.Must(template.ParseFS(own, "frame.html"))
	parse := func(prefix string, files fs.FS) {
		names, err := fs.Glob(files, "*.html")
		if err != nil {
			panic(err)
		}
		parts := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !strings.HasPrefix(name, "part-") })
		for _, name := range names {
			if name != "frame.html" && !slices.Contains(parts, name) {
				t := template.Must(frame.Clone())
				out[prefix+strings.TrimSuffix(name, ".html")] = template.Must(t.ParseFS(files, append(parts, name)...))
			}
		}
	}
	parse("", own)
	for _, p := range others {
		if p.Templates != nil {
			parse(p.Path+"/", p.Templates)
		}
	}
	return out
}

// view is what every page is drawn from.
type view struct {
	Say
	Title     string
	Notice    string // what the form before did
	MadeUp    bool
	Nav       []link
	Who       string // the role, with agency and region; "" without one
	Languages []link
	Token     string // of forms
	Path      string // of this page, for its forms and filters
	Body      any
}

// link is a way to another page.
type link struct {
	Text, URL, Lang string
	Current         bool
}

// render draws a page. body is the page's own data.
func (x *exchange) render(status int, name, title string, body any) {
	v := view{Say: x.Say, Title: title, Body: body, Path: x.r.URL.Path, Notice: x.said(), Languages: x.languages()}
	if x.MadeUp != nil {
		var err error
		if v.MadeUp, err = x.MadeUp(x.r.Context()); err != nil && x.r.Context().Err() == nil {
			x.Log.Error("not known whether the data is made up", "error", err)
		}
	}
	if x.visit != nil {
		v.Token, v.Who, v.Nav = x.visit.FormToken, x.who(), x.nav()
	}
	var page bytes.Buffer
	if err := x.templates[name].ExecuteTemplate(&page, "frame.html", v); err != nil {
		x.Log.Error("console page not drawn", "page", name, "error", err)
		http.Error(x.w, x.T("ConsoleFault"), http.StatusInternalServerError)
		return
	}
	x.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	x.w.WriteHeader(status)
	_, _ = x.w.Write(page.Bytes())
}

// message is a page of one text.
func (x *exchange) message(status int, key string) {
	x.render(status, "message", x.T(key+"Title"), x.T(key))
}

// who says what the person is here as.
func (x *exchange) who() string {
	return x.grantText(x.visit.Grant)
}

// nav is the way to the pages that the person may open.
func (x *exchange) nav() (out []link) {
	add := func(title, to string) {
		current := x.r.URL.Path == to || to != Root && strings.HasPrefix(x.r.URL.Path, to)
		out = append(out, link{Text: x.T(title), URL: to, Current: current})
	}
	for _, p := range []struct{ path, title string }{
		{"", "ConsoleStart"}, {"requests", "ConsoleRequests"}, {"complaints", "ConsoleComplaints"}, {"uploads", "ConsoleUploads"},
		{"templates", "ConsoleTemplates"}, {"people", "ConsolePeople"}, {"audit", "ConsoleAudit"},
	} {
		for _, r := range own() {
			if (r.pattern == "GET "+Root+p.path || r.pattern == "GET "+Root+"{$}" && p.path == "") && x.visit.May(r.roles) {
				add(p.title, Root+p.path)
			}
		}
	}
	for _, p := range x.Pages {
		if x.visit.May(p.Roles) {
			add(p.Title, Root+p.Path)
		}
	}
	return out
}

// languages are this page in each language.
func (x *exchange) languages() (out []link) {
	at := url.URL{Path: cmp.Or(x.here, x.r.URL.Path)}
	for _, code := range locales.Codes() {
		query := x.r.URL.Query()
		query.Set("lang", code)
		at.RawQuery = query.Encode()
		out = append(out, link{Text: x.Texts().In(code).T("LanguageName"), URL: at.String(), Lang: code, Current: code == x.Lang()})
	}
	return out
}

// done sends the person from a form to a page, which says what was done.
func (x *exchange) done(to, said string) error {
	target := url.URL{Path: to, RawQuery: url.Values{"said": {said}}.Encode()}
	http.Redirect(x.w, x.r, target.String(), http.StatusSeeOther)
	return nil
}

// said is the text of what a form did, when there is one.
func (x *exchange) said() string {
	id := x.r.URL.Query().Get("said")
	if id == "" || len(id) > 40 {
		return ""
	}
	key := locales.Key("ConsoleSaid", id)
	if text := x.T(key); text != key {
		return text
	}
	return ""
}
