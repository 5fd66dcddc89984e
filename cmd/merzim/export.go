package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/config"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/feedback"
	"github.com/merzim/merzim/internal/tables"
)

// exported is a log: its columns, and who writes its rows.
type exported struct {
	columns []string
	write   func(ctx context.Context, db *database.DB, from, to time.Time, w tables.Writer) error
}

// exportOf finds a log by its name.
func exportOf(name string) (e exported, ok bool) {
	switch name {
	case "complaints":
		return exported{complaintColumns(), exportComplaints}, true
	case "requests":
		return exported{requestColumns(), exportRequests}, true
	case "feedback":
		return exported{
			[]string{"time", "service", "language", "text"},
			func(ctx context.Context, db *database.DB, from, to time.Time, w tables.Writer) error {
				return feedback.NewStore(db, clock.System()).EachWrong(ctx, from, to, func(r feedback.Wrong) error {
					return w.Row(inAlmaty(r.At), r.Service, r.Language, r.Text)
				})
			},
		}, true
	case "missing":
		return exported{
			[]string{"time", "language", "question", "nearest"},
			func(ctx context.Context, db *database.DB, from, to time.Time, w tables.Writer) error {
				return feedback.NewStore(db, clock.System()).EachMissing(ctx, from, to, func(r feedback.Missing) error {
					return w.Row(inAlmaty(r.At), r.Language, r.Question, r.Nearest)
				})
			},
		}, true
	}
	return exported{}, false
}

// exportFlags are what to export and where to.
type exportFlags struct{ format, from, to, out string }

func newExport(s streams) *cobra.Command {
	var f exportFlags
	cmd := &cobra.Command{
		Use:   "export complaints|requests|missing|feedback",
		Short: "the logs as CSV, workbook or JSON lines",
		Args:  cobra.ExactArgs(1),
		RunE:  func(cmd *cobra.Command, args []string) error { return export(cmd.Context(), s, f, args[0]) },
	}
	cmd.Flags().StringVar(&f.format, "format", "csv", "csv, xlsx or jsonl")
	cmd.Flags().StringVar(&f.from, "from", "", "first day, YYYY-MM-DD in Almaty (default: from the beginning)")
	cmd.Flags().StringVar(&f.to, "to", "", "last day, included (default: the last one)")
	cmd.Flags().StringVarP(&f.out, "out", "o", "", "file (default: standard output)")
	return cmd
}

func export(ctx context.Context, s streams, f exportFlags, what string) (err error) {
	source, ok := exportOf(what)
	if !ok {
		return usagef("export %s: expected complaints, requests, missing or feedback", what)
	}
	if !slices.Contains(tables.Formats(), tables.Format(f.format)) {
		return usagef("--format %s: expected csv, xlsx or jsonl", f.format)
	}
	from, to, err := period(f.from, f.to)
	if err != nil {
		return err
	}
	cfg, err := config.Load()
	if err != nil {
		return err
	}
	db, err := database.Open(ctx, cfg.DatabaseURL)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var out io.Writer = s.out
	if f.out != "" {
		file, fault := os.Create(f.out)
		if fault != nil {
			return fmt.Errorf("-o: %w", fault)
		}
		defer func() { err = errors.Join(err, file.Close()) }()
		out = file
	}
	w, err := tables.New(tables.Format(f.format), out, what, source.columns)
	if err != nil {
		return err
	}
	return errors.Join(source.write(ctx, db, from, to, w), w.Close())
}

// period reads the first and the last day; the result is from the first moment
// to the one after the last.
func period(first, last string) (from, to time.Time, err error) {
	to = calendar.NewDate(9999, time.December, 31).At(0, 0) // the local clock may be ahead
	if first != "" {
		d, err := calendar.ParseDate(first)
		if err != nil {
			return from, to, usagef("--from %s: %v", first, err)
		}
		from = d.At(0, 0)
	}
	if last != "" {
		d, err := calendar.ParseDate(last)
		if err != nil {
			return from, to, usagef("--to %s: %v", last, err)
		}
		to = d.AddDays(1).At(0, 0)
	}
	if from.IsZero() {
		from = time.Unix(0, 0)
	}
	return from, to, nil
}

func inAlmaty(t time.Time) time.Time { return t.In(calendar.Zone()) }
