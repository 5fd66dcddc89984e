package proof

import (
	"strconv"
	"strings"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/pdf"
	"github.com/merzim/merzim/locales"
)

// count shows how the due day was reached, a row for each day.
func (p *page) count() {
	if p.Count == nil {
		return
	}
	p.section("HistoryCount")
	if p.Start != "" {
		p.say(p.t("HistoryCountStart", values{"Start": p.Start}))
	}
	p.say(p.t("HistoryRule" + p.ruleKey()))
	columns := dayColumns
	if p.ruleKey() == locales.Key("", calendar.Hours) || p.Rule.RoundTheClock {
		columns = hourColumns
	}
	p.header(columns, "HistoryDay", "HistoryDayNumber", "HistoryWhy")
	for i, s := range p.Count.Steps {
		// A day of filing on which the term already runs is told once.
		if i+1 < len(p.Count.Steps) && p.Count.Steps[i+1].Date == s.Date {
			continue
		}
		last := s.Reason == calendar.ReasonDue || s.Reason == calendar.ReasonRolled
		p.row(columns, last, p.lang.Date(s.Date)+", "+p.lang.WeekdayShort(s.Date), p.number(s), p.why(s))
	}
	p.add(pdf.Block{Text: "", Size: tableSize / 2})
	if p.Extended != nil {
		p.say(p.t("HistoryExtended", values{"Term": p.length(*p.Extended), "Date": p.lang.Date(p.last())}))
	}
	if !p.Earliest && !p.Advisory && p.Receipt == 0 {
		p.say(p.t("CountOverdue", values{"From": p.lang.DateFrom(p.last() + 1)}))
	}
	key := "ProofCalendar"
	if p.Count.Provisional {
		key = "ProofCalendarProvisional"
	}
	calendarLine := p.t(key, values{"Year": strconv.Itoa(p.Count.Due.Year())})
	if p.Version != "" {
		calendarLine += " " + p.t("HistoryCalendar", values{"Version": p.Version})
	}
	p.say(calendarLine)
}

// ruleKey tells the ways of counting apart.
func (p *page) ruleKey() string {
	switch {
	case p.Rule.Length == 0:
		return "AtOnce"
	case p.Rule.RoundTheClock:
		return "RoundTheClock"
	case p.Rule.FromNextWorkingDay:
		return "FromNextWorkingDay"
	case p.Rule.Unit == calendar.Years:
		return locales.Key("", calendar.Months)
	case p.Rule.Unit == calendar.Minutes:
		return locales.Key("", calendar.Hours)
	}
	return locales.Key("", p.Rule.Unit)
}

// number is the place of a day in the count, with the time that ran on it.
func (p *page) number(s calendar.Step) string {
	if !s.Counts {
		return "–"
	}
	text := strconv.Itoa(s.Number)
	if s.Minutes == 0 {
		return text
	}
	var parts []string
	if hours := s.Minutes / 60; hours > 0 {
		parts = append(parts, p.lang.N("TermHour", hours))
	}
	if minutes := s.Minutes % 60; minutes > 0 {
		parts = append(parts, p.lang.N("TermMinute", minutes))
	}
	return text + " (" + strings.Join(parts, " ") + ")"
}

// why says why a day counts or not.
func (p *page) why(s calendar.Step) string {
	text := p.t(locales.Key("Why", s.Reason))
	if s.Holiday != "" && p.holidays != nil {
		if name := p.holidays(s.Holiday, p.lang.Code); name != "" {
			text = p.t("WhyNamed", values{"Why": text, "Holiday": name})
		}
	}
	if s.Instead != 0 {
		text = p.t("HistoryInstead", values{"Why": text, "Date": p.lang.Date(s.Instead)})
	}
	return text
}

// events tells what happened since, oldest first.
func (p *page) events() {
	p.section("HistoryEvents")
	if len(p.Events) == 0 {
		p.say(p.t("HistoryNoEvents"))
		return
	}
	p.header(eventColumns, "HistoryTime", "HistoryWho", "HistoryWhat")
	for _, e := range p.Events {
		text := e.Text
		if e.Note != "" {
			text = p.t("HistoryNote", values{"Text": text, "Note": e.Note})
		}
		day := calendar.DateIn(e.At)
		p.row(eventColumns, false, p.lang.Date(day)+", "+clock(e.At), p.actor(e.By), text)
	}
}

func (p *page) actor(a Actor) string {
	switch a {
	case Citizen, Staff, System:
		return p.t(locales.Key("HistoryBy", a))
	}
	return ""
}
