package understand

import (
	"testing"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
)

func TestADayIsReadFromAnAnswer(t *testing.T) {
	t.Parallel()
	r := reader(t)
	today := calendar.NewDate(2026, time.November, 23)
	for text, want := range map[string]string{
		"вчера": "2026-11-22", "кеше": "2026-11-22", "сегодня утром": "2026-11-23", "бүгін": "2026-11-23",
		"3 ноября": "2026-11-03", "3 қарашада": "2026-11-03", "02.11": "2026-11-02", "2.11.2026": "2026-11-02", "15": "2026-11-15", "30": "2026-10-30",
		"неделю назад": "2026-11-16", "10 күн бұрын": "2026-11-13", "в прошлый четверг": "2026-11-19", "подал 2 ноября в 19:30": "2026-11-02 19:30",
		"3 декабря": "2026-12-03 ahead", "3 декабря 2025": "2025-12-03", "завтра": "0 ahead", "31 февраля": "none", "привет": "none", "": "none", "77": "none", "2026-11-02": "2026-11-02",
		"2026 жылғы 2 қараша": "2026-11-02", "05.12.2026": "2026-12-05 ahead",
	} {
		a, ok := r.Day(text, today, today.AddDays(-300), today)
		got := calendar.Filing{Date: a.Day, Minute: a.Minute}.String()
		if a.Day == 0 {
			got = "0"
		}
		if a.Ahead {
			got += " ahead"
		}
		if !ok {
			got = "none"
		}
		if got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestADayToComeIsReadForAReceipt(t *testing.T) {
	t.Parallel()
	r := reader(t)
	today := calendar.NewDate(2026, time.November, 23)
	filed := calendar.NewDate(2026, time.November, 2)
	for text, want := range map[string]string{
		"15 декабря": "2026-12-15", "10.01": "2027-01-10", "20 ноября": "2026-11-20", "5": "2026-11-05", "1": "2026-12-01", "2026 жылғы 15 желтоқсан": "2026-12-15", "1 ноября 2026": "2026-11-01",
	} {
		a, ok := r.Day(text, today, filed, filed+364)
		if !ok || a.Day.String() != want {
			t.Errorf("%q: %s %v, want %s", text, a.Day, ok, want)
		}
	}
}
