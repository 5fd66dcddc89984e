package calendar

import (
	"time"

	"github.com/goccy/go-yaml/ast"
)

// holidaysFile names the rule: the days of the law and how they are moved.
const holidaysFile = "holidays.yaml"

// holiday is one entry of holidays.yaml.
type holiday struct {
	id, ru, kk string
	// moved: when the day falls on a weekend, the next working day is off.
	moved bool
	act   string
	// entered is when the entry was written.
	entered Date
	spans   []span
	dates   []moonDate
	line    int
}

// span is the years in which a holiday is on the same days; until 0 is open.
type span struct {
	days        []monthDay
	from, until int
}

type monthDay struct {
	month time.Month
	day   int
}

// moonDate is a day announced for one year.
type moonDate struct {
	date      Date
	estimated bool
	line      int
}

// law is the content of holidays.yaml.
type law struct {
	holidays []holiday
	acts     map[string]Act
	substAct string
	entered  Date
}

func readLaw(r *reader, data []byte) law {
	l := law{acts: map[string]Act{}}
	root := r.document(data)
	if root == nil {
		return l
	}
	top := r.mapping(root, "entered acts substitution holidays")
	l.entered = r.date(top["entered"])
	readActs(r, top["acts"], l.acts)
	subst := r.mapping(top["substitution"], "rule act")
	r.text(subst["rule"])
	l.substAct = l.act(r, subst["act"])
	seen := map[string]bool{}
	for _, n := range r.list(top["holidays"]) {
		h := l.readHoliday(r, n)
		if seen[h.id] {
			r.fault(h.line, "holiday %q is listed twice", h.id)
		}
		seen[h.id] = true
		l.holidays = append(l.holidays, h)
	}
	return l
}

func (l *law) readHoliday(r *reader, n ast.Node) holiday {
	f := r.mapping(n, "id ru kk moved act entered? days? dates?")
	h := holiday{
		id: r.text(f["id"]), ru: r.text(f["ru"]), kk: r.text(f["kk"]),
		moved: r.flag(f["moved"]), act: l.act(r, f["act"]), entered: r.date(f["entered"]), line: lineOf(n),
	}
	if h.entered == 0 {
		h.entered = l.entered
	}
	for _, n := range r.list(f["days"]) {
		h.spans = append(h.spans, readSpan(r, n))
	}
	for _, n := range r.list(f["dates"]) {
		f := r.mapping(n, "date estimated?")
		d := moonDate{date: r.date(f["date"]), estimated: r.flag(f["estimated"]), line: lineOf(n)}
		for _, other := range h.dates {
			if other.date == d.date {
				r.fault(d.line, "%s is listed twice", d.date)
			}
		}
		h.dates = append(h.dates, d)
	}
	if len(h.spans) == 0 && len(h.dates) == 0 {
		r.fault(h.line, "holiday %q has neither days nor dates", h.id)
	}
	return h
}

func readSpan(r *reader, n ast.Node) span {
	f := r.mapping(n, "on from until?")
	s := span{from: r.year(f["from"]), until: r.year(f["until"])}
	if s.until != 0 && s.until < s.from {
		r.fault(lineOf(n), "until %d is before from %d", s.until, s.from)
	}
	for _, n := range r.list(f["on"]) {
		text := n.GetToken().Value
		// 2000 is a leap year: 02-29 is a day.
		d, err := ParseDate("2000-" + text)
		if err != nil {
			r.fault(lineOf(n), "day %q: want MM-DD", text)
			continue
		}
		s.days = append(s.days, monthDay{d.Month(), d.Day()})
	}
	return s
}

func (l *law) find(id string) (holiday, bool) {
	for _, h := range l.holidays {
		if h.id == id {
			return h, true
		}
	}
	return holiday{}, false
}

// HolidayName is the name of a holiday in "kk" or "ru"; "" for an unknown id,
// the Russian name for an unknown language.
func (c *Calendar) HolidayName(id, lang string) string {
	h, _ := c.law.find(id)
	if lang == "kk" {
		return h.kk
	}
	return h.ru
}
