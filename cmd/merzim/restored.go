package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/config"
	"github.com/merzim/merzim/internal/database"
)

// What is left out after a restore: more than can have been given out since
// any backup that is worth restoring.
const (
	skippedKeys    = 1_000_000 // of every table
	skippedNumbers = 10_000    // of complaints
)

func newRestored(s streams) *cobra.Command {
	return &cobra.Command{
		Use:   "restored",
		Short: "after a restore, before the start: give no number again that was given after the backup",
		Long: "Run it once after the base was restored from a backup, before the bot starts. What was given a number after the backup\n" +
			"is gone, but people hold the numbers of complaints, and buttons that name requests: both go on beyond them.\n" +
			"Twice leaves a larger gap and harms nothing.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return restored(cmd.Context(), s) },
	}
}

func restored(ctx context.Context, s streams) (err error) {
	cfg, err := config.Load()
	if err != nil {
		return err
	}
	db, err := database.Open(ctx, cfg.DatabaseURL)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	store := openCases(db, clock.System())
	err = db.Tx(ctx, func(tx *database.Tx) error {
		if err := db.Leap(ctx, tx, skippedKeys); err != nil {
			return err
		}
		return store.complaints.SkipNumbers(ctx, tx, skippedNumbers)
	})
	if err != nil {
		return fmt.Errorf("after the restore: %w", err)
	}
	_, err = fmt.Fprintf(s.out, "left out: %d keys, %d numbers of complaints\n", skippedKeys, skippedNumbers)
	return err
}
