// Package embeddedtest gives tests what the program carries: the catalogue and
// the texts, each read once, and the days on which tests play. It is imported by
// tests only.
package embeddedtest

import (
	"sync"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/locales"
)

// Catalog is the catalogue.
var Catalog = sync.OnceValue(func() *catalog.Catalog { return must(catalog.Load(catalog.Embedded())) })

// Texts are the texts of both languages.
var Texts = sync.OnceValue(func() *locales.Texts { return must(locales.Load(locales.Embedded())) })

// Day reads "2026-11-23".
func Day(text string) calendar.Date { return must(calendar.ParseDate(text)) }

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
