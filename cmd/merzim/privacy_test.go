package main

import (
	"bufio"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// hostile are personal numbers as people type them: in disguise, by habit, by a
// slip of the keyboard.
var hostile = []string{
	"900101300017", "900 101 300 017", "900-101-300-017", "9 0 0 1 0 1 3 0 0 0 1 7", "90.01.01.300.017", "900101З00017", "9OO1O13OOO17", "9\u200b00101\u200b300017",
	"９００１０１３０００１７", "ааа:900101300017ббб", "+7 701 234 56 78", "8(701)234-56-78", "87012345678", "8 7O1 234 56 78", "4400 4301 2345 6789", "4400430123456789", "4400-4301-2345-6789",
	"aigerim.test@mail.kz", "aigerim.test @ mail.kz", "N12345678", "№ 12345678", "АВ 123456", "AB123456", "045 678 912", "045678912", "КЗ-1234567",
}

// traces are what must be found of none of them in a base: the digits with
// whatever stands between them, and the name before an @.
var traces = []string{
	"900101300017", "900101З00017", "9OO1O13OOO17", "９００１０１３０００１７", "77012345678", "87012345678", "87O12345678", "4400430123456789", "12345678", "123456", "1234567", "045678912",
}

// places lead to where a citizen can type; X is several at once, EACH is one a
// line where only one answer is expected. "#Label" presses a button,
// "?#Label" one that may be there.
var places = map[string]string{
	"ru": `/start
X
/start s_id-card
#Здесь ошибка
Тут ошибка, мой номер X
как получить удостоверение личности X
2 ноября подал на удостоверение личности X, до сих пор нет
/start X
ъъъ X ъъъ
?#Этого нет в списке — сообщить
/start s_id-card
#Я уже подал(а)
X
02.11.2026
#Добавить номер
EACH
101-002/26
#Дата в расписке
X
#Прервать
/complaints
#Новая жалоба
X
удостоверение личности
#Просят лишние документы
X
#Пропустить
?#Пропустить
#Записать
#Я подал(а) письмо
X
#Сегодня
EACH
#Пропустить
/requests
#Записать заявление
X
/start
/mydata
`,
	"kk": `/start
X
/start s_id-card
#Мұнда қате бар
Мұнда қате бар, нөмірім X
жеке куәлікті қалай аламын X
2 қарашада жеке куәлікке тапсырдым X, әлі жоқ
/start X
ъъъ X ъъъ
?#Бұл тізімде жоқ – хабарлау
/start s_id-card
#Өтініш беріп қойдым
X
02.11.2026
#Нөмірін қосу
EACH
101-002/26
#Қолхаттағы күн
X
#Тоқтату
/complaints
#Жаңа шағым
X
жеке куәлік
#Артық құжат сұрайды
X
#Өткізіп жіберу
?#Өткізіп жіберу
#Жазу
#Хатты тапсырдым
X
#Бүгін
EACH
#Өткізіп жіберу
/requests
#Өтінішті жазып қою
X
/start
/mydata
`,
}

// isDocument reports a number that nothing tells from that of a receipt.
func isDocument(item string) bool { return slices.Contains(hostile[len(hostile)-7:], item) }

// perform plays lines as the terminal does and gives what was typed and said.
func (s *stage) perform(chat int64, lang, lines string) string {
	s.t.Helper()
	d := &dialogue{lines: strings.SplitAfter(lines, "\n")}
	term := terminal{server: s.server, person: s.citizen(chat, lang), hands: s.hands, out: bufio.NewWriter(&d.said)}
	if err := term.converse(s.t.Context(), d); err != nil {
		s.t.Fatal(err)
	}
	if d.fault != "" {
		s.t.Fatal(d.fault)
	}
	return d.said.String()
}

// Whatever number a citizen types wherever they can type, the base does not
// hold it when they have gone.
func TestTheBaseHoldsNoPersonalNumber(t *testing.T) {
	t.Parallel()
	for lang, place := range places {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			address := inFile(t)
			s := newStage(t, "2026-11-23 10:00", address)
			for some := range slices.Chunk(hostile, 4) {
				lines := strings.ReplaceAll(place, "X", strings.Join(some, "; "))
				s.perform(chatPerson, lang, strings.ReplaceAll(lines, "EACH", strings.Join(slices.DeleteFunc(slices.Clone(some), isDocument), "\n")))
			}
			for _, table := range []string{"sessions", "feedback", "missing_services", "requests", "complaints", "complaint_steps"} { // what was typed did come to a place
				var rows int
				if err := s.db.QueryRow(t.Context(), `SELECT COUNT(*) FROM `+table).Scan(&rows); err != nil || rows == 0 {
					t.Errorf("%d rows in %s, %v", rows, table, err)
				}
			}
			s.end()
			holdsNone(t, filepath.Dir(strings.TrimPrefix(address, "sqlite:")))
		})
	}
}

// holdsNone greps every file of a folder.
func holdsNone(t *testing.T, dir string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) == 0 {
		t.Fatal("no base:", files, err)
	}
	// The grep itself is tried: it finds what is there.
	if !traceOf("900101300017").MatchString("x 900 101-300.017 y") || traceOf("900101300017").MatchString("900101300018") {
		t.Fatal("the grep finds the wrong things")
	}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, trace := range traces {
			if found := traceOf(trace).Find(content); found != nil {
				t.Errorf("%s holds %q of %s", filepath.Base(name), found, trace)
			}
		}
		for _, item := range append([]string{"aigerim.test"}, hostile...) {
			if strings.Contains(string(content), item) {
				t.Errorf("%s holds %q", filepath.Base(name), item)
			}
		}
	}
}

// traceOf finds the signs of a number with whatever people put between them.
func traceOf(number string) *regexp.Regexp {
	return regexp.MustCompile(strings.Join(strings.Split(number, ""), "[ .\u00a0\u200b–-]{0,3}"))
}
