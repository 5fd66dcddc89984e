package reportpages

import (
	"errors"
	"net/http"

	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/console"
	"github.com/merzim/merzim/internal/reports"
)

// complaintBody is the page of a complaint.
type complaintBody struct {
	URL     string
	Facts   []fact
	Text    string
	Events  []event
	Count   *console.Count // nil: nothing to count
	Notes   []note
	Labels  []label
	Known   []string // labels in use
	Similar []logRow
	Fault   string
	Typed   string // a note that was not taken
}

type (
	fact  struct{ Name, Value string }
	event struct{ At, Who, What string }
	label struct{ Text, URL string }
	// note is what an analyst wrote; Delete is set for its author.
	note struct{ At, Text, Delete string }
)

// complaint shows a complaint with all that an analyst may know of it.
func (d *desk) complaint() error {
	x, err := d.detail()
	if err != nil {
		return err
	}
	return d.drawComplaint(http.StatusOK, x, complaintBody{})
}

func (d *desk) detail() (reports.Detail, error) {
	id, err := d.number("id")
	if err != nil {
		return reports.Detail{}, err
	}
	x, ok, err := d.Reports.Detail(d.r.Context(), d.words.Catalog, id)
	if err == nil && !ok {
		err = errNotFound
	}
	return x, err
}

func (d *desk) drawComplaint(status int, x reports.Detail, body complaintBody) error {
	known, err := d.Reports.Labels(d.r.Context())
	if err != nil {
		return err
	}
	body.URL, body.Text, body.Facts, body.Similar = entryURL(x.ID), x.Text, d.facts(x), d.logRows(x.Similar)
	d.Here(body.URL)
	for _, k := range known {
		body.Known = append(body.Known, k.ID)
	}
	for _, e := range x.Events {
		body.Events = append(body.Events, event{d.Moment(e.At), d.Key("ConsoleBy", e.Actor), d.eventText(e)})
	}
	if x.Count != nil {
		count := d.Count(*x.Count)
		body.Count = &count
	}
	for _, n := range x.Notes {
		shown := note{At: d.Moment(n.At), Text: n.Text}
		if n.Author == d.Chat {
			shown.Delete = noteURL(x.ID, n.ID)
		}
		body.Notes = append(body.Notes, shown)
	}
	for _, l := range x.Labels {
		body.Labels = append(body.Labels, label{l, address(logPath, reports.Filter{Label: l}.Values())})
	}
	d.Draw(status, "entry", d.T("ConsoleComplaintTitle", "Number", x.Number), body)
	return nil
}

func (d *desk) eventText(e reports.Event) string {
	if e.Kind == string(complaints.EventAnswered) {
		return d.T("ConsoleComplaintEventAnswered", "State", d.words.State(e.Now))
	}
	return d.Key("ConsoleComplaintEvent", e.Kind)
}

// facts are what is known of a complaint, never whose it is.
func (d *desk) facts(x reports.Detail) (out []fact) {
	add := func(key, value string) {
		if value != "" {
			out = append(out, fact{d.T(key), value})
		}
	}
	add("ReportCol_kind", d.words.Kind(x.Kind))
	add("ReportCol_service", d.words.Service(x.Service))
	add("ReportCol_agency", d.words.Agency(reports.AgencyOf(d.words.Catalog, x.Service)))
	add("ReportCol_region", d.words.Region(x.Region))
	if sector := reports.SectorOf(d.words.Catalog, x.Service); sector != "" {
		add("ReportCol_sector", d.words.Sector(sector))
	}
	add("ReportCol_language", d.words.Spoken(x.Language))
	add("ReportCol_state", d.words.State(x.State))
	add("ReportCol_time", d.Moment(x.At))
	add("ReportCol_filed", d.Day(x.Filed))
	add("ReportCol_due", d.Day(x.Due))
	if x.Overdue > 0 {
		add("ReportCol_days_overdue", d.N("TermWorkingDay", int(x.Overdue)))
	}
	for _, s := range x.Steps {
		text := d.T("PagesStep", "Filed", d.Day(s.Filed), "Due", d.Day(s.AnswerDue))
		if s.Answered != 0 {
			text = d.T("PagesStepAnswered", "Filed", d.Day(s.Filed), "Answered", d.Day(s.Answered))
		}
		if s.Extended {
			text += " " + d.T("PagesStepExtended")
		}
		out = append(out, fact{d.T("PagesStepHead", "Step", s.Step), text})
	}
	return out
}

// noteFault says why a note or a label was not taken; "" for another error.
func (d *desk) noteFault(err error) string {
	switch {
	case errors.Is(err, reports.ErrEmpty):
		return d.T("PagesNothingWritten")
	case errors.Is(err, reports.ErrTooMany):
		return d.T("PagesTooManyLabels")
	}
	return ""
}
