// Command search-peers asks the same questions of Merzim's search, of bleve
// with its Russian analyser and of SQLite's FTS5 with trigrams, over the same
// texts in the same run, and prints how often each finds the right service and
// how long it takes.
package main

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"runtime"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/search"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	questions := flag.String("questions", "../../catalog/search/testdata/dev.tsv", "development set: half, lang, kind, ids, question by tabs")
	half := flag.String("half", "report", "half of the set that is measured")
	services := flag.Int("services", 1300, "services of the larger catalogue for the speed; 0 leaves the speed out")
	seconds := flag.Float64("seconds", 2, "how long each engine's speed is measured")
	flag.Parse()
	runtime.GOMAXPROCS(1) // the budgets are for one core

	c, err := catalog.Load(catalog.Embedded())
	if err != nil {
		return err
	}
	data, err := fs.Sub(catalog.Embedded(), "search")
	if err != nil {
		return err
	}
	asked, err := readQuestions(*questions, *half)
	if err != nil {
		return err
	}
	engines, closeAll, err := build(c, data)
	if err != nil {
		return err
	}
	fmt.Printf("%d questions of the %s half, %d services\n\n", len(asked), *half, len(c.Services))
	printQuality(engines, asked)
	fmt.Printf("\nspeed, %d services, one core\n", len(c.Services))
	printSpeed(engines, asked, *seconds)
	closeAll()
	if *services <= len(c.Services) {
		return nil
	}
	large := vary(c, *services)
	if engines, closeAll, err = build(large, data); err != nil {
		return err
	}
	defer closeAll()
	fmt.Printf("\nspeed, %d services made by varying the real ones, one core\n", len(large.Services))
	printSpeed(engines, asked, *seconds)
	return nil
}

// engine is one way to search.
type engine struct {
	name string
	// find gives at most three ids, best first; none where the engine refuses.
	find func(question string) []string
}

// build makes the three engines over one catalogue.
func build(c *catalog.Catalog, data fs.FS) (engines []engine, closeAll func(), err error) {
	x, err := search.New(c, data)
	if err != nil {
		return nil, nil, err
	}
	if err := x.Train(context.Background()); err != nil {
		return nil, nil, err
	}
	merzim := func(question string) []string {
		r := x.Search(question, answers)
		if !r.Service {
			return nil
		}
		out := make([]string, 0, answers)
		for _, h := range r.Hits {
			out = append(out, h.ID)
		}
		return out
	}
	docs := documents(c)
	bleve, closeBleve, err := newBleve(docs)
	if err != nil {
		return nil, nil, fmt.Errorf("bleve: %w", err)
	}
	fts, closeFTS, err := newFTS5(docs)
	if err != nil {
		return nil, nil, fmt.Errorf("sqlite: %w", err)
	}
	return []engine{{"merzim", merzim}, {"bleve-ru", bleve}, {"fts5-trigram", fts}}, func() { closeBleve(); closeFTS() }, nil
}
