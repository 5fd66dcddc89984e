package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/requests"
)

// The logs of requests and complaints hold nobody, and the same columns in each
// form.
func TestExportOfCases(t *testing.T) {
	t.Parallel()
	know, err := known()
	if err != nil {
		t.Fatal(err)
	}
	address := inFile(t)
	s := openCases(databasetest.Open(t, address), clock.At(almaty(t, "2026-11-24 10:00")))
	const chat = 7_012_345_678
	agree(t, s, chat, "ru")
	r := file(t, s, know, 1, chat, "2026-11-02", func(n *requests.New) { n.Number, n.Region = "KZ-SECRET-1", "astana" })
	c, _, err := s.complaints.Create(t.Context(), know.Catalog.Calendar, 2, complaints.New{
		Chat: chat, Request: r.ID, Kind: complaints.Delay, Service: r.Service, Agency: "police", Region: "astana", Language: "kk", Filed: r.Filed.Date, Due: r.Due, Text: "тайные слова",
	})
	if err != nil {
		t.Fatal(err)
	}
	day, err := calendar.ParseDate("2026-11-24")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.complaints.File(t.Context(), know.Catalog.Law.Ladder, know.Catalog.Calendar, chat, c.ID, 3, complaints.StepProvider, day, "OFFICE-9"); err != nil {
		t.Fatal(err)
	}
	env := []string{"DATABASE_URL=" + address}
	for what, want := range map[string]map[string]any{
		"requests":   {"service": "id-card", "region": "astana", "filed": "2026-11-02", "due": "2026-11-23", "due_from": "count", "state": "filed", "closed": nil},
		"complaints": {"number": "M-2026-000001", "kind": "delay", "service": "id-card", "days_overdue": 1.0, "state": "filed", "provider_answer_due": "2026-12-01", "agency_filed": nil},
	} {
		lines := outsideIn(t, t.TempDir(), env, "", "export", what, "--format", "jsonl").must(t).out
		var row map[string]any
		if err := json.Unmarshal([]byte(lines), &row); err != nil {
			t.Fatal(err)
		}
		for key, value := range want {
			if got, there := row[key]; !there || got != value {
				t.Errorf("%s: %s is %v, want %v", what, key, got, value)
			}
		}
		lacks(t, lines, "7012345678", "SECRET", "OFFICE", "тайные")
		table := outsideIn(t, t.TempDir(), env, "", "export", "--format", "csv", what, "--from", "2026-11-24", "--to", "2026-11-24").must(t)
		head, rest, _ := strings.Cut(strings.TrimPrefix(table.out, "\ufeff"), "\n")
		if columns := strings.Split(strings.TrimSuffix(head, "\r"), ","); len(columns) != len(row) || strings.Count(rest, "\n") != 1 {
			t.Errorf("%s: %d columns, %d keys, rows\n%s", what, len(columns), len(row), rest)
		}
		if before := outsideIn(t, t.TempDir(), env, "", "export", what, "--to", "2026-11-23").must(t).lines(); len(before) != 1 {
			t.Errorf("%s of the days before:\n%s", what, strings.Join(before, "\n"))
		}
		dir := t.TempDir()
		outsideIn(t, dir, env, "", "export", what, "--format", "xlsx", "-o", "log.xlsx").must(t)
		if found, _ := filepath.Glob(filepath.Join(dir, "log.xlsx")); len(found) != 1 {
			t.Errorf("no workbook of %s", what)
		}
	}
}
