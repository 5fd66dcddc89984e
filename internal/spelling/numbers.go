package spelling

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// counted is a Russian noun as it stands after 1, after 2 to 4 and after 5; the
// genitive after 1 is the second form, after more the third.
type counted struct{ one, few, many string }

func nouns() []counted {
	return []counted{
		{"день", "дня", "дней"}, {"месяц", "месяца", "месяцев"}, {"год", "года", "лет"}, {"час", "часа", "часов"},
		{"минута", "минуты", "минут"}, {"минуту", "минуты", "минут"}, {"неделя", "недели", "недель"}, {"неделю", "недели", "недель"},
		{"документ", "документа", "документов"}, {"человек", "человека", "человек"}, {"сутки", "суток", "суток"}, {"раз", "раза", "раз"},
	}
}

var (
	actNumber    = regexp.MustCompile(`№\s?[\p{L}\d/-]+`)
	russianCount = regexp.MustCompile(`(^|[^\d,.№/-])(\d+) (рабоч\p{L}+ |календарн\p{L}+ )?(\p{L}+)`)
	// genitive are the words after which a number stands in the genitive.
	genitive = regexp.MustCompile(`(?i)(^|[ («])(в течение|до|от|с|со|из|после|более|менее|больше|меньше|позднее|позже|раньше|ранее|старше|младше|моложе|свыше|около|не менее чем|для|без|чем за|сроком|из всех|хотя бы|последних|первых|этих|одного из|истечении|окончании|дольше|кроме|половины|ближайших) (\d+[–-])?$`)
)

// RussianNumbers finds nouns that do not agree with the number before them:
// 2 рабочих дней, 5 рабочих дня.
func RussianNumbers(text string) []string {
	text = actNumber.ReplaceAllString(text, "№")
	var faults []string
	for _, m := range russianCount.FindAllStringSubmatchIndex(text, -1) {
		number, adjective, noun := text[m[4]:m[5]], "", text[m[8]:m[9]]
		if m[6] >= 0 {
			adjective = strings.TrimSpace(text[m[6]:m[7]])
		}
		n, err := strconv.Atoi(number)
		if err != nil || n >= 1900 && n < 2100 && strings.HasPrefix(noun, "го") { // a year of the calendar
			continue
		}
		if !agrees(n, adjective, noun, genitive.MatchString(text[:m[4]])) {
			faults = append(faults, fmt.Sprintf("%q does not agree with its number", strings.TrimSpace(text[m[4]:m[9]])))
		}
	}
	return faults
}

// agrees reports that a noun is none of those counted, or in the right form.
func agrees(n int, adjective, noun string, genitive bool) bool {
	known, right := false, false
	for _, c := range nouns() {
		if noun != c.one && noun != c.few && noun != c.many {
			continue
		}
		known = true
		right = right || noun == c.form(n) || genitive && noun == c.genitive(n)
	}
	if !known {
		return true
	}
	one := n%10 == 1 && n%100 != 11
	switch {
	case !right:
		return false
	case adjective == "":
		return true
	case one:
		return strings.HasSuffix(adjective, "ий") || strings.HasSuffix(adjective, "ый") || genitive && strings.HasSuffix(adjective, "его") || genitive && strings.HasSuffix(adjective, "ого")
	}
	return strings.HasSuffix(adjective, "их") || strings.HasSuffix(adjective, "ых")
}

func (c counted) form(n int) string {
	switch {
	case n%10 == 1 && n%100 != 11:
		return c.one
	case n%10 >= 2 && n%10 <= 4 && (n%100 < 12 || n%100 > 14):
		return c.few
	}
	return c.many
}

func (c counted) genitive(n int) string {
	if n%10 == 1 && n%100 != 11 {
		return c.few
	}
	return c.many
}

var (
	kazakhCount  = regexp.MustCompile(`(^|[^\d,.№/-])(\d+) (?:жұмыс |күнтізбелік )?(\p{Cyrillic}+)`)
	kazakhPlural = regexp.MustCompile(`^\p{L}{2,}([лдт][ае]р)(ы|і|ын|ін|ын[ае]н|ін[ае]н|ына|іне|ында|інде|ының|інің|ға|ге|да|де|дан|ден|ды|ді|дың|дің)?$`)
)

// notPlural are words that end as a plural does and are none.
func notPlural() []string {
	return []string{"қаңтар", "гектар", "доллар", "дәптер", "тендер", "лидер", "жылдар"}
}

// KazakhNumbers finds nouns in the plural after a number: 5 құжаттар.
func KazakhNumbers(text string) []string {
	var faults []string
	for _, m := range kazakhCount.FindAllStringSubmatch(actNumber.ReplaceAllString(text, "№"), -1) {
		word := strings.ToLower(m[3])
		if kazakhPlural.MatchString(word) && !slices.ContainsFunc(notPlural(), func(stem string) bool { return strings.HasPrefix(word, stem) }) {
			faults = append(faults, fmt.Sprintf("%q: no plural after a number", strings.TrimSpace(m[0])))
		}
	}
	return faults
}
