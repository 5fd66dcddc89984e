package spelling

import "testing"

func TestRussianNounsAgreeWithTheirNumber(t *testing.T) {
	t.Parallel()
	for text, right := range map[string]bool{
		"за 1 рабочий день": true, "за 2 рабочих дня": true, "за 5 рабочих дней": true, "за 21 рабочий день": true, "за 11 рабочих дней": true,
		"в течение 1 рабочего дня": true, "в течение 3 рабочих дней": true, "не позднее 2 дней": true, "до 30 дней": true, "от 1 года до 3 лет": true,
		"1 июля 2026 года": true, "в 2025 год": true, "1,5 года": true, "3–5 дней": true, "на 3-й день": true, "приказ № 2 дней": true, "через 1 минуту": true,
		"5 документов": true, "2 раза": true,
		"за 2 рабочих дней": false, "за 5 рабочих дня": false, "за 1 дней": false, "за 3 рабочие дня": false, "за 15 рабочий день": false,
		"в течение 5 дня": false, "за 22 месяцев": false, "на 4 лет": false, "за 12 года": false, "за 10 минута": false,
	} {
		if faults := RussianNumbers(text); (len(faults) == 0) != right {
			t.Errorf("%q: %v", text, faults)
		}
	}
}

func TestNoKazakhPluralAfterANumber(t *testing.T) {
	t.Parallel()
	for text, right := range map[string]bool{
		"5 құжат": true, "15 жұмыс күні": true, "0,25 гектар": true, "3 адамға": true, "2026 жылғы 4 қарашада": true, "№ 5 құжаттар": true, "10 мың теңге": true,
		"5 құжаттар": false, "15 жұмыс күндері": false, "3 балаларға": false, "12 айлар": false, "2 мекемелерден": false,
	} {
		if faults := KazakhNumbers(text); (len(faults) == 0) != right {
			t.Errorf("%q: %v", text, faults)
		}
	}
}
