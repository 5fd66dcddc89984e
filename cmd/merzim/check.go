package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/catalog/search"
	"github.com/merzim/merzim/handlers"
	"github.com/merzim/merzim/locales"
)

func newCheck(s streams) *cobra.Command {
	var summary, unverified bool
	cmd := &cobra.Command{
		Use:   "check",
		Short: "faults of catalogue, calendar, law and texts; silent when all is well",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			source, err := environmentFiles()
			if err != nil {
				return err
			}
			c, err := check(s, source, time.Now())
			if err != nil {
				return err
			}
			if summary {
				printSummary(s, c)
			}
			if unverified {
				printUnverified(s, c)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&unverified, "unverified", false, "list the facts that a person should verify, most needed first")
	cmd.Flags().BoolVar(&summary, "summary", false, "print how much there is and how much of it is verified")
	return cmd
}

// check prints every fault, a line each, and fails if there is one; warnings go
// to standard error.
func check(s streams, source files, now time.Time) (*catalog.Catalog, error) {
	c, faults := source.faults(now)
	if c != nil {
		_, warnings := c.Check(calendar.DateIn(now))
		for _, w := range warnings {
			fmt.Fprintf(s.err, "warning: %s: %s\n", w.File, w.Text)
		}
	}
	for _, line := range faults {
		fmt.Fprintln(s.out, line)
	}
	if len(faults) > 0 {
		return nil, silentError{errors.New("faults found")}
	}
	return c, nil
}

// faults finds everything that is wrong with the catalogue, the calendar, the
// law and the texts, a line each. The catalogue is nil when it can't be read.
func (f files) faults(now time.Time) (*catalog.Catalog, []string) {
	var lines []string
	add := func(prefix string, errs ...error) {
		for _, err := range errs {
			for _, line := range faultLines(err) {
				lines = append(lines, prefix+line)
			}
		}
	}
	add("locales/", locales.Check(f.locales))
	c, err := catalog.Load(f.catalog)
	add("", err)
	if err == nil {
		faults, _ := c.Check(calendar.DateIn(now))
		add("", faults...)
		if data, err := fs.Sub(f.catalog, "search"); err == nil {
			add("", checkSearch(c, data))
		}
		if texts, err := locales.Load(f.locales); err == nil {
			add("", handlers.CheckCards(c, texts, now)...)
		}
	}
	slices.Sort(lines)
	return c, slices.Compact(lines)
}

// checkSearch reads the words that the search lives by.
func checkSearch(c *catalog.Catalog, data fs.FS) error {
	_, err := search.New(c, data)
	return err
}

// faultLines takes joined errors apart, a line each.
func faultLines(err error) []string {
	if err == nil {
		return nil
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var out []string
		for _, e := range joined.Unwrap() {
			out = append(out, faultLines(e)...)
		}
		return out
	}
	return []string{strings.ReplaceAll(err.Error(), "\n", " ")}
}

// printSummary says how much there is and how well it is known.
func printSummary(s streams, c *catalog.Catalog) {
	n := c.Summary()
	w := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	row := func(what string, count int, more string) { fmt.Fprintf(w, "%s\t%d\t%s\n", what, count, more) }
	row("services", n.Services, fmt.Sprintf("%d free, %d without a known term", n.Free, len(n.WithoutTerms)))
	row("terms", n.Terms, byStatus(n.TermsByStatus))
	row("terms that bind an agency", n.Binding, "verified, of kind rendering")
	row("fees", n.Fees, byStatus(n.FeesByStatus))
	row("documents", n.Documents, "")
	row("facts of the law", n.LawFacts, byStatus(n.LawFactsByStatus))
	row("life events", n.Events, "")
	row("agencies", n.Agencies, "")
	row("regions", n.Regions, "")
	w.Flush()
}

func byStatus(n map[catalog.Status]int) string {
	return fmt.Sprintf("%d verified by the act, %d by a page, %d unverified",
		n[catalog.StatusAct], n[catalog.StatusPage], n[catalog.StatusUnverified])
}

// printUnverified lists what a person with the act in hand should verify.
func printUnverified(s streams, c *catalog.Catalog) {
	w := bufio.NewWriter(s.out)
	defer w.Flush()
	for _, f := range c.Unverified() {
		fmt.Fprintf(w, "%s\t%s\t%s %d\t%s\t%s\t%s\n", f.File, f.Service, f.Kind, f.Row, strings.TrimSpace(f.Value+" "+f.Unit), f.Label.RU, f.Act)
	}
}
