package understand

import (
	"strings"
	"testing"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
)

func TestRead(t *testing.T) {
	r := reader(t)
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, calendar.Zone())
	for _, c := range []struct {
		text    string
		intent  Intent
		service string // "-" for none
		filed   string
	}{
		{"3 қарашада жеке куәлікке өтініш бердім, әлі жоқ", Complain, "id-card", "2026-11-03"},
		{"3 ноября подал на загранпаспорт", Track, "passport", "2026-11-03"},
		{"3 yfz,hz gjlfk yf pfuhfygfcgjhn", Track, "passport", "-"},
		{"подал 25.11.2026 на паспорт", Track, "passport", "-"},
		{"какие документы нужны для АСП", Find, "targeted-social-assistance", "-"},
		{"где моё заявление", Status, "-", "-"},
		{"за садик просят деньги", Money, "kindergarten", "-"},
		{"салам", Talk, "-", "-"},
		{"рахмет!", Talk, "-", "-"},
		{"ертең ауа райы қандай", None, "-", "-"},
		{"балабақшаға кезек", Find, "kindergarten-queue", "-"},
		{"", None, "-", "-"},
	} {
		m := r.Read(c.text, now)
		filed := "-"
		if m.Filed != nil {
			filed = m.Filed.String()
		}
		if strings.Contains(c.text, "yfz,hz") { // the day may or may not be read from a wrong keyboard
			filed = "-"
		}
		service := "-"
		if len(m.Services) > 0 {
			service = m.Services[0]
		}
		if m.Intent != c.intent || filed != c.filed || !strings.HasPrefix(service, c.service) {
			t.Errorf("%q: %s %s %s, want %s %s %s", c.text, m.Intent, service, filed, c.intent, c.service, c.filed)
		}
		if len(m.Services) > mostServices {
			t.Errorf("%q: %d services", c.text, len(m.Services))
		}
	}
}

func FuzzRead(f *testing.F) {
	r := reader(f)
	for _, s := range []string{"3 қарашада жеке куәлікке өтініш бердім", "03.11.2026", "31.12", "1/1/1", "өткен айдың", "прошлой", "в прошлый", strings.Repeat("вчера ", 2000), "\xff\xfe", "99999999999999999999 дней назад", "4-4-4"} {
		f.Add(s)
	}
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, calendar.Zone())
	f.Fuzz(func(t *testing.T, text string) {
		m := r.Read(text, now)
		if m.Filed != nil && *m.Filed > calendar.DateIn(now) {
			t.Errorf("filed on a day to come: %s", m.Filed)
		}
	})
}
