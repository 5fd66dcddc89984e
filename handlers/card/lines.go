package card

import (
	"fmt"
	"html"
	"strings"

	"github.com/merzim/merzim/catalog/calendar"
)

// lines gathers the lines of a screen; empty ones are left out and gaps never
// double.
type lines struct {
	b      strings.Builder
	gapped bool
}

func (l *lines) add(line string) {
	if line == "" {
		return
	}
	if l.b.Len() > 0 {
		l.b.WriteByte('\n')
		if l.gapped {
			l.b.WriteByte('\n')
		}
	}
	l.gapped = false
	l.b.WriteString(line)
}

// gap asks for an empty line before the next one.
func (l *lines) gap() { l.gapped = true }

func (l *lines) String() string { return l.b.String() }

func escape(s string) string { return html.EscapeString(s) }

// shortDate is a date in figures, the same in both languages: 23.11.2026.
func shortDate(d calendar.Date) string {
	return fmt.Sprintf("%02d.%02d.%d", d.Day(), int(d.Month()), d.Year())
}

// dayMonth is a day in figures without its year: 28.11.
func dayMonth(d calendar.Date) string { return fmt.Sprintf("%02d.%02d", d.Day(), int(d.Month())) }

func twoDigits(n int) string { return fmt.Sprintf("%02d", n) }
