package reports

import (
	"html"
	"strconv"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/locales"
)

// Words writes figures for people, in one language. What it returns is plain
// text: a page escapes it.
type Words struct {
	Catalog  *catalog.Catalog
	Language *locales.Language
}

// Say is a text of the language, as plain text.
func (w Words) Say(key string, args ...locales.Args) string {
	return html.UnescapeString(w.Language.T(key, args...))
}

// count is a text that depends on a number, as plain text.
func (w Words) count(key string, n int64) string {
	return html.UnescapeString(w.Language.N(key, int(n)))
}

// Service is a service's title, or its id where the catalogue knows it no more.
func (w Words) Service(id string) string {
	if s, ok := w.Catalog.Service(id); ok {
		return s.Title.In(w.Language.Code)
	}
	return id
}

// Agency is an agency's name; "" is that of services which left the catalogue.
func (w Words) Agency(id string) string {
	if a, ok := w.Catalog.Agency(id); ok {
		return a.Name.In(w.Language.Code)
	}
	return w.Say("ReportNoAgency")
}

// Region is a region's name; "" is that of records that name none.
func (w Words) Region(id string) string {
	for _, r := range w.Catalog.Regions {
		if r.ID == id {
			return r.Name.In(w.Language.Code)
		}
	}
	return w.Say("ReportNoRegion")
}

// Sector is a body of the 2019 monitoring of corruption.
func (w Words) Sector(id string) string { return w.Say("ReportSector_" + id) }

// Kind is a kind of complaint.
func (w Words) Kind(id string) string { return w.Say(locales.Key("ComplaintKind", id)) }

// State is a state of a complaint.
func (w Words) State(id string) string { return w.Say(locales.Key("ComplaintState", id)) }

// Spoken is a language's name.
func (w Words) Spoken(code string) string { return w.Say("ReportLanguage_" + code) }

// Period is a period in words.
func (w Words) Period(p Period) string {
	return w.Say("ReportPeriod", locales.Args{"From": w.Language.Date(p.From), "To": w.Language.Date(p.To)})
}

// Filters are the narrowings of a scope in words, none for all.
func (w Words) Filters(s Scope) (out []string) {
	for _, f := range []struct{ key, value, name string }{
		{"agency", s.Agency, w.Agency(s.Agency)}, {"service", s.Service, w.Service(s.Service)}, {"region", s.Region, w.Region(s.Region)},
		{"sector", s.Sector, w.Sector(s.Sector)}, {"kind", s.Kind, w.Kind(s.Kind)},
	} {
		if f.value != "" {
			out = append(out, w.Say("ReportCol_"+f.key)+": "+f.name)
		}
	}
	return out
}

// age names working days overdue: 6–10, from 61.
func (w Words) age(a Age) string {
	if a.To == 0 {
		return w.Say("ReportAgeFrom", locales.Args{"Days": strconv.Itoa(a.From)})
	}
	return w.Say("ReportAge", locales.Args{"From": strconv.Itoa(a.From), "To": strconv.Itoa(a.To)})
}

// week names an ISO week by its Monday, shortly: 16.11.
func (w Words) week(monday calendar.Date) string {
	return monday.At(0, 0).Format("02.01")
}

// Percent is a share in words, with a comma; a dash where there is none.
func (w Words) Percent(s Share) string {
	percent, ok := s.Percent()
	if !ok {
		return "–"
	}
	return locales.Decimal(float64(int64(percent*10+0.5))/10) + " %"
}
