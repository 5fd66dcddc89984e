package letters

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/locales"
)

// dateWords is a day in words, without a case ending that a sentence would ask
// for: the sentences are built around it.
func dateWords(l *locales.Language, on calendar.Date) string {
	return l.T("LetterDate", locales.Args{
		"Day": strconv.Itoa(on.Day()), "Month": l.T("Month" + strconv.Itoa(int(on.Month()))), "Year": strconv.Itoa(on.Year()),
	})
}

// oneLine keeps a value within its sentence: line breaks and invisible signs
// could make it look like another part of the letter.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) && r != '\u00a0' {
			return ' '
		}
		if !unicode.IsGraphic(r) {
			return -1
		}
		return r
	}, s)
	for strings.Contains(s, "  ") {
		s = strings.ReplaceAll(s, "  ", " ")
	}
	return strings.Trim(s, " ")
}

// inner turns the quotes of a name that will itself be quoted: «Курс „Алтын
// алқа“».
func inner(name string) string {
	return strings.NewReplacer("«", "„", "»", "“").Replace(name)
}

// length is a term in words: 15 рабочих дней.
func (d draft) length(r calendar.Rule) string { return d.lang.N(locales.Key("Term", r.Unit), r.Length) }

// within is a period as "within": в течение 5 рабочих дней.
func (d draft) within(p catalog.Period) string {
	return d.lang.N(locales.Key("LetterWithin", p.Unit), p.Length)
}

// cite names the article of a fact of the law; "" where it may not be printed.
// Where the act's title itself is not verified, its number stands beside it: a
// clerk finds the act by either.
func (d draft) cite(p catalog.Proof) string {
	act, ok := d.law.Facts.Act(p.Act)
	if !ok || !p.Verified() || p.Article == "" {
		return ""
	}
	cited := act.Cite(p.Article, d.lang.Code)
	if act.Verified() || act.Number == "" {
		return cited
	}
	return d.t("LetterArticle", values{"Citation": cited, "Number": act.Number})
}

// citeAll names the articles of several facts of one act, each once.
func (d draft) citeAll(clauses []catalog.Clause) string {
	var one catalog.Proof
	seen := map[string]bool{}
	var articles []string
	for _, c := range clauses {
		if !c.Verified() || c.Article == "" || one.Act != "" && c.Act != one.Act {
			continue
		}
		one = c.Proof
		if !seen[c.Article] {
			seen[c.Article] = true
			articles = append(articles, c.Article)
		}
	}
	one.Article = strings.Join(articles, ", ")
	return d.cite(one)
}
