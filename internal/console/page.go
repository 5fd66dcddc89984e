package console

import (
	"context"
	"html/template"
	"net/http"
	"slices"

	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/locales"
)

// Page is a part of the console that another room brings: everything at
// /console/<Path> and below it. It appears in the navigation of those who may
// open it. The console has checked the session, the role and, for a form, its
// token and origin before the handler is called.
type Page struct {
	Path  string // "broadcasts"
	Title string // text key of the link and of the page
	Roles []roles.Role
	// MaxBody bounds a form in bytes, files included; 0 is the usual bound.
	MaxBody int64
	// Script allows scripts of the console's own address, for live progress.
	Script  bool
	Handler http.Handler
	// Needs, when set, says what waits for the person, for the first page.
	Needs func(ctx context.Context, v *Visit) ([]Need, error)
}

// Need is one thing that waits for somebody, with the way to it.
type Need struct {
	Text string // in the person's language, plain
	URL  string
}

// Visit is who is asking for a page.
type Visit struct {
	roles.Holder
	Language  *locales.Language
	FormToken string // every form sends it back as FormField
}

// FormField is the name of the hidden field that holds Visit.FormToken.
const FormField = "token"

// May reports that the person has one of the roles.
func (v *Visit) May(allowed []roles.Role) bool { return slices.Contains(allowed, v.Role) }

// Actor is the person as the audit log names them.
func (v *Visit) Actor() roles.Actor { return roles.Person(v.Chat) }

type visitKey struct{}

// VisitOf tells a page's handler who is asking.
func VisitOf(ctx context.Context) *Visit {
	v, _ := ctx.Value(visitKey{}).(*Visit)
	return v
}

// Render writes a page of another room inside the console's frame. The title is
// plain text in the person's language.
func (c *Console) Render(w http.ResponseWriter, r *http.Request, status int, title string, body template.HTML) {
	x := c.exchange(w, r)
	x.visit = VisitOf(r.Context())
	x.render(status, "other", title, body)
}

// NotFound answers for what is not there, or is not the person's, and writes it
// into the audit log.
func (c *Console) NotFound(w http.ResponseWriter, r *http.Request) {
	x := c.exchange(w, r)
	x.visit = VisitOf(r.Context())
	x.refuse(http.StatusNotFound, "ConsoleNotFound")
}
