package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/config"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/internal/sessions"
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
		Short: "after a restore, before the start: what was given or taken back after the backup stays so",
		Long: "Run it once after the base was restored from a backup, before the bot starts. People hold numbers of complaints and buttons\n" +
			"that were given after the backup: keys and numbers go on beyond them. Invitations and log-ins of the console that the backup\n" +
			"brings back are withdrawn: they may have been used. Broadcasts that may have gone out since are stopped. It says how many roles stand again as they did; revoke those that had\n" +
			"been revoked. Twice leaves a larger gap and harms nothing.",
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
		return err
	}
	invitations, err := store.roles.Open(ctx)
	if err != nil {
		return err
	}
	for _, i := range invitations {
		if err := store.roles.Withdraw(ctx, roles.CommandLine(), i.ID); err != nil {
			return err
		}
	}
	if err := sessions.NewSQL(db, clock.System()).DeleteValues(ctx); err != nil {
		return err
	}
	stopped, err := broadcasts.NewStore(db, clock.System(), store.outbox, nil).AfterRestore(ctx)
	if err != nil {
		return err
	}
	holders, err := store.roles.List(ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "left out: %d keys, %d numbers of complaints\nwithdrawn: %d invitations\nstopped: %d broadcasts\nroles as they stood at the backup: %d\n",
		skippedKeys, skippedNumbers, len(invitations), stopped, len(holders))
	return err
}
