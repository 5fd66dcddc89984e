package console

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/locales"
)

// Say writes texts for templates: plain, since html/template escapes them.
type Say struct{ language *locales.Language }

// Lang is the language's IETF tag.
func (s Say) Lang() string { return s.language.Code }

// T says a text; pairs are the names and values of its placeholders.
func (s Say) T(key string, pairs ...any) string { return s.language.T(key, plain(pairs)) }

// N says a text that depends on a number.
func (s Say) N(key string, n int, pairs ...any) string { return s.language.N(key, n, plain(pairs)) }

// plain keeps values as they are: the page escapes them.
func plain(pairs []any) locales.Args {
	args := locales.Args{}
	for i := 0; i+1 < len(pairs); i += 2 {
		args[fmt.Sprint(pairs[i])] = locales.HTML(fmt.Sprint(pairs[i+1]))
	}
	return args
}

// Key says the text whose key ends with an id: a state, a kind, an outcome.
func (s Say) Key(prefix string, id any) string { return s.T(locales.Key(prefix, fmt.Sprint(id))) }

// Name is Key with a capital letter, as a word stands by itself on a page: for
// the vocabularies that the bot has too.
func (s Say) Name(prefix string, id any) string { return locales.Sentence(s.Key(prefix, id)) }

// Known is Key, or the id itself where there is no such text: other rooms name
// their own.
func (s Say) Known(prefix string, id any) string {
	key := locales.Key(prefix, fmt.Sprint(id))
	if text := s.T(key); text != key {
		return text
	}
	return fmt.Sprint(id)
}

// Day is a date; empty for none.
func (s Say) Day(d calendar.Date) string {
	if d == 0 {
		return ""
	}
	return s.language.Date(d)
}

// Moment is a date with the time of day in Almaty.
func (s Say) Moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return s.T("Moment", "Date", s.language.Date(calendar.DateIn(t)), "Time", t.In(calendar.Zone()).Format("15:04"))
}

// number is an id as it stands in addresses.
func (s Say) number(id int64) string { return strconv.FormatInt(id, 10) }

// chosenLanguage is the language of the answer: of the switch, which is kept in
// a cookie, of the person, or of the browser.
func (x *exchange) chosenLanguage(persons string) string {
	if code := x.r.URL.Query().Get("lang"); code == locales.Kazakh || code == locales.Russian {
		x.setCookie(languageCookie, code, http.SameSiteLaxMode, int((365 * 24 * time.Hour).Seconds()))
		return code
	}
	if cookie, err := x.r.Cookie(languageCookie); err == nil && (cookie.Value == locales.Kazakh || cookie.Value == locales.Russian) {
		return cookie.Value
	}
	if persons != "" {
		return persons
	}
	first, _, _ := strings.Cut(x.r.Header.Get("Accept-Language"), ",")
	return locales.Match(first)
}
