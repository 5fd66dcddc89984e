package local

import (
	"bytes"
	"embed"
	"html/template"
	"io/fs"
	"net/http"
	"slices"
	"strings"
)

// The page's files: a template, a style sheet and scripts, served as they are.
//
//go:embed assets
var assets embed.FS

// newPage makes the handler of everything that is for people.
func (s *Server) newPage() http.Handler {
	mux := http.NewServeMux()
	files, err := fs.Sub(assets, "assets")
	if err != nil {
		panic(err) // embedded: cannot fail at run time
	}
	index := template.Must(template.ParseFS(files, "index.html"))
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) { s.serveIndex(w, r, index) })
	static := http.StripPrefix("/local/assets/", http.FileServerFS(files))
	mux.HandleFunc("GET /local/assets/{name}", func(w http.ResponseWriter, r *http.Request) {
		if r.PathValue("name") == "index.html" {
			http.NotFound(w, r)
			return
		}
		static.ServeHTTP(w, r)
	})
	s.routes(mux)
	return guardPage(mux)
}

// indexView is what the page's template shows.
type indexView struct {
	Lang     string
	Other    string // the other language
	Bot      string
	Initial  string
	As       int64 // the persona
	Personas []personaView
	Zone     string
	texts    map[string]string
}

// personaView is one choice of the persona switch.
type personaView struct {
	ID       int64  `json:"id"`
	Lang     string `json:"lang"`
	Label    string `json:"label"`
	Selected bool   `json:"-"`
}

// T is a text of the page, or its key when there is none.
func (v *indexView) T(key string) string { return textOf(v.texts, key) }

func textOf(texts map[string]string, key string) string {
	if text := texts[key]; text != "" {
		return text
	}
	return key
}

// serveIndex draws the page's frame in its language; the scripts fill in the chat.
func (s *Server) serveIndex(w http.ResponseWriter, r *http.Request, index *template.Template) {
	lang := pageLang(r)
	v := &indexView{Lang: lang, Other: "kk", Bot: s.opt.BotTitle, Zone: s.opt.Zone, texts: s.pageTexts(lang)}
	if lang == "kk" {
		v.Other = "ru"
	}
	for _, letter := range v.Bot {
		v.Initial = string(letter)
		break
	}
	v.Personas = s.personas(v.texts)
	chosen := slices.IndexFunc(v.Personas, func(p personaView) bool { return r.URL.Query().Get("as") == itoa(p.ID) })
	if chosen < 0 {
		chosen = max(0, slices.IndexFunc(v.Personas, func(p personaView) bool { return p.Lang == lang }))
	}
	if len(v.Personas) > 0 {
		v.Personas[chosen].Selected = true
		v.As = v.Personas[chosen].ID
	}
	var out bytes.Buffer
	if err := index.Execute(&out, v); err != nil {
		http.Error(w, "the page cannot be drawn", http.StatusInternalServerError)
		return
	}
	writeBody(w, http.StatusOK, "text/html; charset=utf-8", out.Bytes())
}

// personas lists whom the page can be, with labels in the page's language.
func (s *Server) personas(texts map[string]string) []personaView {
	list := make([]personaView, 0, len(s.opt.Personas))
	for _, p := range s.opt.Personas {
		label := p.Label
		if p.TextKey != "" {
			label = textOf(texts, p.TextKey)
		}
		if label == "" {
			label = p.FirstName
		}
		list = append(list, personaView{ID: p.ID, Lang: p.Lang, Label: label})
	}
	return list
}

// pageTexts gives the page's texts; without the option there are none and keys are shown.
func (s *Server) pageTexts(lang string) map[string]string {
	if s.opt.Texts == nil {
		return nil
	}
	return s.opt.Texts(lang)
}

// pageLang is the language asked for, else the browser's, else Russian.
func pageLang(r *http.Request) string {
	switch r.URL.Query().Get("lang") {
	case "kk":
		return "kk"
	case "ru":
		return "ru"
	}
	if strings.HasPrefix(strings.ToLower(r.Header.Get("Accept-Language")), "kk") {
		return "kk"
	}
	return "ru"
}
