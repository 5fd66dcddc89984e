package calendar_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
)

func TestDatesAgreeWithPackageTime(t *testing.T) {
	t.Parallel()
	for day := time.Date(1896, time.January, 1, 0, 0, 0, 0, time.UTC); day.Year() < 2105; day = day.AddDate(0, 0, 1) {
		d := calendar.NewDate(day.Date())
		if d.Year() != day.Year() || d.Month() != day.Month() || d.Day() != day.Day() || d.Weekday() != day.Weekday() {
			t.Fatalf("%s is %s %s here", day.Format(time.DateOnly), d, d.Weekday())
		}
		if int64(d) != int64(day.Sub(time.Unix(0, 0))/(24*time.Hour)) {
			t.Fatalf("%s is day %d", d, d)
		}
		if back, err := calendar.ParseDate(day.Format(time.DateOnly)); err != nil || back != d {
			t.Fatalf("%s reads back as %s, %v", d, back, err)
		}
	}
	for _, months := range []int{-25, -12, -1, 0, 1, 11, 12, 13, 40} {
		want := time.Date(2026, time.Month(months), 32, 0, 0, 0, 0, time.UTC)
		if got := calendar.NewDate(2026, time.Month(months), 32); got.String() != want.Format(time.DateOnly) {
			t.Errorf("the 32nd of month %d of 2026 is %s, want %s", months, got, want.Format(time.DateOnly))
		}
	}
}

func TestWhatIsNoDateIsRefused(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "26-01-01", "2026-1-01", "2026/01/01", "2026-01-01 ", "0000-01-01", "2026-01-0١", "+026-01-01"} {
		if d, err := calendar.ParseDate(s); err == nil {
			t.Errorf("%q read as %s", s, d)
		}
	}
}

func TestADateTravelsAsText(t *testing.T) {
	t.Parallel()
	type message struct{ Due calendar.Date }
	text, err := json.Marshal(message{date(t, "2026-11-23")})
	if err != nil || string(text) != `{"Due":"2026-11-23"}` {
		t.Fatalf("%s, %v", text, err)
	}
	var back message
	if err := json.Unmarshal(text, &back); err != nil || back.Due != date(t, "2026-11-23") {
		t.Errorf("%s, %v", back.Due, err)
	}
	if err := json.Unmarshal([]byte(`{"Due":"23.11.2026"}`), &back); err == nil {
		t.Error("a date in another form was read")
	}
}

func TestTheDayBeginsInAlmaty(t *testing.T) {
	t.Parallel()
	for instant, want := range map[string]string{
		"2026-11-22T18:59:59Z":      "2026-11-22",
		"2026-11-22T19:00:00Z":      "2026-11-23",
		"2026-11-23T00:30:00+05:00": "2026-11-23",
	} {
		at, err := time.Parse(time.RFC3339, instant)
		if err != nil {
			t.Fatal(err)
		}
		if got := calendar.DateIn(at); got.String() != want {
			t.Errorf("%s is %s in Almaty, want %s", instant, got, want)
		}
	}
	if got := date(t, "2026-11-23").At(9, 30).UTC().Format(time.RFC3339); got != "2026-11-23T04:30:00Z" {
		t.Errorf("09:30 in Almaty is %s", got)
	}
	if calendar.Zone().String() != "Asia/Almaty" {
		t.Errorf("zone %s", calendar.Zone())
	}
}
