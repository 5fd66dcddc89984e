package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/locales"
)

// Exit statuses.
const (
	statusOK    = 0
	statusFault = 1 // a fault, or an unknown id
	statusUsage = 2 // wrong usage
)

// streams are where a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// usageError is a fault of whoever typed the command.
type usageError struct{ error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// silentError ends with status 1 after everything was already said.
type silentError struct{ error }

// run carries out one command line and returns the exit status.
func run(ctx context.Context, args []string, s streams) int {
	root := newRoot(s)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	var usage usageError
	var silent silentError
	switch {
	case err == nil:
		return statusOK
	case errors.As(err, &silent):
		return statusFault
	case errors.As(err, &usage) || isCobraUsage(err):
		fmt.Fprintln(s.err, "merzim:", oneLine(err.Error()))
		return statusUsage
	}
	fmt.Fprintln(s.err, "merzim:", oneLine(err.Error()))
	return statusFault
}

// isCobraUsage recognises cobra's own complaints, which have no type.
func isCobraUsage(err error) bool {
	for _, part := range []string{"unknown command", "unknown flag", "unknown shorthand", "flag needs an argument", "invalid argument", "arg(s)", "required flag"} {
		if strings.Contains(err.Error(), part) {
			return true
		}
	}
	return false
}

func oneLine(text string) string { return strings.ReplaceAll(strings.TrimSpace(text), "\n", "; ") }

func newRoot(s streams) *cobra.Command {
	root := &cobra.Command{
		Use:           "merzim",
		Short:         "Telegram assistant for the public services of Kazakhstan",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return serve(cmd.Context(), s, clock.System()) },
	}
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	root.AddCommand(
		newServe(s), newTelegram(s), newChat(s), newSearch(s), newUnderstand(s), newDue(s), newShow(s), newPoster(s), newWorksheet(s), newCheck(s), newExport(s), newReport(s), newSeedDemo(s), newRecount(s), newBackup(s), newRestored(s), newInvite(s), newHealth(s),
	)
	return root
}

// languageFlag adds --lang; Russian is the default.
func languageFlag(cmd *cobra.Command, lang *string) {
	cmd.Flags().StringVar(lang, "lang", locales.Russian, "language: kk or ru")
}

func checkLanguage(lang string) error {
	if lang != locales.Russian && lang != locales.Kazakh {
		return usagef("--lang %s: expected kk or ru", lang)
	}
	return nil
}

// nowFlag adds --now.
func nowFlag(cmd *cobra.Command, now *string) {
	cmd.Flags().StringVar(now, "now", "", `the time to count from: RFC 3339 or "2026-11-23 10:00" in Almaty (default: now)`)
}

// parseTime reads a TIME; empty is the machine's time.
func parseTime(text string) (time.Time, error) {
	if text == "" {
		return time.Now(), nil
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t, nil
	}
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02"} {
		if t, err := time.ParseInLocation(layout, text, calendar.Zone()); err == nil {
			return t, nil
		}
	}
	return time.Time{}, usagef(`--now %s: expected RFC 3339 or "2026-11-23 10:00"`, text)
}
