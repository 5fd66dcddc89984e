package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/demo"
)

// maxSeeded bounds how much is made up at once.
const maxSeeded = 5_000_000

// seedFlags are what `merzim seed-demo` was asked.
type seedFlags struct {
	complaints int
	seed       int64
	now        string
}

func newSeedDemo(s streams) *cobra.Command {
	var f seedFlags
	cmd := &cobra.Command{
		Use:   "seed-demo --complaints N",
		Short: "fill an empty base with made-up complaints, to try the reports",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return seedDemo(cmd.Context(), s, f) },
	}
	cmd.Long = cmd.Short + `.

The base must be empty, or filled by this command before: then it is emptied
first. It is marked, and every page and file made of it says that the data is
made up. With a TELEGRAM_TOKEN set the command refuses.`
	cmd.Flags().IntVar(&f.complaints, "complaints", 1000, "how many complaints, and as many requests")
	cmd.Flags().Int64Var(&f.seed, "seed", 1, "the same number makes the same data")
	nowFlag(cmd, &f.now)
	return cmd
}

func seedDemo(ctx context.Context, s streams, f seedFlags) (err error) {
	if f.complaints < 1 || f.complaints > maxSeeded {
		return usagef("--complaints %d: expected 1 to %d", f.complaints, maxSeeded)
	}
	at, err := parseTime(f.now)
	if err != nil {
		return err
	}
	cfg, know, err := environment()
	if err != nil {
		return err
	}
	if !cfg.Local() {
		return errors.New("seed-demo: a TELEGRAM_TOKEN is set, and made-up data has no place beside people: run it without")
	}
	db, err := database.Open(ctx, cfg.DatabaseURL)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	told := -1
	err = demo.Fill(ctx, db, demo.Options{
		Complaints: f.complaints, Seed: f.seed, Now: at, Catalog: know.Catalog, Texts: know.Texts,
		Progress: func(what string, done, of int) {
			if tenth := 10 * done / of; tenth != told { // ten lines a part, not thousands
				told = tenth
				fmt.Fprintf(s.err, "%s: %d of %d\n", what, done, of)
			}
		},
	})
	if errors.Is(err, demo.ErrNotEmpty) {
		return fmt.Errorf("seed-demo: %w; name another one in DATABASE_URL", err)
	}
	if err == nil {
		fmt.Fprintf(s.out, "made up %d complaints and as many requests\n", f.complaints)
	}
	return err
}
