package worksheet

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/xuri/excelize/v2"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
)

var (
	codePattern    = regexp.MustCompile(`^[A-Z]\d{9,10}_?$|^[A-Z]\d{2}[0-9A-Z]\d{7}_?$`)
	articlePattern = regexp.MustCompile(`^\d+(-\d+)?(\(\d+(-\d+)?\))*(, \d+(-\d+)?(\(\d+(-\d+)?\))*)*$`)
	pagePattern    = regexp.MustCompile(`^https?://[^\s/]+\.[^\s/]+(/\S*)?$`)
	windowPattern  = regexp.MustCompile(`^(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]) (?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$`)
)

// proof is what an answer rests on, found sound.
type proof struct {
	status  catalog.Status
	code    string
	article string
	source  string
	checked calendar.Date
	remark  string // for colleagues: the edition and who looked
}

// prove reads what an answer rests on: the act with its article, or a page.
func prove(a Answer, f catalog.Fact, today calendar.Date) (proof, error) {
	p := proof{status: catalog.StatusPage, code: a.Code, article: a.Article, source: a.Page, remark: a.Initials}
	if err := checkInitials(a.Initials); err != nil {
		return p, err
	}
	day, err := readDay(a.Checked)
	switch {
	case err != nil:
		return p, err
	case day > today:
		return p, fmt.Errorf("checked on %s: that day is still to come", day)
	}
	p.checked = day
	if a.Page != "" && !pagePattern.MatchString(a.Page) {
		return p, fmt.Errorf("page %q is no address like https://adilet.zan.kz/…", a.Page)
	}
	if a.Code == "" && a.Article == "" && a.Act == "" {
		if a.Page == "" {
			return p, fmt.Errorf("neither an act nor a page: what does the value rest on?")
		}
		return p, nil
	}
	p.status = catalog.StatusAct
	if p.source == "" {
		p.source = (&catalog.Act{AdiletID: a.Code}).URL(catalog.Russian)
	}
	p.remark = a.Act + "; " + a.Initials
	switch needsArticle := f.Kind != catalog.FactMCI && !isTitle(f); {
	case a.Act == "":
		return p, fmt.Errorf("the act and its edition are missing")
	case a.Code == "":
		return p, fmt.Errorf("the act's code is missing: the end of its address on adilet.zan.kz")
	case !codePattern.MatchString(a.Code):
		return p, fmt.Errorf("code %q is not like V2000020192", a.Code)
	case a.Article == "" && needsArticle:
		return p, fmt.Errorf("the article or point is missing")
	case a.Article != "" && !articlePattern.MatchString(a.Article):
		return p, fmt.Errorf("article %q is not like 25 or 25(2)", a.Article)
	}
	return p, nil
}

func checkInitials(s string) error {
	switch {
	case s == "":
		return fmt.Errorf("the initials are missing: who looked?")
	case len([]rune(s)) > 12 || !strings.ContainsFunc(s, unicode.IsLetter) || strings.ContainsFunc(s, unicode.IsDigit):
		return fmt.Errorf("initials %q: expected a letter or two, like АБ", s)
	}
	return nil
}

// readDay reads a day: a cell of Excel's, 2026-11-23 or 23.11.2026.
func readDay(s string) (calendar.Date, error) {
	if s == "" {
		return 0, fmt.Errorf("the day of the check is missing")
	}
	if d, err := calendar.ParseDate(s); err == nil {
		return d, nil
	}
	if t, err := time.Parse("02.01.2006", s); err == nil {
		return calendar.NewDate(t.Year(), t.Month(), t.Day()), nil
	}
	if n, err := strconv.ParseFloat(s, 64); err == nil && n > 30_000 && n < 100_000 { // 1982 to 2173
		if t, err := excelize.ExcelDateToTime(n, false); err == nil {
			return calendar.NewDate(t.Year(), t.Month(), t.Day()), nil
		}
	}
	return 0, fmt.Errorf("%q is no day: write it like 23.11.2026", s)
}

// isTitle reports that a fact is the title of a law, which no article sets.
func isTitle(f catalog.Fact) bool {
	return f.File == "law/facts.yaml" && f.Where != "contact_centre"
}
