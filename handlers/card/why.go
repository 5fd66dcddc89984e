package card

import (
	"strings"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/locales"
)

// Why says in words why a day of a count counts or not.
func (w Writer) Why(s calendar.Step) string {
	key := "Why"
	for part := range strings.SplitSeq(string(s.Reason), "_") {
		key += strings.ToUpper(part[:1]) + part[1:]
	}
	text := w.t(key)
	if s.Holiday != "" {
		text = w.t("WhyNamed", locales.Args{"Why": locales.HTML(text), "Holiday": w.Catalog.Calendar.HolidayName(s.Holiday, w.code())})
	}
	return text
}
