package console

import (
	"context"
	"io/fs"
	"net/http"
	"slices"

	"github.com/merzim/merzim/catalog/calendar"
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
	Script bool
	// Templates holds files *.html, each of which defines "body", to be drawn
	// with Visit.Draw; nil: none. Those named part-*.html are known to the others.
	Templates fs.FS
	Handler   http.Handler
	// Needs, when set, says what waits for the person, for the first page.
	Needs func(ctx context.Context, v *Visit) ([]Need, error)
}

// Need is one thing that waits for somebody, with the way to it.
type Need struct {
	Text string // in the person's language, plain
	URL  string
}

// Visit is who is asking for a page of another room, and the way to answer.
type Visit struct {
	roles.Holder
	Say
	Language  *locales.Language
	FormToken string // every form sends it back as FormField

	x    *exchange
	page string // whose templates are drawn
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

// Draw writes a page inside the console's frame: one of the page's templates
// with its data as .Body. The title is plain text in the person's language.
func (v *Visit) Draw(status int, name, title string, body any) {
	v.x.render(status, v.page+"/"+name, title, body)
}

// NotFound answers for what is not there, or is not the person's, and writes it
// into the audit log.
func (v *Visit) NotFound() { v.x.refuse(http.StatusNotFound, "ConsoleNotFound") }

// Fail answers for what could not be done; a form that can't be read is ErrForm.
func (v *Visit) Fail(err error) { v.x.fail(err) }

// Note writes what the person did into the audit log.
func (v *Visit) Note(what roles.Action, subject string) error { return v.x.note(what, subject) }

// Done sends the person from a form to a page, which says what was done: the
// text ConsoleSaid with the id.
func (v *Visit) Done(to, said string) { v.x.done(to, said) }

// Here tells where the page stands that a form is answered with, for the switch
// of languages.
func (v *Visit) Here(path string) { v.x.here = path }

// Once is a new number of a form, for its field "once".
func (v *Visit) Once() string { return v.x.once() }

// Update is what stands for the sent form where stores ask for an update: below
// zero, where Telegram has none. Without the number it is ErrForm.
func (v *Visit) Update() (int64, error) { return v.x.update() }

// Count writes down how a date was counted.
func (v *Visit) Count(c calendar.Count) Count { return v.x.days(c) }

func newVisit(h roles.Holder, s Say, formToken string) *Visit {
	return &Visit{Holder: h, Say: s, Language: s.language, FormToken: formToken}
}
