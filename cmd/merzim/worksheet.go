package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/worksheet"
	"github.com/merzim/merzim/locales"
)

// worksheetFlags are what `merzim worksheet` was asked.
type worksheetFlags struct{ out, apply, catalog, now string }

func newWorksheet(s streams) *cobra.Command {
	var f worksheetFlags
	cmd := &cobra.Command{
		Use:   "worksheet (-o FILE.xlsx | --apply FILE.xlsx)",
		Short: "a workbook of the facts to verify, and its answers back into the catalogue",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if (f.out == "") == (f.apply == "") {
				return usagef("give -o FILE.xlsx to write the worksheet or --apply FILE.xlsx to read it, one of the two")
			}
			at, err := parseTime(f.now)
			if err != nil {
				return err
			}
			if f.apply != "" {
				return applyWorksheet(s, f, at)
			}
			return writeWorksheet(s, f)
		},
	}
	cmd.Flags().StringVarP(&f.out, "output", "o", "", "write the facts to verify into this workbook")
	cmd.Flags().StringVar(&f.apply, "apply", "", "write the answers of this workbook into the catalogue")
	cmd.Flags().StringVar(&f.catalog, "catalog", "", "folder of the catalogue (default: CATALOG_DIR)")
	nowFlag(cmd, &f.now)
	return cmd
}

// worksheetFiles opens the catalogue of --catalog, else that of the
// environment, and names the folder into which answers go ("" for none).
func worksheetFiles(f worksheetFlags) (source files, folder string, err error) {
	if source, err = environmentFiles(); err != nil {
		return files{}, "", err
	}
	if f.catalog == "" {
		return source, os.Getenv("CATALOG_DIR"), nil
	}
	for _, name := range []string{"sectors.yaml", "agencies.yaml", "services", "law", "calendar"} {
		if _, err := os.Stat(filepath.Join(f.catalog, name)); err != nil {
			return files{}, "", usagef("--catalog %s: no catalogue: %s is not there", f.catalog, name)
		}
	}
	source.catalog = os.DirFS(f.catalog)
	return source, f.catalog, nil
}

func writeWorksheet(s streams, f worksheetFlags) error {
	source, _, err := worksheetFiles(f)
	if err != nil {
		return err
	}
	c, err := catalog.Load(source.catalog)
	if err != nil {
		return err
	}
	texts, err := locales.Load(source.locales)
	if err != nil {
		return err
	}
	facts := c.Unverified()
	var book bytes.Buffer
	if err := worksheet.Write(&book, facts, texts); err != nil {
		return err
	}
	if err := os.WriteFile(f.out, book.Bytes(), 0o644); err != nil {
		return fmt.Errorf("worksheet not written: %w", err)
	}
	fmt.Fprintf(s.out, "%s: %d facts to verify\n", f.out, len(facts))
	return nil
}

func applyWorksheet(s streams, f worksheetFlags, at time.Time) error {
	source, folder, err := worksheetFiles(f)
	if err != nil {
		return err
	}
	if folder == "" {
		return usagef("whose catalogue? name its folder with --catalog or in CATALOG_DIR")
	}
	texts, err := locales.Load(source.locales)
	if err != nil {
		return err
	}
	c, err := catalog.Load(source.catalog)
	if err != nil {
		return err
	}
	answers, err := readAnswers(f.apply, texts)
	if err != nil {
		return err
	}
	today := calendar.DateIn(at)
	outcome, err := worksheet.Apply(source.catalog, c, answers, today)
	if err != nil {
		return err
	}
	if len(outcome.Files) > 0 {
		if err := worksheet.Verify(source.catalog, outcome.Files, today); err != nil {
			for _, line := range faultLines(err) {
				fmt.Fprintln(s.err, line)
			}
			return fmt.Errorf("with these answers the catalogue would have faults: nothing was written")
		}
		if err := worksheet.Save(folder, outcome.Files); err != nil {
			return err
		}
	}
	return tellOutcome(s, outcome)
}

func readAnswers(name string, texts *locales.Texts) ([]worksheet.Answer, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("worksheet not read: %w", err)
	}
	defer file.Close()
	answers, err := worksheet.Read(file, texts)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return answers, nil
}

// tellOutcome says what changed, what was refused and what to look at.
func tellOutcome(s streams, o worksheet.Outcome) error {
	for _, c := range o.Changes {
		fmt.Fprintln(s.out, c)
		for _, line := range c.StillSays {
			fmt.Fprintf(s.err, "warning: %s:%d: the text may still say %s\n", c.Fact.File, line, c.Fact.Value)
		}
	}
	for _, r := range o.Refusals {
		fmt.Fprintf(s.err, "row %d: %v\n", r.Row, r.Why)
	}
	fmt.Fprintf(s.out, "%d written, %d already there, %d refused\n", len(o.Changes), o.Already, len(o.Refusals))
	if len(o.Refusals) > 0 {
		return silentError{errors.New("rows refused")}
	}
	return nil
}
