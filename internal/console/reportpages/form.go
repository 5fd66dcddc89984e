package reportpages

import (
	"cmp"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/merzim/merzim/internal/reports"
	"github.com/merzim/merzim/locales"
)

const (
	usualDays = 28
	maxDays   = 1100 // of an overview: three years, as many weeks as a chart can show
)

// periods are those that one press chooses, in days.
var periods = []int{14, 28, 91, 364}

// errTooLong is a period over maxDays.
var errTooLong = errors.New("the period is too long")

// filterForm is the form of the filters that stand in the address.
type filterForm struct {
	Action                                   string
	From, To                                 string
	Periods                                  []link
	Agencies, Services, Regions, Sectors     []option
	Kinds, Languages, States, Orders, Labels []option
	Overdue                                  string
	OfLog, OnlyPeriod                        bool
	Fault                                    string
}

// option is a choice of a list.
type option struct {
	Value, Text string
	Chosen      bool
}

// scoped reads the period and scope of an overview: without a period the last
// four weeks. What only the log filters by is refused.
func (d *desk) scoped() (p reports.Period, scope reports.Scope, err error) {
	f, err := reports.ParseFilter(d.words.Catalog, d.query())
	usual := reports.Last(usualDays, d.today())
	if err != nil {
		return usual, reports.Scope{}, err
	}
	if f.Language != "" || f.State != "" || f.Overdue != 0 || f.Label != "" || f.Order != reports.Newest || f.After != "" {
		return usual, f.Scope, errors.New("a filter of the log")
	}
	if f.Period == (reports.Period{}) {
		f.Period = usual
	}
	if f.Period.Days() > maxDays {
		return usual, f.Scope, errTooLong
	}
	return f.Period, f.Scope, nil
}

// faultText says that the address holds a filter that nothing has.
func (d *desk) faultText(err error) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, errTooLong):
		return d.N("PagesTooLong", maxDays)
	case errors.Is(err, reports.ErrPeriod):
		return d.T("PagesBadPeriod")
	}
	return d.T("PagesBadFilter")
}

// form fills the fields of an overview in.
func (d *desk) form(action string, p reports.Period, s reports.Scope) filterForm {
	f := filterForm{Action: action}
	if p != (reports.Period{}) {
		f.From, f.To = p.From.String(), p.To.String()
	}
	for _, days := range periods {
		last := reports.Last(days, d.today())
		query := reports.Filter{Period: last, Scope: s}.Values()
		f.Periods = append(f.Periods, link{Text: d.N("ReportDays", days), URL: address(action, query), Current: last == p})
	}
	c := d.words.Catalog
	for _, a := range c.Agencies {
		f.Agencies = append(f.Agencies, option{a.ID, d.words.Agency(a.ID), a.ID == s.Agency})
	}
	for _, x := range c.Services {
		if s.Agency == "" || x.Agency == s.Agency || x.ID == s.Service {
			f.Services = append(f.Services, option{x.ID, d.words.Service(x.ID), x.ID == s.Service})
		}
	}
	for _, r := range c.Regions {
		f.Regions = append(f.Regions, option{r.ID, d.words.Region(r.ID), r.ID == s.Region})
	}
	for _, id := range reports.Sectors(c) {
		f.Sectors = append(f.Sectors, option{id, d.words.Sector(id), id == s.Sector})
	}
	for _, list := range [][]option{f.Agencies, f.Services, f.Sectors} {
		slices.SortFunc(list, func(a, b option) int {
			return cmp.Or(strings.Compare(a.Text, b.Text), strings.Compare(a.Value, b.Value))
		})
	}
	f.Regions = append(f.Regions, option{reports.NoRegion, d.words.Region(""), s.Region == reports.NoRegion})
	for _, id := range reports.Kinds() {
		f.Kinds = append(f.Kinds, option{id, d.words.Kind(id), id == s.Kind})
	}
	return f
}

// logForm fills the fields of the log in.
func (d *desk) logForm(filter reports.Filter, labels []reports.Named) filterForm {
	f := d.form(logPath, filter.Period, filter.Scope)
	f.OfLog, f.Periods = true, nil
	for _, code := range locales.Codes() {
		f.Languages = append(f.Languages, option{code, d.words.Spoken(code), code == filter.Language})
	}
	for _, id := range reports.States() {
		f.States = append(f.States, option{id, d.words.State(id), id == filter.State})
	}
	for _, o := range []reports.Order{reports.Newest, reports.Oldest, reports.Latest} {
		f.Orders = append(f.Orders, option{string(o), d.T("PagesOrder_" + cmp.Or(string(o), "newest")), o == filter.Order})
	}
	for _, l := range labels {
		f.Labels = append(f.Labels, option{l.ID, l.ID + " (" + strconv.FormatInt(l.Now, 10) + ")", l.ID == filter.Label})
	}
	if filter.Overdue > 0 {
		f.Overdue = strconv.Itoa(filter.Overdue)
	}
	return f
}

// queryOf writes a period and scope for an address.
func queryOf(p reports.Period, s reports.Scope) url.Values {
	return reports.Filter{Period: p, Scope: s}.Values()
}
