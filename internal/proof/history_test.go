package proof_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/embeddedtest"
	"github.com/merzim/merzim/internal/proof"
	"github.com/merzim/merzim/locales"
)

// desk is what the tests write with.
type desk struct {
	writer proof.Writer
	days   *calendar.Calendar
}

func open(t *testing.T) desk {
	t.Helper()
	days := embeddedtest.Catalog().Calendar
	return desk{proof.Writer{Texts: embeddedtest.Texts(), Holidays: days.HolidayName}, days}
}

// history is a request whose term runs over Nauryz.
func (d desk) history(t *testing.T, lang, filed, term string) proof.History {
	t.Helper()
	rule, err := calendar.ParseRule(term)
	if err != nil {
		t.Fatal(err)
	}
	filing, err := calendar.ParseFiling(filed)
	if err != nil {
		t.Fatal(err)
	}
	count, err := d.days.Count(rule, filing)
	if err != nil {
		t.Fatal(err)
	}
	at := func(day calendar.Date, hour, minute int) time.Time { return day.At(hour, minute) }
	return proof.History{
		Language: lang, Written: at(count.Due+10, 15, 4),
		Service: "Жеке куәлік алу", Case: "мерзімі өтті", Provider: "Полицияның көші-қон қызметі", Region: "Ақмола облысы",
		Number: "101002345678", State: "мерзімі өтті", Filed: filing,
		Rule: rule, Count: &count, Basis: "Заң, 25-бап", Version: d.days.Version(),
		Events: []proof.Event{
			{At: at(count.Due+1, 9, 0), By: proof.System, Text: "Еске салу: мерзім өтті"},
			{At: at(count.Filed, 18, 10), By: proof.Citizen, Text: "Өтініш жазылды"},
			{At: at(count.Filed+1, 11, 30), By: proof.Staff, Text: "Қабылданды", Note: "құжаттар толық"},
		},
	}
}

// read writes a history and reads its pages back.
func read(t *testing.T, w proof.Writer, h proof.History) (pages []string) {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is missing: install poppler-utils")
	}
	var b bytes.Buffer
	if err := w.Write(&b, h); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "history.pdf")
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-layout", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	pages = strings.Split(string(out), "\f")
	for i, p := range pages {
		pages[i] = strings.Join(strings.Fields(p), " ")
	}
	return pages[:len(pages)-1]
}

func demand(t *testing.T, text string, wants ...string) {
	t.Helper()
	at := 0
	for _, want := range wants {
		i := strings.Index(text[at:], want)
		if i < 0 {
			t.Errorf("%q is missing or out of its order in\n%s", want, text)
			continue
		}
		at += i + len(want)
	}
}

func TestTheHistoryIsToldInOrder(t *testing.T) {
	t.Parallel()
	d := open(t)
	for lang, want := range map[string][]string{
		"ru": {
			"История заявления", "личная запись", "не официальный документ", "Услуга", "Жеке куәлік алу", "Номер", "101002345678",
			"Подано 20 марта 2026, 18:05", "Срок 2 рабочих дня", "Откуда срок", "Последний день 30 марта 2026, понедельник", "Состояние",
			"Как посчитан срок", "День Счёт Почему",
			"20 марта 2026, пт – подано после приёма", "21 марта 2026, сб – праздник: Наурыз", "24 марта 2026, вт – выходной за праздник: Наурыз",
			"(вместо 21 марта 2026)", "26 марта 2026, чт – день приёма не считается", "27 марта 2026, пт 1 рабочий день",
			"28 марта 2026, сб – выходной", "30 марта 2026, пн 2 последний день срока", "Просрочка — с 31 марта 2026.", "календарь 2026 года", d.days.Version(),
			"Что происходило", "20 марта 2026, 18:10 вы Өтініш жазылды", "21 марта 2026, 11:30 сотрудник Қабылданды «құжаттар толық»", "31 марта 2026, 09:00 бот",
			"Составлена 9 апреля 2026, 15:04", "Страница 1 из 1.",
		},
		"kk": {
			"Өтініштің тарихы", "жеке жазба", "ресми құжат емес", "Қызмет", "Тапсырылды 2026 жылғы 20 наурыз, 18:05", "Мерзімі 2 жұмыс күні",
			"Соңғы күні 2026 жылғы 30 наурыз, дүйсенбі", "Мерзім қалай саналды", "2026 жылғы 21 наурыз, сенбі – мереке: Наурыз",
			"2026 жылғы 27 наурыз, жұма 1 жұмыс күні", "2 мерзімнің соңғы күні", "Не болды", "сіз Өтініш жазылды", "қызметкер Қабылданды", "бот",
			"Жасалған уақыты: 2026 жылғы 9 сәуір, 15:04", "1 беттің 1-беті.",
		},
	} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			pages := read(t, d.writer, d.history(t, lang, "2026-03-20 18:05", "2wd"))
			demand(t, strings.Join(pages, " "), want...)
		})
	}
}

