package locales

import (
	"html"
	"strconv"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
)

// Language says texts in one language.
type Language struct {
	Code      string
	localizer *i18n.Localizer
	keys      []string
}

// Starting gives all texts whose keys begin so, for a page that shows them by
// itself.
func (l *Language) Starting(prefix string) map[string]string {
	out := map[string]string{}
	for _, key := range l.keys {
		if strings.HasPrefix(key, prefix) {
			out[key] = l.T(key)
		}
	}
	return out
}

// Args are the values put into a text. Strings are escaped for HTML; HTML
// values stand as they are.
type Args map[string]any

// HTML is text that was escaped before.
type HTML string

// T says a text. A key that is missing, which the tests exclude, is said as
// the key itself: a strange word beats silence.
func (l *Language) T(key string, args ...Args) string {
	return l.say(&i18n.LocalizeConfig{MessageID: key, TemplateData: escaped(args, nil)})
}

// N says a text that depends on a number, which it may name as {{.Count}}.
func (l *Language) N(key string, count int, args ...Args) string {
	return l.say(&i18n.LocalizeConfig{MessageID: key, PluralCount: count, TemplateData: escaped(args, &count)})
}

func (l *Language) say(c *i18n.LocalizeConfig) string {
	text, err := l.localizer.Localize(c)
	if err != nil && text == "" {
		return c.MessageID
	}
	return text
}

func escaped(args []Args, count *int) map[string]any {
	if len(args) == 0 && count == nil {
		return nil
	}
	out := map[string]any{}
	for _, set := range args {
		for name, value := range set {
			if s, ok := value.(string); ok {
				value = html.EscapeString(s)
			}
			out[name] = value
		}
	}
	if count != nil {
		out["Count"] = strconv.Itoa(*count)
	}
	return out
}
