package console

import (
	"net/http"
	"strconv"

	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/locales"
)

// startBody is the first page: what needs the person now.
type startBody struct {
	Needs   []Need
	Nothing string // said when nothing does
}

// start says what needs the person now, each with the way to its rows.
func (x *exchange) start() error {
	body := startBody{Nothing: x.T("ConsoleNothingNow")}
	var err error
	switch x.visit.Role {
	case roles.Staff:
		body.Needs, err = x.staffNeeds()
	case roles.Admin:
		body.Needs, err = x.adminNeeds()
	case roles.Analyst:
		body.Nothing = x.T("ConsoleNothingAnalyst")
	}
	if err != nil {
		return err
	}
	for _, p := range x.Pages {
		if p.Needs == nil || !x.visit.May(p.Roles) {
			continue
		}
		more, err := p.Needs(x.r.Context(), x.visit)
		if err != nil {
			return err
		}
		body.Needs = append(body.Needs, more...)
	}
	x.render(http.StatusOK, "start", x.T("ConsoleStart"), body)
	return nil
}

func (x *exchange) staffNeeds() (out []Need, err error) {
	for _, when := range []string{dueOverdue, dueToday, dueNext} {
		n, more, err := x.Requests.CountForStaff(x.r.Context(), x.requestBounds(), x.dueFilter(when))
		if err != nil {
			return nil, err
		}
		if n > 0 {
			out = append(out, Need{x.counted(locales.Key("ConsoleNeed", x.needKey(when)), n, more), with(Root+"requests", "due", when)})
		}
	}
	n, more, err := x.Complaints.CountForStaff(x.r.Context(), x.complaintBounds(), complaints.Filter{Unanswered: true})
	if err != nil {
		return nil, err
	}
	if n > 0 {
		out = append(out, Need{x.counted("ConsoleNeedAnswer", n, more), with(Root+"complaints", "show", showUnanswered)})
	}
	return out, nil
}

// needKey tells tomorrow from the next working day that is not tomorrow.
func (x *exchange) needKey(when string) string {
	if when == dueNext && x.Catalog().Calendar.NextWorkingDay(x.today()) == x.today()+1 {
		return "tomorrow"
	}
	return when
}

// counted says a number of things; "1000 and more" where they were not counted
// to the end.
func (x *exchange) counted(key string, n int, more bool) string {
	text := x.N(key, n)
	if more {
		text += " " + x.T("ConsoleOrMore", "Number", strconv.Itoa(n))
	}
	return text
}

func (x *exchange) adminNeeds() (out []Need, err error) {
	open, err := x.Roles.Open(x.r.Context())
	if err != nil || len(open) == 0 {
		return nil, err
	}
	return []Need{{x.N("ConsoleNeedInvitations", len(open)), Root + "people"}}, nil
}
