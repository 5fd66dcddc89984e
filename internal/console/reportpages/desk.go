package reportpages

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/console"
	"github.com/merzim/merzim/internal/reports"
	"github.com/merzim/merzim/internal/roles"
)

// What the audit log says of analysts.
const (
	ActionExport roles.Action = "export_figures"
	ActionNote   roles.Action = "note_complaint"
	ActionLabel  roles.Action = "label_complaint"
	ActionDigest roles.Action = "digest_subscription"
)

// errNotFound is what an action answers with for what is not there.
var errNotFound = errors.New("no such page")

// action answers one request of an analyst.
type action func(*desk) error

// desk is one request of an analyst and its answer.
type desk struct {
	Options
	*console.Visit
	words reports.Words
	w     http.ResponseWriter
	r     *http.Request
}

// serve answers a request; an error becomes a page that says so.
func (o Options) serve(w http.ResponseWriter, r *http.Request, do action) {
	v := console.VisitOf(r.Context())
	d := &desk{Options: o, Visit: v, words: reports.Words{Catalog: o.Catalog(), Language: v.Language}, w: w, r: r}
	err := do(d)
	switch {
	case err == nil:
	case errors.Is(err, errNotFound), errors.Is(err, reports.ErrNoComplaint):
		v.NotFound()
	default:
		v.Fail(err)
	}
}

func (d *desk) today() calendar.Date { return calendar.DateIn(d.Clock.Now()) }

// query is what the address asks for; the language and what a form did are the
// console's.
func (d *desk) query() url.Values {
	query := d.r.URL.Query()
	query.Del("lang")
	query.Del("said")
	return query
}

// number reads a number of the address.
func (d *desk) number(name string) (int64, error) {
	id, err := strconv.ParseInt(d.r.PathValue(name), 10, 64)
	if err != nil || id <= 0 {
		return 0, errNotFound
	}
	return id, nil
}

// link is a way to another page.
type link struct {
	Text, URL string
	Current   bool
}

// address is a path with a query.
func address(path string, query url.Values) string {
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}
