package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/search"
	"github.com/merzim/merzim/catalog/understand"
	"github.com/merzim/merzim/handlers"
	"github.com/merzim/merzim/internal/overlay"
	"github.com/merzim/merzim/locales"
)

// files are the catalogue and the texts: the binary's own, with the folders
// that CATALOG_DIR and LOCALES_DIR name laid over them.
type files struct{ catalog, locales fs.FS }

func openFiles(catalogDir, localesDir string) (files, error) {
	c, err := overlay.Open(catalog.Embedded(), catalogDir)
	if err != nil {
		return files{}, fmt.Errorf("CATALOG_DIR: %w", err)
	}
	l, err := overlay.Open(locales.Embedded(), localesDir)
	if err != nil {
		return files{}, fmt.Errorf("LOCALES_DIR: %w", err)
	}
	return files{catalog: c, locales: l}, nil
}

// environmentFiles reads the two folders from the environment alone, for the
// commands that use nothing else of it.
func environmentFiles() (files, error) {
	return openFiles(os.Getenv("CATALOG_DIR"), os.Getenv("LOCALES_DIR"))
}

// load reads everything the bot knows. The search is ready at once by words;
// its classifier is trained by train.
func (f files) load() (*handlers.Knowledge, *search.Index, error) {
	c, err := catalog.Load(f.catalog)
	if err != nil {
		return nil, nil, err
	}
	texts, err := locales.Load(f.locales)
	if err != nil {
		return nil, nil, err
	}
	data, err := fs.Sub(f.catalog, "search")
	if err != nil {
		return nil, nil, err
	}
	index, err := search.New(c, data)
	if err != nil {
		return nil, nil, fmt.Errorf("search: %w", err)
	}
	reader, err := understand.New(index, c.Calendar, data)
	if err != nil {
		return nil, nil, fmt.Errorf("understand: %w", err)
	}
	return &handlers.Knowledge{Catalog: c, Texts: texts, Finder: index, Reader: reader}, index, nil
}

// loadTrained reads everything and waits until the search is at its best, for
// commands that answer once.
func (f files) loadTrained(ctx context.Context) (*handlers.Knowledge, *search.Index, error) {
	know, index, err := f.load()
	if err != nil {
		return nil, nil, err
	}
	return know, index, index.Train(ctx)
}
