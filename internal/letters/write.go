package letters

import (
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/locales"
)

// Writer writes letters by one edition of the law and the texts.
type Writer struct {
	Law   *catalog.Law
	Texts *locales.Texts
}

// Write writes the letter of a case, or says by one of this package's errors
// why there is none.
func (w Writer) Write(c Case) (Letter, error) {
	if err := c.check(); err != nil {
		return Letter{}, err
	}
	d := w.draft(c)
	return Letter{
		Language: d.lang.Code,
		To:       d.to(),
		From:     d.from(),
		Head:     d.t("LetterHead"),
		Subject:  d.subject(),
		Facts:    d.facts(),
		Ask:      d.t("LetterAsk"),
		Asks:     d.asks(),
		PassOn:   d.passOn(),

		Attachments: d.attachments(),
		Day:         d.t("LetterDay", values{"Date": d.date(c.Today)}),
		Sign:        d.t("LetterSign", values{"Blank": shortBlank}),

		on: c.Today,
	}, nil
}

// draft is a letter being written.
type draft struct {
	Case
	law  *catalog.Law
	lang *locales.Language
	kind string // of the text keys
}

func (w Writer) draft(c Case) draft {
	return draft{Case: c, law: w.Law, lang: w.Texts.In(c.Language), kind: kinds[c.Kind]}
}

// values are put into a plain text, each as one line.
type values map[string]string

// t says a plain text: values are not escaped for HTML, which a letter is not.
func (d draft) t(key string, sets ...values) string {
	args := locales.Args{}
	for _, set := range sets {
		for name, value := range set {
			args[name] = locales.HTML(oneLine(value))
		}
	}
	return d.lang.T(key, args)
}

// date is a day as letters write it: 20 марта 2026 года · 2026 жылғы 20 наурыз.
func (d draft) date(on calendar.Date) string { return dateWords(d.lang, on) }

// dated says the text with its day, or the one for a day that is not known.
func (d draft) dated(key string, on calendar.Date, more ...values) string {
	if on == 0 {
		return d.t(key+"Undated", more...)
	}
	return d.t(key, append(more, values{"Date": d.date(on)})...)
}

func (d draft) atAgency() bool { return d.Step == catalog.StepAgency }

// to is whom the letter is for.
func (d draft) to() []string {
	if d.atAgency() {
		agency, _ := d.law.Body(catalog.QualityAgency)
		region := d.Region
		if region.By == (catalog.Text{}) {
			words := d.t("LetterToRegion", values{"Blank": shortBlank})
			region.By = catalog.Text{RU: words, KK: words}
		}
		return []string{agency.ToIn(region).In(d.lang.Code)}
	}
	first := d.t("LetterToHeadUnnamed")
	if provider := d.Provider.In(d.lang.Code); provider != "" {
		first = d.t("LetterToHead", values{"Provider": provider})
	}
	return []string{first, d.t("LetterToName", values{"Blank": blank})}
}

// from is what the person writes by hand.
func (d draft) from() []string {
	return []string{
		d.t("LetterFromName", values{"Blank": blank}),
		d.t("LetterFromIIN", values{"Blank": shortBlank}),
		d.t("LetterFromAddress", values{"Blank": blank}),
		d.t("LetterFromPhone", values{"Blank": shortBlank}),
	}
}

func (d draft) subject() string {
	if d.Kind == Delay && d.atAgency() {
		return d.t("LetterSubjectDelayAgency")
	}
	return d.t("LetterSubject" + d.kind)
}
