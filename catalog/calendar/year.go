package calendar

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// table is the content of one year's file.
type table struct {
	file             string
	year             int
	official         bool
	entered, checked Date
	acts             map[string]Act
	daysOff          []row
	workingWeekends  []row
}

// row is a day that differs from the five-day week.
type row struct {
	date, instead Date
	reason        Reason
	holiday, act  string
	entered       Date
	line          int
}

func readTable(r *reader, data []byte, year int, l *law) table {
	t := table{file: r.file, year: year, acts: map[string]Act{}}
	root := r.document(data)
	if root == nil {
		return t
	}
	top := r.mapping(root, "year status entered checked sources acts? days_off working_weekends")
	if y := r.year(top["year"]); y != year && y != 0 {
		r.fault(lineOf(top["year"]), "year %d in a file named for %d", y, year)
	}
	switch status := r.text(top["status"]); status {
	case "official":
		t.official = true
	case "provisional", "":
	default:
		r.fault(lineOf(top["status"]), "status %q: want official or provisional", status)
	}
	t.entered, t.checked = r.date(top["entered"]), r.date(top["checked"])
	for _, n := range r.list(top["sources"]) {
		if source := r.text(n); source != "" && !strings.HasPrefix(source, "https://") {
			r.fault(lineOf(n), "source %q: want an https address", source)
		}
	}
	readActs(r, top["acts"], t.acts)
	for _, n := range r.list(top["days_off"]) {
		t.daysOff = append(t.daysOff, t.readDayOff(r, n, l))
	}
	for _, n := range r.list(top["working_weekends"]) {
		t.workingWeekends = append(t.workingWeekends, t.readWorkingWeekend(r, n, l))
	}
	t.checkDates(r)
	t.checkExchanges(r)
	return t
}

func (t *table) readDayOff(r *reader, n ast.Node, l *law) row {
	f := r.mapping(n, "date reason holiday? instead_of? act entered?")
	day := t.readRow(r, n, f, l)
	reason := r.text(f["reason"])
	needsHoliday, needsInstead := false, false
	switch reason {
	case "holiday":
		day.reason, needsHoliday = ReasonHoliday, true
	case "substitute":
		day.reason, needsHoliday, needsInstead = ReasonSubstitute, true, true
	case "moved":
		day.reason, needsInstead = ReasonMovedDayOff, true
	case "special":
		day.reason = ReasonSpecialDayOff
	case "":
	default:
		r.fault(lineOf(f["reason"]), "reason %q: want holiday, substitute, moved or special", reason)
	}
	if day.reason != "" {
		t.want(r, day.line, reason, "holiday", needsHoliday, f["holiday"])
		t.want(r, day.line, reason, "instead_of", needsInstead, f["instead_of"])
	}
	day.holiday = r.text(f["holiday"])
	if _, known := l.find(day.holiday); day.holiday != "" && !known {
		r.fault(lineOf(f["holiday"]), "unknown holiday %q", day.holiday)
	}
	if day.date != 0 && isWeekend(day.date) {
		r.fault(day.line, "%s is a %s: days_off lists weekdays only", day.date, day.date.Weekday())
	}
	if day.instead != 0 && !isWeekend(day.instead) {
		r.fault(lineOf(f["instead_of"]), "%s is a %s: a day off is moved from a weekend", day.instead, day.instead.Weekday())
	}
	return day
}

func (t *table) readWorkingWeekend(r *reader, n ast.Node, l *law) row {
	f := r.mapping(n, "date instead_of act entered?")
	day := t.readRow(r, n, f, l)
	day.reason = ReasonWorkingWeekend
	if day.date != 0 && !isWeekend(day.date) {
		r.fault(day.line, "%s is a %s: working_weekends lists Saturdays and Sundays only", day.date, day.date.Weekday())
	}
	return day
}

func (t *table) readRow(r *reader, n ast.Node, f fields, l *law) row {
	day := row{date: r.date(f["date"]), instead: r.date(f["instead_of"]), act: r.text(f["act"]), entered: r.date(f["entered"]), line: lineOf(n)}
	if day.entered == 0 {
		day.entered = t.entered
	}
	_, ours := t.acts[day.act]
	_, common := l.acts[day.act]
	if day.act != "" && !ours && !common {
		r.fault(lineOf(f["act"]), "unknown act %q", day.act)
	}
	return day
}

func (t *table) want(r *reader, line int, reason, key string, needed bool, n ast.Node) {
	if needed && n == nil {
		r.fault(line, "reason %s needs %s", reason, key)
	}
	if !needed && n != nil {
		r.fault(lineOf(n), "reason %s has no %s", reason, key)
	}
}

func (t *table) rows() []row {
	return append(append([]row(nil), t.daysOff...), t.workingWeekends...)
}

func yearFile(year int) string { return fmt.Sprintf("%04d.yaml", year) }
