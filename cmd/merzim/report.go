package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/handlers"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/config"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/reports"
)

// reportFlags are what `merzim report` was asked.
type reportFlags struct{ from, to, lang, out, now string }

func newReport(s streams) *cobra.Command {
	var f reportFlags
	cmd := &cobra.Command{
		Use:   "report --from D --to D -o DIR",
		Short: "the figures of a period: a paragraph, two charts and a workbook",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return writeReport(cmd.Context(), s, f) },
	}
	cmd.Flags().StringVar(&f.from, "from", "", "first day, YYYY-MM-DD in Almaty (default: that of the last digest)")
	cmd.Flags().StringVar(&f.to, "to", "", "last day, included")
	cmd.Flags().StringVarP(&f.out, "out", "o", "", "folder to write into; it is made if need be")
	languageFlag(cmd, &f.lang)
	nowFlag(cmd, &f.now)
	return cmd
}

func writeReport(ctx context.Context, s streams, f reportFlags) (err error) {
	if err := checkLanguage(f.lang); err != nil {
		return err
	}
	if f.out == "" {
		return usagef("-o is missing: which folder shall the report be written to?")
	}
	at, err := parseTime(f.now)
	if err != nil {
		return err
	}
	cfg, know, err := environment()
	if err != nil {
		return err
	}
	p, err := reportPeriod(f, know.Catalog.Calendar, at)
	if err != nil {
		return err
	}
	db, err := database.Open(ctx, cfg.DatabaseURL)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	words := reports.Words{Catalog: know.Catalog, Language: know.Texts.In(f.lang)}
	digest, err := reports.NewStore(db, clock.Func(func() time.Time { return at })).Compose(ctx, words, p)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(f.out, 0o755); err != nil {
		return fmt.Errorf("-o: %w", err)
	}
	name := digest.Workbook.Name
	text := reports.File{Name: name[:len(name)-len(filepath.Ext(name))] + ".txt", Data: []byte(digest.Text + "\n")}
	for _, file := range append(digest.Charts, digest.Workbook, text) {
		path := filepath.Join(f.out, file.Name)
		if err := os.WriteFile(path, file.Data, 0o644); err != nil {
			return fmt.Errorf("report not written: %w", err)
		}
		fmt.Fprintln(s.out, path)
	}
	return nil
}

// reportPeriod reads the period: both its days, or that of the last digest.
func reportPeriod(f reportFlags, c *calendar.Calendar, at time.Time) (reports.Period, error) {
	if f.from == "" && f.to == "" {
		return reports.LastDigest(c, at).Period, nil
	}
	if f.from == "" || f.to == "" {
		return reports.Period{}, usagef("--from and --to belong together")
	}
	p, err := reports.ParsePeriod(f.from, f.to)
	if err != nil {
		return reports.Period{}, usagef("--from, --to: %v", err)
	}
	return p, nil
}

// environment reads the settings, and what the catalogue and texts say by them.
func environment() (config.Config, *handlers.Knowledge, error) {
	cfg, err := config.Load()
	if err != nil {
		return config.Config{}, nil, err
	}
	source, err := openFiles(cfg.CatalogDir, cfg.LocalesDir)
	if err != nil {
		return config.Config{}, nil, err
	}
	know, _, err := source.load()
	return cfg, know, err
}
