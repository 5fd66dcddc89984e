package letters_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/embeddedtest"
	"github.com/merzim/merzim/internal/letters"
	"github.com/merzim/merzim/locales"
)

var update = flag.Bool("update", false, "write the golden files anew")

func writer() letters.Writer {
	return letters.Writer{Law: &embeddedtest.Catalog().Law, Texts: embeddedtest.Texts()}
}

func day(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// full is a case of which everything is known.
func full(kind letters.Kind, step, lang string) letters.Case {
	c := embeddedtest.Catalog()
	s, _ := c.Service("id-card")
	out := letters.About(c, s, 0)
	out.Kind, out.Step, out.Language = kind, step, lang
	out.Region = c.Regions[4]
	out.Filed, out.Number, out.Channel = day("2026-03-13"), "101002345678", "con"
	out.Term, out.Act = &calendar.Rule{Length: 5, Unit: calendar.WorkingDays}, letters.Act{Number: "267", Date: day("2020-03-30")}
	out.Due, out.Today, out.Overdue = day("2026-03-20"), day("2026-03-30"), 3
	out.RefusedOn = day("2026-03-19")
	if step == catalog.StepAgency || kind == letters.NoAnswer {
		out.First = letters.First{Filed: day("2026-03-26"), Number: "ЖТ-2026-01234567", AnswerDue: day("2026-04-02")}
		out.Outcome, out.OutcomeOn = letters.NotSolved, day("2026-04-02")
		out.Today, out.Overdue = day("2026-04-03"), 7
	}
	return out
}

// bare is the same case of which only the unavoidable is known.
func bare(kind letters.Kind, step, lang string) letters.Case {
	f := full(kind, step, lang)
	return letters.Case{Kind: kind, Step: step, Language: lang, Service: f.Service, Route: f.Route, Due: f.Due, Today: f.Today}
}

var (
	kinds     = []letters.Kind{letters.Delay, letters.ExtraDocuments, letters.Refused, letters.NoAnswer}
	steps     = []string{catalog.StepProvider, catalog.StepAgency}
	languages = []string{catalog.Russian, catalog.Kazakh}
)

// every runs a test for each kind, step and language, of a full and a bare case.
func every(t *testing.T, test func(t *testing.T, c letters.Case, l letters.Letter)) {
	t.Helper()
	for _, kind := range kinds {
		for _, step := range steps {
			for _, lang := range languages {
				for name, c := range map[string]letters.Case{"full": full(kind, step, lang), "bare": bare(kind, step, lang)} {
					t.Run(string(kind)+" "+step+" "+lang+" "+name, func(t *testing.T) {
						t.Parallel()
						l, err := writer().Write(c)
						if err != nil {
							t.Fatal(err)
						}
						test(t, c, l)
					})
				}
			}
		}
	}
}

// golden compares with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; got:\n%s", file, got)
	}
}

func TestTheLettersReadAsWritten(t *testing.T) {
	t.Parallel()
	every(t, func(t *testing.T, c letters.Case, l letters.Letter) {
		known := "full"
		if c.Filed == 0 {
			known = "bare"
		}
		golden(t, strings.Join([]string{string(c.Kind), c.Step, c.Language, known}, "-")+".txt", l.Text()+"\n")
	})
}

var (
	placeholder = regexp.MustCompile(`[{}<>]|no value|Letter[A-Z]|&#|&[a-z]+;`)
	doubled     = regexp.MustCompile(`  |\.\.|, ,|: \.|№ [.)]|\(\)| \.|\n\n\n`)
)

func TestNoLetterHasAGapWhereAValueIsMissing(t *testing.T) {
	t.Parallel()
	every(t, func(t *testing.T, c letters.Case, l letters.Letter) {
		text := l.Text()
		if found := placeholder.FindString(text); found != "" {
			t.Errorf("%q stands in the letter:\n%s", found, text)
		}
		if found := doubled.FindString(text); found != "" {
			t.Errorf("%q stands in the letter:\n%s", found, text)
		}
		if word := locales.MixedWord(text); word != "" && word != "e-Otinish" {
			t.Errorf("two alphabets in %q", word)
		}
		if n := utf8.RuneCountInString(text); n > 4000 {
			t.Errorf("%d letters do not fit one message", n)
		}
		if strings.Contains(text, "V1500") || strings.Contains(text, "статья 93") || strings.Contains(text, "23-бабының") {
			t.Errorf("an unverified article is printed:\n%s", text)
		}
	})
}

// The person's own data are blanks, whatever the case holds.
func TestThePersonSignsByHand(t *testing.T) {
	t.Parallel()
	every(t, func(t *testing.T, c letters.Case, l letters.Letter) {
		words := []string{"ИИН: ____", "адрес: ____", "Телефон: ____", "Подпись: ____", "отчество): ____"}
		if c.Language == catalog.Kazakh {
			words = []string{"ЖСН: ____", "мекенжайы: ____", "Телефоны: ____", "Қолы: ____", "аты): ____"}
		}
		for _, w := range words {
			if !strings.Contains(l.Text(), w) {
				t.Errorf("%q is missing", w)
			}
		}
	})
}

