package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/config"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/requests"
)

func newRecount(s streams) *cobra.Command {
	return &cobra.Command{
		Use:   "recount",
		Short: "count open requests anew after a change of the calendar, and say what moved",
		Long: "Counts open requests anew whose calendar is no longer the one in force, and prints a line for each date that moved:\n" +
			"service, was, is, the days that changed. Their owners are told by the running bot. It may run beside the bot, and twice.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return recount(cmd.Context(), s) },
	}
}

func recount(ctx context.Context, s streams) (err error) {
	cfg, err := config.Load()
	if err != nil {
		return err
	}
	source, err := openFiles(cfg.CatalogDir, cfg.LocalesDir)
	if err != nil {
		return err
	}
	know, _, err := source.load()
	if err != nil {
		return err
	}
	db, err := database.Open(ctx, cfg.DatabaseURL)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	total, answers, err := openCases(db, clock.System()).recount(ctx, know, func(m requests.Moved) {
		fmt.Fprintf(s.out, "%s\t%s\t%s\t%s\n", m.Service, m.Was, m.Is, because(m.Days))
	})
	fmt.Fprintf(s.out, "counted %d, moved %d; answers to complaints moved %d\n", total.Counted, total.Moved, answers)
	return err
}

// because lists changed days: "2026-08-31 working (moved_day_off)".
func because(days []requests.ChangedDay) string {
	parts := make([]string, 0, len(days))
	for _, d := range days {
		now := "off"
		if d.Working {
			now = "working"
		}
		why := string(d.Reason)
		if d.Holiday != "" {
			why += " " + d.Holiday
		}
		parts = append(parts, fmt.Sprintf("%s %s (%s)", d.Date, now, why))
	}
	return strings.Join(parts, ", ")
}
