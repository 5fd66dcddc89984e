package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/requests"
)

// The page's clock is moved on by working days: each shows its reminder at once.
func TestTheLocalClocksButtonsShowReminders(t *testing.T) {
	t.Parallel()
	know, err := known()
	if err != nil {
		t.Fatal(err)
	}
	cal, dir := know.Catalog.Calendar, t.TempDir()
	address := "sqlite:" + filepath.Join(dir, "merzim.db")
	s := openCases(databasetest.Open(t, address), clock.System())
	p := serving(t, dir, "DATABASE_URL="+address)
	r := remote{t, p.address}
	const chat = 7
	r.post("person", map[string]any{"id": chat, "lang": "ru", "first_name": "A", "started": true})
	agree(t, s, chat, "ru")
	today := calendar.DateIn(time.Now())
	receipt := cal.NextWorkingDay(cal.NextWorkingDay(today))
	file(t, s, know, 1, chat, today.String(), func(n *requests.New) { n.Receipt = receipt })
	for i, want := range []string{"По вашей расписке результат", "По вашей расписке результат – сегодня", "Срок нарушен на 1 рабочий день"} {
		r.post("clock", map[string]any{"working_day": true})
		moved := time.Now()
		eventually(t, want, func() bool {
			all := r.messages(chat)
			// the first overdue day may be a day off, which the button passes over
			return len(all) == i+1 && strings.Contains(all[i].Text, want)
		}, p)
		if took := time.Since(moved); took > 30*time.Second {
			t.Errorf("%q came after %s", want, took)
		}
	}
	lacks(t, p.err.String(), "panic", "level=ERROR")
}
