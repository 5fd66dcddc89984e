package complaints_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/complaints"
)

// TestNumbersAsTyped: people type the letter in either alphabet.
func TestNumbersAsTyped(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"M-2026-000123": "M-2026-000123", "m-2026-123": "M-2026-000123", "М-2026-000123": "M-2026-000123", " м – 2026 – 000123 ": "M-2026-000123",
		"М2026-000123": "M-2026-000123", "М 2026 123": "M-2026-000123", "М\u20112026\u2011000123": "M-2026-000123", "M-2026-1234567": "M-2026-1234567",
		"M/2026/7": "M-2026-000007", "\u200bM-2026-000123": "M-2026-000123",
	} {
		if got, ok := complaints.ParseNumber(text); !ok || got.String() != want {
			t.Errorf("%q: %s, %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "M", "2026-000123", "M-26-000123", "M-2026-0", "M-2026-", "N-2026-000123", "M-2026-000123x", "M-2026-9999999999999", "см. M-2026-000123"} {
		if got, ok := complaints.ParseNumber(text); ok {
			t.Errorf("%q was read as %s", text, got)
		}
	}
}

// withDayOff is the calendar with one more day off.
func withDayOff(t testing.TB, on string) *calendar.Calendar {
	t.Helper()
	tree := fstest.MapFS{}
	sub, err := fs.Sub(catalog.Embedded(), "calendar")
	if err != nil {
		t.Fatal(err)
	}
	names, err := fs.Glob(sub, "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(sub, name)
		if err != nil {
			t.Fatal(err)
		}
		if name == on[:4]+".yaml" {
			text = []byte(strings.Replace(string(text), "days_off:\n", "days_off:\n  - {date: "+on+", reason: special, act: holidays-law-5}\n", 1))
		}
		tree[name] = &fstest.MapFile{Data: text}
	}
	c, err := calendar.Load(tree)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
