package ics_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/embeddedtest"
	"github.com/merzim/merzim/internal/ics"
	"github.com/merzim/merzim/locales"
)

func writer(t *testing.T) ics.Writer {
	t.Helper()
	return ics.Writer{Texts: embeddedtest.Texts(), Days: embeddedtest.Catalog().Calendar}
}

func on(t *testing.T, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func event(t *testing.T, lang string) ics.Event {
	return ics.Event{
		What: ics.Due, ID: "request-17", Day: on(t, "2026-11-23"), Written: time.Date(2026, 11, 2, 15, 4, 5, 0, calendar.Zone()),
		Language: lang, Service: "Жеке куәлік", Number: "101002345678", Filed: on(t, "2026-11-02"),
	}
}

// event read back: the properties of the event and of its alarm.
func read(t *testing.T, e ics.Event) (event, alarm *component) {
	t.Helper()
	var b strings.Builder
	if err := writer(t).Write(&b, e); err != nil {
		t.Fatal(err)
	}
	c, err := parse(b.String())
	if err != nil {
		t.Fatalf("%v:\n%s", err, b.String())
	}
	if c.name != "VCALENDAR" || len(c.parts) != 1 || c.parts[0].name != "VEVENT" || len(c.parts[0].parts) != 1 || c.parts[0].parts[0].name != "VALARM" {
		t.Fatalf("the parts are wrong:\n%s", b.String())
	}
	for name, want := range map[string]string{"VERSION": "2.0", "CALSCALE": "GREGORIAN"} {
		if p := value(t, c, name); p != want {
			t.Errorf("%s is %q", name, p)
		}
	}
	value(t, c, "PRODID")
	return c.parts[0], c.parts[0].parts[0]
}

// value is the only value of a property, unescaped.
func value(t *testing.T, c *component, name string) string {
	t.Helper()
	p, err := c.find(name)
	if err != nil {
		t.Fatal(err)
	}
	v, err := unescape(p.value)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return v
}

func TestTheDueDayIsADayOfItsOwn(t *testing.T) {
	t.Parallel()
	for lang, want := range map[string][3]string{
		"ru": {"Последний день срока: Жеке куәлік", "Подано: 2 ноября 2026.\nНомер: 101002345678.\nНет результата до конца", "Следующий рабочий день – последний день срока: Жеке куәлік"},
		"kk": {"Мерзімнің соңғы күні: Жеке куәлік", "Тапсырылған күні: 2026 жылғы 2 қараша.\nНөмірі: 101002345678.\nОсы күн аяқталғанша", "Келесі жұмыс күні – мерзімнің соңғы күні: Жеке куәлік"},
	} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			e, alarm := read(t, event(t, lang))
			for name, want := range map[string]string{
				"UID": "request-17-due@merzim", "DTSTAMP": "20261102T100405Z", "DTSTART": "20261123", "DTEND": "20261124",
				"SUMMARY": want[0], "SEQUENCE": "0", "CLASS": "PRIVATE", "TRANSP": "TRANSPARENT",
			} {
				if got := value(t, e, name); got != want {
					t.Errorf("%s is %q, want %q", name, got, want)
				}
			}
			if got := value(t, e, "DESCRIPTION"); !strings.HasPrefix(got, want[1]) {
				t.Errorf("the description is %q", got)
			}
			for _, name := range []string{"DTSTART", "DTEND"} {
				if p, _ := e.find(name); p.params["VALUE"] != "DATE" {
					t.Errorf("%s is not a whole day", name)
				}
			}
			if p, _ := e.find("SUMMARY"); p.params["LANGUAGE"] != lang {
				t.Errorf("the language is %q", p.params["LANGUAGE"])
			}
			if got := value(t, alarm, "DESCRIPTION"); got != want[2] || value(t, alarm, "ACTION") != "DISPLAY" {
				t.Errorf("the alarm says %q", got)
			}
		})
	}
}