// Nobody is accused of anything: a letter asks about a service.
func TestNoLetterSpeaksOfMoneyOrCorruption(t *testing.T) {
	t.Parallel()
	accusing := regexp.MustCompile(`(?i)корруп|взят|деньг|вымог|плат[аиу]|жемқор|ақша|пара\b|виновн|преступ|кінәлі`)
	every(t, func(t *testing.T, _ letters.Case, l letters.Letter) {
		if found := accusing.FindString(l.Text()); found != "" {
			t.Errorf("%q stands in the letter", found)
		}
	})
}

func TestWhoGetsNoLetter(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]struct {
		change func(*letters.Case)
		want   error
	}{
		"money asked":           {func(c *letters.Case) { c.Kind = letters.Money }, letters.ErrMoney},
		"money at a utility":    {func(c *letters.Case) { c.Kind, c.Route = letters.Money, catalog.RouteMonopolies }, letters.ErrMoney},
		"an information page":   {func(c *letters.Case) { c.Route = catalog.RouteInformation }, letters.ErrOutsideLadder},
		"a utility":             {func(c *letters.Case) { c.Route = catalog.RouteMonopolies }, letters.ErrOutsideLadder},
		"a private body":        {func(c *letters.Case) { c.Route = catalog.RoutePrivate }, letters.ErrOutsideLadder},
		"the due day itself":    {func(c *letters.Case) { c.Today = c.Due }, letters.ErrNotOverdue},
		"no due day":            {func(c *letters.Case) { c.Due = 0 }, letters.ErrNotOverdue},
		"the court":             {func(c *letters.Case) { c.Step = catalog.StepCourt }, letters.ErrNoSuchLetter},
		"a kind nobody knows":   {func(c *letters.Case) { c.Kind = "rude" }, letters.ErrNoSuchLetter},
		"the day after the due": {func(c *letters.Case) { c.Today = c.Due + 1 }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := full(letters.Delay, catalog.StepProvider, catalog.Russian)
			p.change(&c)
			if _, err := writer().Write(c); !errors.Is(err, p.want) {
				t.Errorf("%v, want %v", err, p.want)
			}
		})
	}
}

func TestDaysOverdueHaveTheirEndings(t *testing.T) {
	t.Parallel()
	for n, want := range map[int][2]string{
		1:   {"нарушен на 1 рабочий день.", "кешігу – 1 жұмыс күні."},
		2:   {"нарушен на 2 рабочих дня.", "кешігу – 2 жұмыс күні."},
		5:   {"нарушен на 5 рабочих дней.", "кешігу – 5 жұмыс күні."},
		11:  {"нарушен на 11 рабочих дней.", "кешігу – 11 жұмыс күні."},
		21:  {"нарушен на 21 рабочий день.", "кешігу – 21 жұмыс күні."},
		104: {"нарушен на 104 рабочих дня.", "кешігу – 104 жұмыс күні."},
	} {
		for i, lang := range languages {
			c := full(letters.Delay, catalog.StepProvider, lang)
			c.Overdue = n
			l, err := writer().Write(c)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(l.Text(), want[i]) {
				t.Errorf("%d: %q is missing", n, want[i])
			}
		}
	}
}

// On a Saturday after the due Friday the term is over and no working day late.
func TestALateWeekendIsNotCounted(t *testing.T) {
	t.Parallel()
	c := full(letters.Delay, catalog.StepProvider, catalog.Russian)
	c.Due, c.Today, c.Overdue = day("2026-11-27"), day("2026-11-28"), 0
	l, err := writer().Write(c)
	if err != nil {
		t.Fatal(err)
	}
	if text := l.Text(); strings.Contains(text, "Срок нарушен") || !strings.Contains(text, "27 ноября 2026 года") {
		t.Errorf("%s", text)
	}
}

func TestTheReceiptsDayIsCalledSo(t *testing.T) {
	t.Parallel()
	for lang, want := range map[string]string{
		catalog.Russian: "По расписке результат должен быть готов к такому дню: 20 марта 2026 года.",
		catalog.Kazakh:  "Қолхат бойынша нәтиже дайын болуға тиіс күн – 2026 жылғы 20 наурыз.",
	} {
		c := full(letters.Delay, catalog.StepProvider, lang)
		c.DueOnReceipt = true
		l, err := writer().Write(c)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(l.Text(), want) {
			t.Errorf("%q is missing", want)
		}
	}
}

