package locales_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/BurntSushi/toml"

	"github.com/merzim/merzim/locales"
)

func load(t *testing.T) *locales.Texts {
	t.Helper()
	texts, err := locales.Load(locales.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

// day is a civil date.
func day(year int, month time.Month, d int) locales.Day {
	return time.Date(year, month, d, 0, 0, 0, 0, time.UTC)
}

func TestTheTextsHaveNoFault(t *testing.T) {
	t.Parallel()
	if err := locales.Check(locales.Embedded()); err != nil {
		t.Error(err)
	}
}

// rawTexts reads a language's files as they stand.
func rawTexts(t *testing.T, code string) map[string]any {
	t.Helper()
	files, err := locales.FilesOf(locales.Embedded(), code)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]any{}
	for _, file := range files {
		data, err := locales.Embedded().ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := toml.Unmarshal(data, &out); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

var placeholder = regexp.MustCompile(`\{\{\s*\.(\w+)\s*\}\}`)

func TestEveryMessageIsSaidInBothLanguages(t *testing.T) {
	t.Parallel()
	texts := load(t)
	for _, code := range locales.Codes() {
		for key, raw := range rawTexts(t, code) {
			args := locales.Args{}
			for _, m := range placeholder.FindAllStringSubmatch(fmt.Sprint(raw), -1) {
				if m[1] != "Count" {
					args[m[1]] = "«" + m[1] + "»"
				}
			}
			var said []string
			if _, counted := raw.(map[string]any); counted && !strings.HasPrefix(key, "LocalPage") {
				for _, n := range []int{0, 1, 2, 5, 11, 21, 22, 100} {
					text := texts.In(code).N(key, n, args)
					if !strings.Contains(text, fmt.Sprint(n)) {
						t.Errorf("%s %s: %d is not said: %s", code, key, n, text)
					}
					said = append(said, text)
				}
			} else {
				said = append(said, texts.In(code).T(key, args))
			}
			for _, text := range said {
				if text == key || strings.TrimSpace(text) == "" || strings.Contains(text, "<no value>") || strings.Contains(text, "{{") {
					t.Errorf("%s %s is said as %q", code, key, text)
				}
				for name, value := range args {
					if !strings.Contains(text, value.(string)) {
						t.Errorf("%s %s leaves out %s: %q", code, key, name, text)
					}
				}
			}
		}
	}
}

func TestNumbersHaveTheRightForms(t *testing.T) {
	t.Parallel()
	texts := load(t)
	for n, want := range map[int][2]string{
		1: {"1 рабочий день", "1 жұмыс күні"}, 2: {"2 рабочих дня", "2 жұмыс күні"}, 5: {"5 рабочих дней", "5 жұмыс күні"},
		11: {"11 рабочих дней", "11 жұмыс күні"}, 15: {"15 рабочих дней", "15 жұмыс күні"}, 21: {"21 рабочий день", "21 жұмыс күні"},
		22: {"22 рабочих дня", "22 жұмыс күні"}, 112: {"112 рабочих дней", "112 жұмыс күні"},
	} {
		for i, code := range []string{"ru", "kk"} {
			if got := texts.In(code).N("TermWorkingDay", n); got != want[i] {
				t.Errorf("%d: %q, want %q", n, got, want[i])
			}
		}
	}
}

func TestDatesDecline(t *testing.T) {
	t.Parallel()
	texts := load(t)
	ru, kk := texts.In("ru"), texts.In("kk")
	december := day(2026, 12, 4)
	for want, got := range map[string]string{
		"4 декабря 2026":                            ru.Date(december),
		"до 4 декабря 2026":                         ru.DateUntil(december),
		"с 4 декабря 2026":                          ru.DateFrom(december),
		"4 декабря, пт":                             ru.DateWeekday(december),
		"пятница":                                   ru.Weekday(december),
		"с 4 декабря":                               ru.MonthDayFrom(december),
		"по 4 декабря":                              ru.MonthDayUntil(december),
		"2026 жылғы 4 желтоқсан":                    kk.Date(december),
		"2026 жылғы 4 желтоқсанға дейін":            kk.DateUntil(december),
		"2026 жылғы 4 желтоқсаннан бастап":          kk.DateFrom(december),
		"4 желтоқсан, " + kk.WeekdayShort(december): kk.DateWeekday(december),
		"жұма":                kk.Weekday(december),
		"4 желтоқсаннан":      kk.MonthDayFrom(december),
		"4 желтоқсанға дейін": kk.MonthDayUntil(december),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestEveryMonthDeclinesInKazakh(t *testing.T) {
	t.Parallel()
	kk := load(t).In("kk")
	want := []string{
		"қаңтарға қаңтардан", "ақпанға ақпаннан", "наурызға наурыздан", "сәуірге сәуірден", "мамырға мамырдан", "маусымға маусымнан",
		"шілдеге шілдеден", "тамызға тамыздан", "қыркүйекке қыркүйектен", "қазанға қазаннан", "қарашаға қарашадан", "желтоқсанға желтоқсаннан",
	}
	for i, words := range want {
		to, from, _ := strings.Cut(words, " ")
		d := day(2026, time.Month(i+1), 7)
		if got, want := kk.DateUntil(d), "2026 жылғы 7 "+to+" дейін"; got != want {
			t.Errorf("%q, want %q", got, want)
		}
		if got, want := kk.DateFrom(d), "2026 жылғы 7 "+from+" бастап"; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestMoneyIsGroupedByNoBreakSpaces(t *testing.T) {
	t.Parallel()
	texts := load(t)
	for tenge, want := range map[int64]string{
		0: "0 ₸", 865: "865 ₸", 1000: "1\u00a0000 ₸", 34600: "34\u00a0600 ₸", 1234567: "1\u00a0234\u00a0567 ₸", -4325: "-4\u00a0325 ₸",
	} {
		for _, code := range locales.Codes() {
			if got := strings.Replace(texts.In(code).Money(tenge), "\u00a0₸", " ₸", 1); got != want {
				t.Errorf("%d: %q, want %q", tenge, got, want)
			}
		}
	}
	for f, want := range map[float64]string{0.2: "0,2", 8: "8", 1.5: "1,5", 0.25: "0,25"} {
		if got := locales.Decimal(f); got != want {
			t.Errorf("%v: %q, want %q", f, got, want)
		}
	}
}

func TestLanguageTagsFindALanguage(t *testing.T) {
	t.Parallel()
	for tag, want := range map[string]string{
		"kk": "kk", "kk-KZ": "kk", "kk-Latn": "kk", "kk_KZ": "kk", "ru": "ru", "ru-RU": "ru", "en": "ru", "": "ru", "k": "ru", "kkj": "ru", "uz": "ru",
	} {
		if got := locales.Match(tag); got != want {
			t.Errorf("%q: %s, want %s", tag, got, want)
		}
		if got := load(t).In(tag).Code; got != want {
			t.Errorf("texts for %q are in %s, want %s", tag, got, want)
		}
	}
}

func TestValuesAreEscapedAndTextsAreNot(t *testing.T) {
	t.Parallel()
	ru := load(t).In("ru")
	hostile := `<b>&"`
	if got := ru.T("MoreProvider", locales.Args{"Provider": hostile}); strings.Contains(got, "<b>") || !strings.Contains(got, "&lt;b&gt;&amp;") {
		t.Errorf("a value is not escaped: %s", got)
	}
	if got := ru.T("MoreProvider", locales.Args{"Provider": locales.HTML("<b>x</b>")}); !strings.Contains(got, "<b>x</b>") {
		t.Errorf("HTML is escaped twice: %s", got)
	}
	if got := ru.T("NoSuchKey"); got != "NoSuchKey" {
		t.Errorf("a missing key is said as %q", got)
	}
}

func TestAPageGetsItsTexts(t *testing.T) {
	t.Parallel()
	got := load(t).In("kk").Starting("LocalPage")
	if got["LocalPageSend"] == "" || len(got) < 20 {
		t.Errorf("%d texts: %v", len(got), got)
	}
	for key := range got {
		if !strings.HasPrefix(key, "LocalPage") {
			t.Errorf("%s is not the page's", key)
		}
	}
}

func TestMixedWordsAreFound(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"cправка": "cправка", "наша спpавка готова": "спpавка", "справка": "", "e-Өтініш": "", "eGov Mobile": "", "PDF-файл": "", "ЦОН, eGov": "", "": "",
	} {
		if got := locales.MixedWord(text); got != want {
			t.Errorf("%q: found %q, want %q", text, got, want)
		}
	}
}

func TestCheckFindsFaults(t *testing.T) {
	t.Parallel()
	const ru, kk = "active.ru.toml", "active.kk.toml"
	const fine, fineKK = "A = \"да {{.X}}\"\n[N]\none=\"1\"\nfew=\"2\"\nmany=\"3\"\nother=\"4\"\n", "A = \"иә {{.X}}\"\n[N]\none=\"1\"\nother=\"4\"\n"
	for name, c := range map[string]struct{ ru, kk, want string }{
		"fine":                   {fine, fineKK, ""},
		"missing in Kazakh":      {"B = \"да\"\n" + fine, fineKK, kk + ": B: missing"},
		"missing in Russian":     {fine, "B = \"иә\"\n" + fineKK, ru + ": B: missing"},
		"plural form missing":    {strings.Replace(fine, "many=\"3\"\n", "", 1), fineKK, `plural form "many" missing`},
		"empty":                  {strings.Replace(fine, "да {{.X}}", " ", 1), fineKK, "A: empty"},
		"placeholder missing":    {fine, strings.Replace(fineKK, " {{.X}}", "", 1), "A: placeholders"},
		"broken template":        {strings.Replace(fine, "{{.X}}", "{{.X", 1), fineKK, "broken template"},
		"letters of two scripts": {strings.Replace(fine, "да", "дa", 1), fineKK, `"дa"`},
		"broken file":            {"A = \n", fineKK, ru + ":1: "},
	} {
		err := locales.Check(fstest.MapFS{ru: {Data: []byte(c.ru)}, kk: {Data: []byte(c.kk)}})
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	err := locales.Check(fstest.MapFS{
		ru: {Data: []byte(fine)}, kk: {Data: []byte(fineKK)}, "more.ru.toml": {Data: []byte("A = \"{{.X}}\"\nB = \"да\"\n")}, "more.kk.toml": {Data: nil},
	})
	for _, want := range []string{"more.ru.toml: A: stands in active.ru.toml too", "more.kk.toml: B: missing, more.ru.toml has it"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("a second file: %v, want %q", err, want)
		}
	}
	if err := locales.Check(fstest.MapFS{ru: {Data: []byte(fine)}}); err == nil || !strings.Contains(err.Error(), kk) {
		t.Errorf("a file that is not there: %v", err)
	}
}

func TestAnIDFindsItsText(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"filed": "StateFiled", "more_documents": "StateMoreDocuments", "egov-mobile": "StateEgovMobile", "enbek.kz": "StateEnbekKz", "": "State", "_": "State",
	} {
		if got := locales.Key("State", id); got != want {
			t.Errorf("%q: %s, want %s", id, got, want)
		}
	}
	for text, want := range map[string]string{"өтініш дайын": "Өтініш дайын", "": "", "Уже": "Уже", "5 дней": "5 дней"} {
		if got := locales.Sentence(text); got != want {
			t.Errorf("%q begins as %q", text, got)
		}
	}
}
