// Package ics writes a calendar file (RFC 5545) for a day that a citizen waits
// for: an event of the whole day with an alarm on the working day before. It
// knows no chat and no store.
package ics

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/locales"
)

// MediaType is what the file is sent as.
const MediaType = "text/calendar; charset=utf-8"

// What is the day that a person waits for.
type What string

// The days that have a file.
const (
	Due      What = "Due"      // the last day of a service's term
	Earliest What = "Earliest" // the first day on which the law allows it
	Answer   What = "Answer"   // the last day of the answer to a complaint
)

// Event is one day. What, ID, Day, Service, Language and Written are always
// given; the sentence of another missing value is left out.
type Event struct {
	What What
	// ID names the request or complaint for good: a file that is opened again
	// moves the event instead of doubling it.
	ID       string
	Sequence int // grows when the day moves
	Day      calendar.Date
	Written  time.Time
	Language string // "kk" or "ru"

	Service     string // in the language
	Number      string // on the receipt, or of the complaint
	Filed       calendar.Date
	OnReceipt   bool // the receipt says the day; else it was counted
	Provisional bool // counted by a calendar that is not official yet
}

// WorkingDays finds the working day before another; calendar.Calendar does.
type WorkingDays interface {
	AddWorkingDays(d calendar.Date, n int) calendar.Date
}

// Writer writes calendar files.
type Writer struct {
	Texts *locales.Texts
	Days  WorkingDays
}

// alarmHour is when the alarm rings, by the telephone's own clock: an event of
// the whole day has no time zone.
const alarmHour = 9

// Write writes the file of one event.
func (w Writer) Write(out io.Writer, e Event) error {
	l := w.Texts.In(e.Language)
	service := locales.Args{"Service": value(e.Service)}
	lines := []string{
		"BEGIN:VCALENDAR",
		"VERSION:2.0",
		"PRODID:-//Merzim//Merzim//" + strings.ToUpper(l.Code),
		"CALSCALE:GREGORIAN",
		"BEGIN:VEVENT",
		"UID:" + text(e.ID+"-"+strings.ToLower(string(e.What))+"@merzim"),
		"DTSTAMP:" + e.Written.UTC().Format("20060102T150405Z"),
		fmt.Sprintf("SEQUENCE:%d", e.Sequence),
		"DTSTART;VALUE=DATE:" + day(e.Day),
		"DTEND;VALUE=DATE:" + day(e.Day+1),
		"SUMMARY;LANGUAGE=" + l.Code + ":" + text(l.T("Ics"+string(e.What), service)),
		"DESCRIPTION;LANGUAGE=" + l.Code + ":" + text(strings.Join(e.description(l), "\n")),
		"CLASS:PRIVATE",
		"TRANSP:TRANSPARENT",
		"BEGIN:VALARM",
		"ACTION:DISPLAY",
		"DESCRIPTION:" + text(l.T("IcsAlarm"+string(e.What), service)),
		"TRIGGER:" + trigger(int(e.Day-w.Days.AddWorkingDays(e.Day, -1))),
		"END:VALARM",
		"END:VEVENT",
		"END:VCALENDAR",
	}
	var b strings.Builder
	for _, line := range lines {
		fold(&b, line)
	}
	if _, err := io.WriteString(out, b.String()); err != nil {
		return fmt.Errorf("calendar file: %w", err)
	}
	return nil
}

// description is what the event says when it is opened, line by line.
func (e Event) description(l *locales.Language) []string {
	var out []string
	if e.Filed != 0 {
		out = append(out, l.T("IcsFiled", locales.Args{"Date": l.Date(e.Filed)}))
	}
	if e.Number != "" {
		out = append(out, l.T("IcsNumber", locales.Args{"Number": value(e.Number)}))
	}
	out = append(out, l.T("IcsAfter"+string(e.What)))
	switch {
	case e.OnReceipt:
		out = append(out, l.T("IcsReceipt"))
	case e.Provisional:
		out = append(out, l.T("IcsCounted"), l.T("IcsProvisional"))
	default:
		out = append(out, l.T("IcsCounted"))
	}
	return append(out, l.T("IcsNotState"))
}

// value keeps a value on the line of its sentence. A calendar file is no HTML.
func value(s string) locales.HTML { return locales.HTML(strings.Join(strings.Fields(s), " ")) }

// trigger is the time of the alarm before the midnight with which the event
// begins, so many days ahead. Programs read a duration more surely than an
// instant.
func trigger(daysBefore int) string {
	if daysBefore <= 1 {
		return fmt.Sprintf("-PT%dH", 24-alarmHour)
	}
	return fmt.Sprintf("-P%dDT%dH", daysBefore-1, 24-alarmHour)
}

func day(d calendar.Date) string { return strings.ReplaceAll(d.String(), "-", "") }
