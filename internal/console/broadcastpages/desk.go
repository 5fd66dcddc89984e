package broadcastpages

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/console"
	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/locales"
)

// errNotFound is what an action answers with for what is not there.
var errNotFound = errors.New("no such page")

type action func(*desk) error

// desk is one request and its answer.
type desk struct {
	Options
	*console.Visit
	by broadcasts.Actor
	w  http.ResponseWriter
	r  *http.Request
}

func actorOf(v *console.Visit) broadcasts.Actor {
	return broadcasts.Actor{Chat: v.Chat, Admin: v.Role == roles.Admin, Agency: v.Agency, Region: v.Region}
}

// serve answers a request. What lies beyond the bounds of a role is not there.
func (o Options) serve(w http.ResponseWriter, r *http.Request, do action) {
	v := console.VisitOf(r.Context())
	err := do(&desk{Options: o, Visit: v, by: actorOf(v), w: w, r: r})
	switch {
	case err == nil:
	case errors.Is(err, errNotFound), errors.Is(err, broadcasts.ErrNotFound), errors.Is(err, broadcasts.ErrBounds):
		v.NotFound()
	default:
		v.Fail(err)
	}
}

func address(id int64) string { return root + "/" + strconv.FormatInt(id, 10) }

func (d *desk) id() (int64, error) {
	id, err := strconv.ParseInt(d.r.PathValue("id"), 10, 64)
	if err != nil || id <= 0 {
		return 0, errNotFound
	}
	return id, nil
}

// fault says why the store did not take something; "" for what is no fault of
// the person's.
func (d *desk) fault(err error) string {
	var text *broadcasts.TextFault
	if errors.As(err, &text) {
		in := d.T("ReportLanguage_" + text.Language)
		if text.What == broadcasts.TooLong {
			return in + ": " + d.T("PagesFault_too_long", "Length", text.Units, "Limit", text.Limit)
		}
		return in + ": " + d.T("PagesFault_"+string(text.What), "Part", text.Part, "At", text.At)
	}
	for _, known := range []struct {
		err error
		key string
	}{
		{broadcasts.ErrOwn, "BroadcastFaultOwn"}, {broadcasts.ErrChanged, "BroadcastFaultChanged"}, {broadcasts.ErrState, "BroadcastFaultState"},
		{broadcasts.ErrTimes, "BroadcastFaultTimes"}, {broadcasts.ErrFile, "BroadcastFaultFile"}, {broadcasts.ErrKept, "BroadcastFaultKept"},
		{broadcasts.ErrAudience, "BroadcastFaultAudience"}, {errTime, "BroadcastFaultTime"},
	} {
		if errors.Is(err, known.err) {
			return d.T(known.key)
		}
	}
	return ""
}

// audience says to whom a broadcast goes.
func (d *desk) audience(a broadcasts.Audience) string {
	out := d.T("PagesTo_" + string(a.To))
	for _, part := range []string{d.service(a.Service), d.agency(a.Agency), d.region(a.Region)} {
		if part != "" {
			out += " · " + part
		}
	}
	if a.Language != "" {
		out += " · " + d.T("ReportLanguage_"+a.Language)
	}
	return out
}

func (d *desk) service(id string) string {
	if s, ok := d.Catalog().Service(id); ok {
		return s.Title.In(d.Lang())
	}
	return id
}

func (d *desk) agency(id string) string {
	if a, ok := d.Catalog().Agency(id); ok {
		return a.Name.In(d.Lang())
	}
	return id
}

func (d *desk) region(id string) string {
	for _, r := range d.Catalog().Regions {
		if r.ID == id {
			return r.Name.In(d.Lang())
		}
	}
	return id
}

func grouped(n int64) string { return locales.Grouped(n) }
