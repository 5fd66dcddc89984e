package console

import (
	"strconv"
	"strings"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/locales"
)

// countBody is how a request's due date was reached.
type countBody struct {
	Term, From, Rule string
	Count
}

// Count is a count of a date, day by day, as a page shows it.
type Count struct {
	Days []CountDay
	Foot string
}

// CountDay is one day of a count.
type CountDay struct {
	Date, Number, Why string
	Counts, Last      bool
}

// count shows the working of a request's due date by our count; nil where there
// is nothing to count.
func (x *exchange) count(r *requests.Request) *countBody {
	rule, from, ok := r.Basis()
	if !ok {
		return nil
	}
	c, err := x.Catalog().Calendar.Count(rule, from)
	if err != nil {
		return nil // a term that leaves the calendar's years has no working
	}
	body := &countBody{Term: x.term(rule), From: x.filed(from), Rule: x.T("HistoryRule" + ruleKey(rule)), Count: x.days(c)}
	if r.StoppedDays > 0 {
		body.Foot += " " + x.N("ConsoleStoppedDays", r.StoppedDays)
	}
	return body
}

// days writes a count down.
func (x *exchange) days(c calendar.Count) (out Count) {
	for i, s := range c.Steps {
		if i+1 < len(c.Steps) && c.Steps[i+1].Date == s.Date {
			continue // a day of filing on which the term already runs is told once
		}
		day := CountDay{Date: x.Day(s.Date) + ", " + x.language.WeekdayShort(s.Date), Number: "–", Why: x.why(s), Counts: s.Counts}
		if s.Counts {
			day.Number = x.stepNumber(s)
		}
		day.Last = s.Reason == calendar.ReasonDue || s.Reason == calendar.ReasonRolled
		out.Days = append(out.Days, day)
	}
	key := "ProofCalendar"
	if c.Provisional {
		key = "ProofCalendarProvisional"
	}
	out.Foot = x.T("CountOverdue", "From", x.language.DateFrom(c.OverdueFrom)) + " " + x.T(key, "Year", c.Due.Year())
	return out
}

func (x *exchange) term(rule calendar.Rule) string {
	if rule.Length == 0 {
		return x.T("TermAtOnce")
	}
	return x.N(locales.Key("Term", rule.Unit), rule.Length)
}

// ruleKey tells the ways of counting apart.
func ruleKey(rule calendar.Rule) string {
	switch {
	case rule.Length == 0:
		return "AtOnce"
	case rule.RoundTheClock:
		return "RoundTheClock"
	case rule.FromNextWorkingDay:
		return "FromNextWorkingDay"
	case rule.Unit == calendar.Years:
		return locales.Key("", calendar.Months)
	case rule.Unit == calendar.Minutes:
		return locales.Key("", calendar.Hours)
	}
	return locales.Key("", rule.Unit)
}

// stepNumber is the place of a day in the count, with the time that ran on it.
func (x *exchange) stepNumber(s calendar.Step) string {
	text := strconv.Itoa(s.Number)
	if s.Minutes == 0 {
		return text
	}
	var parts []string
	if hours := s.Minutes / 60; hours > 0 {
		parts = append(parts, x.N("TermHour", hours))
	}
	if minutes := s.Minutes % 60; minutes > 0 {
		parts = append(parts, x.N("TermMinute", minutes))
	}
	return text + " (" + strings.Join(parts, " ") + ")"
}

// why says why a day counts or not.
func (x *exchange) why(s calendar.Step) string {
	text := x.Key("Why", s.Reason)
	if s.Holiday != "" {
		if name := x.Catalog().Calendar.HolidayName(s.Holiday, x.Lang()); name != "" {
			text = x.T("WhyNamed", "Why", text, "Holiday", name)
		}
	}
	if s.Instead != 0 {
		text = x.T("HistoryInstead", "Why", text, "Date", x.Day(s.Instead))
	}
	return text
}
