package letters

import (
	"strings"

	"github.com/merzim/merzim/catalog/calendar"
)

// Letter is a written letter, part by part. Each text is one line or paragraph.
type Letter struct {
	Language    string
	To          []string
	From        []string // blanks
	Head        string
	Subject     string
	Facts       []string
	Ask         string
	Asks        []string // items
	PassOn      string
	Attachments string
	Day, Sign   string

	on calendar.Date
}

// blank is a line to write on by hand.
const blank = "______________________________"

// shortBlank is a line for a signature or a few words.
const shortBlank = "____________________"

// Text is the letter to be copied into a form: plain text, no HTML.
func (l Letter) Text() string {
	head := append([]string{l.Head}, l.Subject)
	items := []string{l.Ask}
	for i, a := range l.Asks {
		items = append(items, mark(i)+" "+a+l.end(i))
	}
	var b strings.Builder
	for _, part := range [][]string{l.To, l.From, head, l.Facts, items, {l.PassOn}, {l.Attachments}, {l.Day, l.Sign}} {
		text := strings.Join(nonEmpty(part), "\n")
		if text == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\n\n")
		}
		b.WriteString(text)
	}
	return b.String()
}

// end is the sign after an item of the list.
func (l Letter) end(i int) string {
	if i == len(l.Asks)-1 {
		return "."
	}
	return ";"
}

func mark(i int) string { return string(rune('1'+i)) + ")" }

func nonEmpty(lines []string) []string {
	var out []string
	for _, l := range lines {
		if l != "" {
			out = append(out, l)
		}
	}
	return out
}
