// Package console is the web site of staff, analysts and admins: drawn on the
// server, in both languages, usable without JavaScript. Whoever opens it comes
// by a one-time link from the bot; every page and every action is checked
// against the role that the person has at that moment, and what is refused is
// written into the audit log.
//
// It never shows who a citizen is: the stores give it cases without people.
package console

import (
	"context"
	"html/template"
	"log/slog"
	"net/http"
	"strings"

	"golang.org/x/time/rate"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/people"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/internal/uploads"
	"github.com/merzim/merzim/locales"
)

// Root is the path under which the console stands.
const Root = "/console/"

// Strangers can fill neither the audit log nor the disk: of what is refused to
// visitors without a session this much is written, the rest is dropped.
const (
	strangersASecond = 1
	strangersAtOnce  = 200
)

// Options are what a console is made of.
type Options struct {
	Roles      *roles.Store
	Requests   *requests.Store
	Complaints *complaints.Store
	Uploads    *uploads.Store
	People     *people.Store
	Memory     Memory
	Catalog    func() *catalog.Catalog
	Texts      func() *locales.Texts
	// PublicURL is where people reach the program, without a path; with https
	// the cookies are for https alone.
	PublicURL string
	// InvitationLink makes the address of an invitation from its token.
	InvitationLink func(token string) string
	Pages          []Page // of other rooms, in the order of the navigation
	// MadeUp reports that the base holds made-up data: every page says so.
	MadeUp func(context.Context) (bool, error)
	Clock  clock.Clock
	Log    *slog.Logger
}

// Console serves the web site.
type Console struct {
	Options
	secure    bool
	templates map[string]*template.Template
	strangers *rate.Limiter
	handler   http.Handler
}

// New makes a console. It panics when two pages have one path, which is a fault
// of the program.
func New(o Options) *Console {
	o.PublicURL = strings.TrimSuffix(o.PublicURL, "/")
	c := &Console{
		Options: o, secure: strings.HasPrefix(o.PublicURL, "https://"),
		templates: parseTemplates(o.Pages), strangers: rate.NewLimiter(strangersASecond, strangersAtOnce),
	}
	c.handler = c.guarded(c.routes())
	return c
}

// Handler serves everything under Root.
func (c *Console) Handler() http.Handler { return c.handler }
