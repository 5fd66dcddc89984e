package console

import (
	"context"
	"crypto/subtle"
	"errors"
	"net/http"
	"strings"

	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/internal/uploads"
)

// What an action answers with.
var (
	errNotFound = errors.New("not here, or not theirs")
	// ErrForm is a form that no page of the console sends.
	ErrForm = errors.New("the form can't be read")
)

// exchange is one request and its answer.
type exchange struct {
	*Console
	Say
	w       http.ResponseWriter
	r       *http.Request
	visit   *Visit // nil without a role
	session session
	pattern string // of the route, for the audit log
	here    string // where the page that a form is answered with stands; "": at the form's address
}

func (c *Console) exchange(w http.ResponseWriter, r *http.Request) *exchange {
	x := &exchange{Console: c, w: w, r: r, pattern: r.Pattern}
	x.Say = Say{c.Texts().In(x.chosenLanguage(""))}
	return x
}

// gate lets those through who may: with a session, with the role that they have
// now, and with the session's token in every form.
func (c *Console) gate(t route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		x := c.exchange(w, r)
		x.pattern = t.pattern
		chat, err := x.recognise(r.Context())
		switch {
		case err != nil:
			x.fail(err)
			return
		case x.visit == nil:
			x.refuseAs(actorOf(chat), http.StatusForbidden, "ConsoleNoSession")
			return
		case !x.visit.May(t.roles):
			x.refuse(http.StatusForbidden, "ConsoleForbidden")
			return
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead && !x.readForm(t.maxBody) {
			return
		}
		if err := t.do(x); err != nil {
			x.fail(err)
		}
	})
}

// readForm reads a form and checks its token; false when it was answered.
func (x *exchange) readForm(limit int64) bool {
	if limit == 0 {
		limit = maxForm
	}
	x.r.Body = http.MaxBytesReader(x.w, x.r.Body, limit)
	var err error
	if strings.HasPrefix(x.r.Header.Get("Content-Type"), "multipart/form-data") {
		err = x.r.ParseMultipartForm(limit)
	} else {
		err = x.r.ParseForm()
	}
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		x.message(http.StatusRequestEntityTooLarge, "ConsoleTooLarge")
		return false
	case err != nil:
		x.fail(ErrForm)
		return false
	case subtle.ConstantTimeCompare([]byte(x.r.PostFormValue(FormField)), []byte(x.visit.FormToken)) != 1:
		x.refuse(http.StatusForbidden, "ConsoleFormToken")
		return false
	}
	return true
}

// fail answers for an action that could not be done.
func (x *exchange) fail(err error) {
	for _, absent := range []error{errNotFound, requests.ErrNotFound, complaints.ErrNotFound, complaints.ErrTemplate, uploads.ErrNotFound, roles.ErrNoRole, roles.ErrInvitation} {
		if errors.Is(err, absent) {
			x.refuse(http.StatusNotFound, "ConsoleNotFound")
			return
		}
	}
	switch {
	case errors.Is(err, ErrForm):
		x.message(http.StatusBadRequest, "ConsoleBadForm")
	case errors.Is(err, context.Canceled):
		// whoever asked is gone
	default:
		x.Log.Error("console page failed", "route", x.pattern, "error", err)
		x.message(http.StatusInternalServerError, "ConsoleFault")
	}
}

// ActionOpen is a page or an action that was refused.
const ActionOpen roles.Action = "open"

// refuse turns somebody away, and writes it into the audit log.
func (x *exchange) refuse(status int, key string) {
	var chat int64
	if x.visit != nil {
		chat = x.visit.Chat
	}
	x.refuseAs(actorOf(chat), status, key)
}

func actorOf(chat int64) roles.Actor {
	if chat == 0 {
		return roles.Visitor()
	}
	return roles.Person(chat)
}

func (x *exchange) refuseAs(who roles.Actor, status int, key string) {
	if who != roles.Visitor() || x.strangers.Allow() {
		e := roles.Entry{Actor: who, Action: ActionOpen, Subject: x.subject(), Refused: true}
		if x.visit != nil {
			e.Agency = x.visit.Agency
		}
		if err := x.Roles.Note(x.r.Context(), e); err != nil {
			x.Log.Error("audit log not written", "error", err)
		}
	}
	x.message(status, key)
}

// subject names what was asked for: the route, and the number in it. What else a
// visitor wrote into the address is not repeated.
func (x *exchange) subject() string {
	if id, err := x.id(); err == nil {
		return strings.Replace(x.pattern, "{id}", x.number(id), 1)
	}
	if x.r.Method == http.MethodPost && !strings.HasPrefix(x.pattern, "POST ") {
		return "POST " + x.pattern
	}
	return x.pattern
}
