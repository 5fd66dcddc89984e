package request

import (
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/internal/ics"
	"github.com/merzim/merzim/internal/proof"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/locales"
)

// History is a request with all that happened to it, to be set as a PDF.
func (w Writer) History(r requests.Request, events []requests.Event) proof.History {
	h := proof.History{
		Language: w.code(), Written: w.Now, Service: w.Title(r), Case: w.CaseLabel(r), Region: w.region(r), Number: r.Number,
		State: w.State(r.State), Filed: r.Filed, Version: r.CalendarVersion,
		Earliest: r.Kind == catalog.MinimumWait, Advisory: !r.Binds(), Extended: r.Extension,
	}
	if s, ok := w.Catalog.Service(r.Service); ok {
		h.Provider = s.Provider.In(w.code())
	}
	if r.DueFrom == requests.ByReceipt {
		h.Receipt = r.Receipt
	}
	if count, rule, ok := w.count(r); ok {
		h.Rule, h.Count, h.Basis = rule, &count, w.basis(r)
		if r.StartEvent != "" {
			h.Start = w.StartLabel(r)
		}
		if due, err := r.Counted(w.Catalog.Calendar); err == nil {
			h.Due = due
		}
	}
	for _, e := range events {
		h.Events = append(h.Events, proof.Event{At: e.At, By: proof.Actor(e.Actor), Text: w.Event(r, e), Note: e.Note})
	}
	return h
}

// basis says where the term comes from, as plain text.
func (w Writer) basis(r requests.Request) string {
	term := w.term(r)
	if term == nil {
		return ""
	}
	args := locales.Args{"URL": locales.HTML(term.Source), "Date": w.Language.Date(term.Checked)}
	switch {
	case term.Status == catalog.StatusAct && term.Law != nil:
		args["Article"] = locales.HTML(term.Law.Article)
		return w.t("HistoryBasisAct", args)
	case term.Verified():
		return w.t("HistoryBasisPage", args)
	}
	return w.t("HistoryBasisUnverified")
}

// Day is the day to wait for, for a phone's calendar. The count of the events
// tells a newer file from an older one. ok is false where there is no day that
// holds.
func (w Writer) Day(r requests.Request, id string, events int) (e ics.Event, ok bool) {
	e = ics.Event{
		ID: id, Sequence: events, Day: r.Due, Written: w.Now, Language: w.code(), Service: w.Title(r), Number: r.Number,
		Filed: r.Filed.Date, OnReceipt: r.DueFrom == requests.ByReceipt,
	}
	switch {
	case !w.HasDay(r):
		return e, false
	case r.Kind == catalog.MinimumWait && !e.OnReceipt:
		e.What = ics.Earliest
	default:
		e.What = ics.Due
	}
	if count, _, ok := w.count(r); ok {
		e.Provisional = count.Provisional
	}
	return e, true
}

// HasDay reports that a request has a day ahead to put into a calendar: one that
// binds, or the first on which the law allows the result.
func (w Writer) HasDay(r requests.Request) bool {
	return r.State.Open() && r.Due >= w.today() && (r.Binds() || r.Kind == catalog.MinimumWait && r.DueFrom == requests.ByCount)
}
