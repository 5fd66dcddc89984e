package handlers_test

import (
	"errors"
	"io/fs"
	"sync"
	"testing"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/catalog/search"
	"github.com/merzim/merzim/catalog/understand"
	"github.com/merzim/merzim/handlers"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/locales"
)

// What the stands of the conversations' tests share.

// errAway is what a base says that does not answer.
var errAway = errors.New("the base is away")

var readOnce = sync.OnceValues(func() (*handlers.Knowledge, error) {
	c, err := catalog.Load(catalog.Embedded())
	if err != nil {
		return nil, err
	}
	texts, err := locales.Load(locales.Embedded())
	if err != nil {
		return nil, err
	}
	data, err := fs.Sub(catalog.Embedded(), "search")
	if err != nil {
		return nil, err
	}
	index, err := search.New(c, data)
	if err != nil {
		return nil, err
	}
	reader, err := understand.New(index, c.Calendar, data)
	return &handlers.Knowledge{Catalog: c, Texts: texts, Finder: index, Reader: reader}, err
})

// whole is all that the bot knows, read once for all tests.
func whole(t *testing.T) *handlers.Knowledge {
	t.Helper()
	know, err := readOnce()
	if err != nil {
		t.Fatal(err)
	}
	return know
}

// memoryBase is an empty base in memory, closed with the test.
func memoryBase(t *testing.T) *database.DB {
	t.Helper()
	db, err := database.Open(t.Context(), "sqlite::memory:")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// caseDay is a day written as 2026-11-23.
func caseDay(t *testing.T, day string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(day)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
