package card

import (
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/locales"
)

// Why says in words why a day of a count counts or not.
func (w Writer) Why(s calendar.Step) string {
	text := w.t(locales.Key("Why", s.Reason))
	if s.Holiday != "" {
		text = w.t("WhyNamed", locales.Args{"Why": locales.HTML(text), "Holiday": w.Catalog.Calendar.HolidayName(s.Holiday, w.code())})
	}
	return text
}
