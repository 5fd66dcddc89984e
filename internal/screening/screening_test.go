package screening

import (
	"regexp"
	"strings"
	"testing"
)

func TestPersonalNumbersAreHidden(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"мой ИИН 900101300123",
		"иин:900101300123.",
		"900 101 300 123",
		"900-101-300-123",
		"9 0 0 1 0 1 3 0 0 1 2 3",
		"90.01.01.300.123",
		"ЖСН-ім 900101300123 еді",
		"900101З00123",
		"9OO1O13OO123",
		"9\u200b00101\u200b300123",
		"９００１０１３００１２３",
		"٩٠٠١٠١٣٠٠١٢٣",
		"+7 701 234 56 78",
		"8(701)234-56-78",
		"87012345678",
		"телефон 8 7O1 234 56 78",
		"звоните 234-56-78",
		"карта 4400 4301 2345 6789",
		"4400430123456789",
		"пишите ivan.petrov@mail.ru",
		"ivan @ mail.ru",
		"я @ivan_petrov в телеграме",
		"https://wa.me/77012345678",
		"паспорт N12345678",
		"паспорт № 12345678",
		"права AB 123456",
		"права АВ 123456",
		"ав123456",
		"куәлігім ӘҚ-1234567",
		"(ОК № 123456)",
		"АВ123456 CD 654321",
		"ИИН 900101 300017",
		"IIN 900101-300017",
		"удостоверение 045678912",
		"куәлік нөмірі 045 678 912",
		"договор КЗ-1234567",
	} {
		got := Clean(text)
		if !strings.Contains(got, Hidden) {
			t.Errorf("%q: nothing hidden: %q", text, got)
		}
		if digits := strings.Count(strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return 'd'
			}
			return -1
		}, got), "d"); digits > 2 {
			t.Errorf("%q: %d digits left: %q", text, digits, got)
		}
	}
}

func TestOrdinaryTextStays(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"срок не 15 дней, а 30",
		"подал 03.11.2026 в 10:30, сказали 5 рабочих дней",
		"2026-11-03 күні тапсырдым",
		"плата 34 600 тенге, а не 8650",
		"приказ № 267 от 30.03.2020",
		"дом 12, кв. 45",
		"просили до 150000 тенге",
		"взяли за 200000",
		"250000 мен 300000 теңге",
		"звонил на 1414 и 109",
		"форма 075/у",
	} {
		if got := Clean(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

var longRun = regexp.MustCompile(`\d{9}|\d{3}[ -]\d{3}[ -]\d{3}`)

// Whatever is typed, no long number comes through.
func FuzzClean(f *testing.F) {
	f.Add("900101300123 и 03.11.2026")
	f.Add("\xff\xfe +7 (701) 234")
	f.Fuzz(func(t *testing.T, text string) {
		if got := Clean(text); longRun.MatchString(got) {
			t.Fatalf("%q: cleaned %q", text, got)
		}
	})
}
