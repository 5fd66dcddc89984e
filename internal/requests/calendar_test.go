package requests_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
)

// official is the calendar of the catalogue.
func official(t testing.TB) *calendar.Calendar {
	t.Helper()
	c, err := calendar.Load(files(t))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func files(t testing.TB) fs.FS {
	t.Helper()
	sub, err := fs.Sub(catalog.Embedded(), "calendar")
	if err != nil {
		t.Fatal(err)
	}
	return sub
}

// edited is the calendar with one file changed.
func edited(t testing.TB, name string, change func(string) string) *calendar.Calendar {
	t.Helper()
	tree := fstest.MapFS{}
	entries, err := fs.Glob(files(t), "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		text, err := fs.ReadFile(files(t), entry)
		if err != nil {
			t.Fatal(err)
		}
		if entry == name {
			text = []byte(change(string(text)))
		}
		tree[entry] = &fstest.MapFile{Data: text}
	}
	c, err := calendar.Load(tree)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// withDayOff adds a day off to a year's table.
func withDayOff(t testing.TB, year, row string) *calendar.Calendar {
	t.Helper()
	return edited(t, year+".yaml", func(text string) string {
		return strings.Replace(text, "days_off:\n", "days_off:\n"+row+"\n", 1)
	})
}
