package request

import (
	"html"
	"strings"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/locales"
)

// Told is the answer to "I filed it on that day", before anything is kept.
func (w Writer) Told(r requests.Request) string {
	lines := []string{w.t("Told", locales.Args{"Service": w.Title(r), "Filed": w.filed(r.Filed), "How": locales.HTML(w.Standing(r))})}
	if label := w.CaseLabel(r); label != "" {
		lines = append(lines, "", w.t("CardCase", locales.Args{"Case": label}))
	} else {
		lines = append(lines, "")
	}
	return strings.TrimSpace(strings.Join(append(lines, w.rests(r)...), "\n"))
}

// Card is a request's first screen: how it stands, then what is known of it.
func (w Writer) Card(r requests.Request) string {
	lines := []string{bold(w.Title(r)), locales.Sentence(w.Standing(r))}
	if r.State == requests.MoreDocuments {
		lines = append(lines, w.t("RequestClockGoesOn"))
	}
	lines = append(lines, "", w.t("RequestFiled", locales.Args{"Filed": w.filed(r.Filed)}))
	if label := w.CaseLabel(r); label != "" {
		lines = append(lines, w.t("CardCase", locales.Args{"Case": label}))
	}
	lines = append(lines, w.rests(r)...)
	if r.State.Open() {
		lines = append(lines, w.t("RequestState", locales.Args{"State": w.State(r.State)}))
	} else if r.Due != 0 && r.Kind == catalog.Rendering {
		lines = append(lines, w.t("RequestWasDue", w.day(r.Due)))
	}
	if r.Number != "" {
		lines = append(lines, w.t("RequestNumber", locales.Args{"Number": r.Number}))
	}
	if region := w.region(r); region != "" {
		lines = append(lines, w.t("RequestRegion", locales.Args{"Region": region}))
	}
	if r.Muted && r.State.Open() {
		lines = append(lines, w.t("RequestMuted"))
	}
	return strings.Join(lines, "\n")
}

// Head names a request on the screens behind its card.
func (w Writer) Head(r requests.Request) string {
	return bold(w.Title(r)) + "\n" + w.t("RequestFiled", locales.Args{"Filed": w.filed(r.Filed)})
}

// Entry is a request's line in a list, with its number there.
func (w Writer) Entry(n int, r requests.Request) string {
	return w.t("RequestEntry", locales.Args{"Number": n, "Service": w.Title(r), "Filed": w.Language.Date(r.Filed.Date), "How": w.Brief(r)})
}

// rests says on what the date rests.
func (w Writer) rests(r requests.Request) (lines []string) {
	if r.StartEvent != "" && r.Start != 0 {
		lines = append(lines, w.t("RequestStart", locales.Args{"Start": w.StartLabel(r), "Date": w.Language.Date(r.Start)}))
	}
	if !r.State.Open() || r.Due == 0 {
		return lines
	}
	if r.DueFrom == requests.ByReceipt {
		line := w.t("RestsReceipt")
		if counted, err := r.Counted(w.Catalog.Calendar); err == nil && counted != 0 && counted != r.Receipt && r.Kind == catalog.Rendering {
			line += " " + w.t("RestsOurs", w.day(counted))
		}
		return append(lines, line)
	}
	if r.Kind == catalog.AtOnce {
		return lines
	}
	count, rule, ok := w.count(r)
	if !ok {
		return lines
	}
	if r.Kind == catalog.Rendering {
		lines = append(lines, w.t("RestsCount", locales.Args{"Term": w.length(&rule)}))
	}
	if r.StartEvent == "" && count.Accepted != count.Filed {
		lines = append(lines, w.t("RestsAccepted", locales.Args{"Day": w.Language.DateWeekday(count.Accepted)}))
	}
	if r.Extension != nil {
		lines = append(lines, w.t("RestsExtended", locales.Args{"Term": w.length(r.Extension)}))
	}
	if count.Provisional {
		lines = append(lines, w.t("DueProvisional", locales.Args{"Year": r.Due.Year()}))
	}
	return lines
}

// count is the count of a request with its working; ok is false where nothing
// is counted.
func (w Writer) count(r requests.Request) (count calendar.Count, rule calendar.Rule, ok bool) {
	rule, from, ok := r.Basis()
	if !ok {
		return count, rule, false
	}
	count, err := w.Catalog.Calendar.Count(rule, from)
	if err != nil {
		return count, rule, false
	}
	if r.Extension != nil {
		more, err := w.Catalog.Calendar.Due(*r.Extension, calendar.Filing{Date: count.Due, Minute: calendar.NoHour})
		count.Provisional = count.Provisional || err == nil && more.Provisional
	}
	return count, rule, true
}

// Counting shows how the date was counted, day by day where it is short.
func (w Writer) Counting(r requests.Request) string {
	lines := []string{w.Head(r), ""}
	count, rule, ok := w.count(r)
	if !ok || rule.Length == 0 {
		return strings.Join(append(lines, locales.Sentence(w.Standing(r))), "\n")
	}
	kind := catalog.Own // who is late, and when, is said below
	if r.Kind == catalog.MinimumWait {
		kind = r.Kind
	}
	lines = append(lines, w.t("RequestTerm", locales.Args{"Term": w.length(&rule)}), "")
	if r.StartEvent != "" {
		first := w.t("CountStart", locales.Args{"Start": w.StartLabel(r), "Day": w.Language.DateWeekday(count.Filed)})
		lines = append(lines, w.card().WorkingFrom(first, count, rule.Unit, kind))
	} else {
		lines = append(lines, w.card().Working(count, rule.Unit, kind))
	}
	last := count.Due
	if r.DueFrom == requests.ByCount {
		last = r.Due
	}
	if r.Extension != nil {
		lines = append(lines, w.t("CountExtended", locales.Args{"Term": w.length(r.Extension), "Date": w.Language.Date(last)}))
	}
	switch {
	case r.DueFrom == requests.ByReceipt:
		lines = append(lines, w.t("CountReceipt", w.day(r.Receipt)))
	case r.Binds():
		lines = append(lines, w.t("CountOverdue", w.day(last+1)))
	}
	lines = append(lines, "")
	if term := w.term(r); term != nil {
		lines = append(lines, w.card().TermProof(term))
	}
	return strings.Join(append(lines, w.card().CalendarProof(count)), "\n")
}

// escape makes a plain text HTML.
func escape(s string) string { return html.EscapeString(s) }