// A value cannot pose as another part of the letter.
func TestAValueStaysInItsSentence(t *testing.T) {
	t.Parallel()
	c := full(letters.Delay, catalog.StepAgency, catalog.Russian)
	c.Number = "12\n\nПрошу:\n1) уволить <b>всех</b> & \u202eвсё"
	c.First.Number = "{{.Date}}"
	c.Service.RU = "Курс «Алтын алқа»"
	l, err := writer().Write(c)
	if err != nil {
		t.Fatal(err)
	}
	text := l.Text()
	for _, want := range []string{
		"Номер заявления: 12 Прошу: 1) уволить <b>всех</b> & всё.\n", "Номер жалобы: {{.Date}}.", "«Курс „Алтын алқа“»",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing:\n%s", want, text)
		}
	}
}

// Every service of the catalogue has its letters or the words where to go
// instead; none speaks to the provider as a card speaks to its reader.
func TestEveryServiceHasAWay(t *testing.T) {
	t.Parallel()
	c := embeddedtest.Catalog()
	w := writer()
	reader := regexp.MustCompile(`(?i)[^\p{L}](вы|вас|вам|ваш\p{L}*|сіз\p{L}*)[^\p{L}]`)
	for _, s := range c.Services {
		for _, lang := range languages {
			for row := range len(s.Terms) + 1 {
				of := letters.About(c, s, row)
				of.Kind, of.Step, of.Language = letters.Refused, catalog.StepAgency, lang
				of.Channel, of.Today = s.Channels[0], day("2026-11-27")
				l, err := w.Write(of)
				if s.Route != catalog.RouteLadder {
					if !errors.Is(err, letters.ErrOutsideLadder) || w.Elsewhere(letters.Delay, s.Route, lang) == "" {
						t.Errorf("%s: %v", s.ID, err)
					}
					continue
				}
				if err != nil {
					t.Errorf("%s: %v", s.ID, err)
					continue
				}
				if text := l.Text(); reader.MatchString(text) || placeholder.MatchString(text) || strings.Contains(text, "Channel") {
					t.Errorf("%s:\n%s", s.ID, text)
				}
				if of.Term != nil && !s.Terms[row-1].Verified() {
					t.Errorf("%s: row %d is unverified and has a term", s.ID, row)
				}
			}
		}
	}
}

// The PDF says what the text says, letter by letter, on one page or two.
func TestThePDFSaysWhatTheTextSays(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is missing: install poppler-utils")
	}
	every(t, func(t *testing.T, c letters.Case, l letters.Letter) {
		var b bytes.Buffer
		if err := l.PDF(&b); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "letter.pdf")
		if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command("pdftotext", "-raw", file, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(out), "\f"); n > 1 {
			t.Errorf("%d pages", n)
		}
		// Lines break elsewhere, and blanks go on to the edge.
		squeeze := func(s string) string { return regexp.MustCompile(`[\s\f_]+`).ReplaceAllString(s, "") }
		if got, want := squeeze(string(out)), squeeze(l.Text()); got != want {
			t.Errorf("the page says\n%s\nand the text\n%s", out, l.Text())
		}
	})
}

func TestTheWaysToFile(t *testing.T) {
	t.Parallel()
	for _, lang := range languages {
		for _, step := range steps {
			ways := writer().Ways(step, lang)
			golden(t, "ways-"+step+"-"+lang+".txt", ways.Text()+"\n")
			var ids []string
			for _, w := range ways.Ways {
				ids = append(ids, w.ID)
			}
			if got := strings.Join(ids, " "); got != "e-otinish egov egov-bot 1414" {
				t.Errorf("%s %s: %s", step, lang, got)
			}
		}
	}
}

func TestWhereToGoInstead(t *testing.T) {
	t.Parallel()
	for _, lang := range languages {
		w := writer()
		golden(t, "elsewhere-"+lang+".txt", strings.Join([]string{
			w.Elsewhere(letters.Money, catalog.RouteLadder, lang),
			w.Elsewhere(letters.Delay, catalog.RouteInformation, lang),
			w.Elsewhere(letters.Delay, catalog.RouteMonopolies, lang),
			w.Elsewhere(letters.Delay, catalog.RoutePrivate, lang),
		}, "\n---\n")+"\n")
		if text := w.Elsewhere(letters.Delay, catalog.RouteLadder, lang); text != "" {
			t.Errorf("the ladder holds, and yet: %s", text)
		}
	}
}

// What the data call unverified is printed nowhere in a letter.
func TestAnUnverifiedArticleIsNotPrinted(t *testing.T) {
	t.Parallel()
	c, texts := embeddedtest.Catalog(), embeddedtest.Texts()
	law := c.Law
	law.Ladder.Provider.Status, law.Ladder.PassOn.Status = catalog.StatusUnverified, catalog.StatusUnverified
	w := letters.Writer{Law: &law, Texts: texts}
	for _, lang := range languages {
		l, err := w.Write(full(letters.Delay, catalog.StepProvider, lang))
		if err != nil {
			t.Fatal(err)
		}
		if text := l.Text(); strings.Contains(text, "стать") || strings.Contains(text, "баб") || strings.Contains(text, "№ 88-V") {
			t.Errorf("%s", text)
		}
	}
}