// The alarm rings at nine on the working day before, over weekends and
// holidays.
func TestTheAlarmRingsOnTheWorkingDayBefore(t *testing.T) {
	t.Parallel()
	trigger := regexp.MustCompile(`^-P(?:(\d+)D)?T(\d+)H$`)
	for due, want := range map[string]string{
		"2026-11-24": "2026-11-23T09:00", // a plain Tuesday
		"2026-11-23": "2026-11-20T09:00", // over a weekend
		"2026-03-26": "2026-03-20T09:00", // over Nauryz
		"2025-01-06": "2025-01-05T09:00", // the Sunday is worked
		"2027-01-05": "2026-12-31T09:00", // over the year
	} {
		e := event(t, "ru")
		e.Day = on(t, due)
		_, alarm := read(t, e)
		got := value(t, alarm, "TRIGGER")
		m := trigger.FindStringSubmatch(got)
		if m == nil {
			t.Fatalf("%s: trigger %q", due, got)
		}
		days, _ := strconv.Atoi(m[1])
		hours, err := strconv.Atoi(m[2])
		if err != nil {
			t.Fatal(err)
		}
		rings := time.Date(e.Day.Year(), e.Day.Month(), e.Day.Day()-days, -hours, 0, 0, 0, time.UTC)
		if at := rings.Format("2006-01-02T15:04"); at != want {
			t.Errorf("due %s: %s is %s, want %s", due, got, at, want)
		}
	}
}

func TestHostileValuesStayInTheirPlace(t *testing.T) {
	t.Parallel()
	for name, service := range map[string]string{
		"signs of the format": `a;b,c:d\e "f" <b> & {{.Date}}`,
		"a line of its own":   "a\r\nEND:VEVENT\r\nBEGIN:VEVENT\nX",
		"control signs":       "a\x00\x07\tb\u202ec",
		"torn letters":        "\xff\xfeәә\xd3",
		"long":                strings.Repeat("қызметтің ұзақ атауы, ", 200),
		"emoji at each fold":  strings.Repeat("👩‍👩‍👧‍👦x", 100),
		"nothing":             "",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := event(t, "kk")
			e.Service, e.Number, e.ID = service, service, "r;1,"+service
			got, _ := read(t, e)
			if summary := value(t, got, "SUMMARY"); len(got.properties) != 9 || strings.ContainsAny(summary, "\r\n\x00\x07\u202e") {
				t.Errorf("%d properties, %q", len(got.properties), summary)
			}
		})
	}
	e := event(t, "ru")
	e.Service = `a;b,c:d\e "f" <b> & {{.Date}}`
	got, _ := read(t, e)
	if want := "Последний день срока: " + e.Service; value(t, got, "SUMMARY") != want {
		t.Errorf("%q, want %q", value(t, got, "SUMMARY"), want)
	}
}

func TestAMovedDayIsTheSameEvent(t *testing.T) {
	t.Parallel()
	first := event(t, "ru")
	moved := first
	moved.Day, moved.Sequence, moved.Language = first.Day-1, 1, "kk"
	a, _ := read(t, first)
	b, _ := read(t, moved)
	if value(t, a, "UID") != value(t, b, "UID") || value(t, b, "SEQUENCE") != "1" {
		t.Error("the event would stand twice")
	}
	answer := first
	answer.What = ics.Answer
	if c, _ := read(t, answer); value(t, c, "UID") == value(t, a, "UID") {
		t.Error("the answer's day would replace the due day")
	}
}

// Each kind of day is told in whole sentences in both languages.
func TestEveryKindOfDayIsTold(t *testing.T) {
	t.Parallel()
	for _, lang := range locales.Codes() {
		for _, what := range []ics.What{ics.Due, ics.Earliest, ics.Answer} {
			for _, flags := range [][2]bool{{false, false}, {true, false}, {false, true}} {
				e := event(t, lang)
				e.What, e.OnReceipt, e.Provisional = what, flags[0], flags[1]
				e.Number, e.Filed = "", 0
				got, alarm := read(t, e)
				all := value(t, got, "SUMMARY") + value(t, got, "DESCRIPTION") + value(t, alarm, "DESCRIPTION")
				if strings.Contains(all, "Ics") || strings.Contains(all, "no value") {
					t.Errorf("%s %s: %q", lang, what, all)
				}
			}
		}
	}
}
