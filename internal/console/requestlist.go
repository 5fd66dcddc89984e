package console

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/requests"
)

// The lists of open requests by due date.
const (
	dueSoon    = "soon" // from today to two working days on
	dueOverdue = "overdue"
	dueLater   = "later"
	duePassed  = "passed" // the date is over, but it binds nobody
	dueUndated = "undated"
	dueToday   = "today"
	dueNext    = "next" // after today, up to the next working day
	dueAll     = "all"
)

// soonDays are the working days that count as soon.
const soonDays = 2

// sections are the parts of the list, in the order in which they press; each
// shows a few rows and the way to all.
func sections() []string { return []string{dueSoon, dueOverdue, dueLater, duePassed, dueUndated} }

const sectionRows = 10

// dueFilter is a list by due date.
func (x *exchange) dueFilter(when string) (f requests.Filter) {
	c, today := x.Catalog().Calendar, x.today()
	soon := c.AddWorkingDays(today, soonDays)
	switch when {
	case dueSoon:
		f.From, f.To = today, soon
	case dueOverdue:
		f.To, f.Binding = today-1, true
	case duePassed:
		f.To, f.Unbound = today-1, true
	case dueLater:
		f.From, f.To = soon+1, calendar.NewDate(9999, time.December, 30)
	case dueUndated:
		f.Undated = true
	case dueToday:
		f.From, f.To = today, today
	case dueNext:
		f.From, f.To = today+1, c.NextWorkingDay(today)
	}
	return f
}

// requestFilter is what stands in the address of the list.
type requestFilter struct{ Due, Service, Region, State, Number string }

func (f requestFilter) empty() bool { return f == requestFilter{} }

func (f requestFilter) url(more ...string) string {
	return with(Root+"requests", append([]string{"due", f.Due, "service", f.Service, "region", f.Region, "state", f.State, "number", f.Number}, more...)...)
}

// requestsBody is the list of requests.
type requestsBody struct {
	Filter                          requestFilter
	Dues, Services, Regions, States []option
	Sections                        []requestSection
	Next                            string // the next page
	NumberFault                     string
}

// requestSection is a part of the list.
type requestSection struct {
	Title string
	Rows  []requestRow
	All   string // the way to all of them; "" when all are here
}

// requestRow is one request in a list.
type requestRow struct {
	ID                                              int64
	URL, Number, Service, Region, Filed, Due, State string
	Standing                                        string
	Late                                            bool
}

// listRequests shows the agency's open requests: those due soon first.
func (x *exchange) listRequests() error {
	query := x.r.URL.Query()
	f := requestFilter{query.Get("due"), query.Get("service"), query.Get("region"), query.Get("state"), strings.TrimSpace(query.Get("number"))}
	body := requestsBody{Filter: f, Services: x.serviceOptions(f.Service), Regions: x.regionOptions(f.Region)}
	for _, when := range []string{dueAll, dueSoon, dueOverdue, dueToday, dueNext, dueLater, duePassed, dueUndated} {
		body.Dues = append(body.Dues, option{when, x.Key("ConsoleDue", when), f.Due == when})
	}
	for _, state := range []requests.State{requests.Filed, requests.Accepted, requests.MoreDocuments} {
		body.States = append(body.States, option{string(state), x.Name("State", state), f.State == string(state)})
	}
	var err error
	switch {
	case f.Number != "":
		err = x.byNumber(&body)
	case f.empty():
		err = x.inSections(&body)
	default:
		err = x.inPages(&body)
	}
	if err != nil {
		return err
	}
	x.render(http.StatusOK, "requests", x.T("ConsoleRequests"), body)
	return nil
}

func (x *exchange) byNumber(body *requestsBody) error {
	number, err := requests.ParseNumber(body.Filter.Number)
	if err != nil {
		body.NumberFault = x.T("ConsoleBadNumber")
		return nil
	}
	found, err := x.Requests.ByNumber(x.r.Context(), x.requestBounds(), number, pageSize)
	body.Sections = []requestSection{{Title: x.T("ConsoleFoundByNumber"), Rows: x.requestRows(found)}}
	return err
}

// inSections is the list as it is opened: the first rows of each part.
func (x *exchange) inSections(body *requestsBody) error {
	for _, when := range sections() {
		f := x.dueFilter(when)
		found, err := x.Requests.ListForStaff(x.r.Context(), x.requestBounds(), f, requests.Place{}, sectionRows+1)
		if err != nil {
			return err
		}
		part := requestSection{Title: x.Key("ConsoleDue", when)}
		if len(found) > sectionRows {
			found = found[:sectionRows]
			part.All = requestFilter{Due: when}.url()
		}
		part.Rows = x.requestRows(found)
		if len(part.Rows) > 0 {
			body.Sections = append(body.Sections, part)
		}
	}
	return nil
}

// inPages is a filtered list, a page at a time.
func (x *exchange) inPages(body *requestsBody) error {
	f := x.dueFilter(body.Filter.Due)
	f.Service, f.Region, f.State = body.Filter.Service, body.Filter.Region, requests.State(body.Filter.State)
	found, err := x.Requests.ListForStaff(x.r.Context(), x.requestBounds(), f, x.placeAfter(), pageSize+1)
	if err != nil {
		return err
	}
	title := x.T("ConsoleDueAll")
	for _, o := range body.Dues {
		if o.Chosen {
			title = o.Text
		}
	}
	if len(found) > pageSize {
		found = found[:pageSize]
		last := found[pageSize-1]
		due := "0"
		if last.Due != 0 {
			due = last.Due.String()
		}
		body.Next = body.Filter.url("after", due+"_"+x.number(last.ID))
	}
	body.Sections = []requestSection{{Title: title, Rows: x.requestRows(found)}}
	return nil
}

// placeAfter reads from where the page goes on; anything else is the beginning.
func (x *exchange) placeAfter() requests.Place {
	due, id, _ := strings.Cut(x.r.URL.Query().Get("after"), "_")
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return requests.Place{}
	}
	day, err := calendar.ParseDate(due)
	if err != nil && due != "0" {
		return requests.Place{}
	}
	return requests.Place{Due: day, ID: n}
}

func (x *exchange) requestRows(found []requests.Request) (out []requestRow) {
	for i := range found {
		r := &found[i]
		out = append(out, requestRow{
			ID: r.ID, URL: Root + "requests/" + x.number(r.ID), Number: r.Number, Service: x.serviceName(r.Service), Region: x.regionName(r.Region),
			Filed: x.Day(r.Filed.Date), Due: x.Day(r.Due), State: x.Name("State", r.State), Standing: x.standing(r), Late: r.Late(x.today()),
		})
	}
	return out
}

// standing says how a request stands today.
func (x *exchange) standing(r *requests.Request) string {
	st := r.Standing(x.Catalog().Calendar, x.today())
	switch {
	case st.Phase == requests.Overdue && st.DaysOverdue > 0:
		return x.N("ConsolePhaseOverdueDays", st.DaysOverdue)
	case st.Phase == requests.Running:
		return x.N("ConsolePhaseRunning", st.DaysLeft)
	}
	return x.Key("ConsolePhase", st.Phase)
}