// Each way of counting is told, with every day of it.
func TestEveryWayOfCountingIsShown(t *testing.T) {
	t.Parallel()
	d := open(t)
	for _, c := range []struct{ filed, term, ru string }{
		{"2026-02-21", "30cd", "все дни подряд"},
		{"2026-05-29", "6mo", "в то же число"},
		{"2026-03-02", "1y", "в то же число"},
		{"2026-11-27 17:00", "4h", "1 (1 час 30 минут)"},
		{"2026-11-27 17:00", "20min", "1 (20 минут)"},
		{"2026-12-12", "0wd", "Результат дают сразу"},
		{"2026-03-12", "90wd", "Выходные и праздники пропускаем"},
	} {
		for _, lang := range locales.Codes() {
			t.Run(c.term+" "+lang, func(t *testing.T) {
				t.Parallel()
				h := d.history(t, lang, c.filed, c.term)
				h.Events = nil
				pages := read(t, d.writer, h)
				text := strings.Join(pages, " ")
				if lang == locales.Russian {
					demand(t, text, c.ru)
				}
				l := d.writer.Texts.In(lang)
				for _, s := range h.Count.Steps {
					if want := l.Date(s.Date) + ", " + l.WeekdayShort(s.Date); !strings.Contains(text, want) {
						t.Errorf("%s is missing", want)
					}
				}
				for _, bad := range []string{"History", "Why", "no value", "&#", "<b>"} {
					if strings.Contains(text, bad) {
						t.Errorf("%q stands on the page", bad)
					}
				}
			})
		}
	}
}

func TestALongHistoryHasPageNumbers(t *testing.T) {
	t.Parallel()
	d := open(t)
	h := d.history(t, "ru", "2026-03-12", "60wd")
	h.Events = nil
	const many = 300
	for i := range many {
		h.Events = append(h.Events, proof.Event{
			At: h.Filed.Date.At(9, 0).Add(time.Duration(i) * 26 * time.Hour), By: proof.System,
			Text: fmt.Sprintf("Напоминание-%d: срок по этой услуге прошёл, ответа всё ещё нет.", i),
		})
	}
	pages := read(t, d.writer, h)
	if len(pages) < 8 {
		t.Fatalf("%d pages", len(pages))
	}
	for i, p := range pages {
		demand(t, p, "Личная запись, не официальный документ", fmt.Sprintf("Страница %d из %d", i+1, len(pages)))
	}
	var wants []string
	for i := range many {
		wants = append(wants, fmt.Sprintf("Напоминание-%d:", i))
	}
	demand(t, strings.Join(pages, " "), wants...)
}

func TestTheReceiptWinsOverTheCount(t *testing.T) {
	t.Parallel()
	d := open(t)
	h := d.history(t, "ru", "2026-11-02", "15wd")
	h.Receipt = h.Count.Due + 2
	demand(t, strings.Join(read(t, d.writer, h), " "), "Последний день 25 ноября 2026 – по вашей расписке", "Как посчитан срок")
}

func TestWhatIsNotKnownIsLeftOut(t *testing.T) {
	t.Parallel()
	d := open(t)
	for _, lang := range locales.Codes() {
		full := d.history(t, lang, "2026-11-02", "15wd")
		bare := proof.History{Language: lang, Written: full.Written, Service: full.Service, Filed: full.Filed}
		text := strings.Join(read(t, d.writer, bare), " ")
		for _, key := range []string{"HistoryCase", "HistoryRegion", "HistoryProvider", "HistoryCount", "HistoryBasis"} {
			if word := d.writer.Texts.In(lang).T(key); strings.Contains(text, word+" ") {
				t.Errorf("%q stands on the page: %s", word, text)
			}
		}
		demand(t, text, d.writer.Texts.In(lang).T("HistoryNoEvents"))
	}
}

func TestNobodyIsLateForAnEarliestDay(t *testing.T) {
	t.Parallel()
	d := open(t)
	h := d.history(t, "ru", "2026-11-06", "15cd")
	h.Rule.FromNextWorkingDay, h.Earliest = true, true
	count, err := d.days.Count(h.Rule, h.Filed)
	if err != nil {
		t.Fatal(err)
	}
	h.Count = &count
	text := strings.Join(read(t, d.writer, h), " ")
	demand(t, text, "Не раньше чем 23 ноября 2026", "Первый день – ближайший рабочий день")
	if strings.Contains(text, "Просрочка") {
		t.Error("a wait has no delay")
	}
}

func TestAnExtensionMovesTheLastDay(t *testing.T) {
	t.Parallel()
	d := open(t)
	h := d.history(t, "ru", "2026-11-02", "15wd")
	more, err := calendar.ParseRule("10wd")
	if err != nil {
		t.Fatal(err)
	}
	h.Extended, h.Due = &more, h.Count.Due+14
	text := strings.Join(read(t, d.writer, h), " ")
	demand(t, text, "Последний день 7 декабря 2026", "Срок продлён: ещё 10 рабочих дней. Последний день с продлением – 7 декабря 2026.", "Просрочка — с 8 декабря 2026")
}

func TestNobodyIsLateByATermThatIsNotVerified(t *testing.T) {
	t.Parallel()
	d := open(t)
	h := d.history(t, "ru", "2026-11-02", "15wd")
	h.Advisory = true
	if text := strings.Join(read(t, d.writer, h), " "); strings.Contains(text, "Просрочка") {
		t.Errorf("a delay is told: %s", text)
	}
}
