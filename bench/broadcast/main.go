// Command broadcast measures the sending of broadcasts against the local
// Telegram: people a second, the share of the pace allowed, pauses that Telegram
// had to ask for, how long replies take meanwhile, and memory by size of the
// audience. See the README beside it.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"
)

// run is one measurement: an audience, a pace, a Telegram with a limit.
type run struct {
	people int
	pace   int           // messages a second that the engine may send
	limit  int           // of Telegram; 0: none
	within time.Duration // the longest that is sent
}

// unlimited is a pace that no machine reaches.
const unlimited = 100_000

func main() {
	if address := os.Getenv(engineDatabase); address != "" {
		if err := engine(address); err != nil {
			fmt.Fprintln(os.Stderr, "broadcast: engine:", err)
			os.Exit(1)
		}
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := drive(ctx, os.Args[1:]); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "broadcast:", err)
		os.Exit(1)
	}
}

func drive(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("broadcast", flag.ContinueOnError)
	merzim := flags.String("merzim", "bin/merzim", "the program, for its local Telegram")
	people := flags.String("people", "1000,100000,1000000", "audiences with the limit raised")
	pace := flags.Int("pace", 25, "SEND_RATE of the run with a limit")
	limit := flags.Int("limit", 30, "messages a second that Telegram takes in that run; 0: no such run")
	within := flags.Duration("time", time.Minute, "how long that run sends; its audience is larger")
	longest := flags.Duration("longest", 30*time.Minute, "the longest that is sent with the limit raised")
	if err := flags.Parse(args); err != nil {
		return err
	}
	var runs []run
	if *limit > 0 {
		runs = append(runs, run{people: *pace*int(within.Seconds()) + 1000, pace: *pace, limit: *limit, within: *within})
	}
	for size := range strings.SplitSeq(*people, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(size))
		if err != nil || n < 1 {
			return fmt.Errorf("-people: %q is no number of people", size)
		}
		runs = append(runs, run{people: n, pace: unlimited, within: *longest})
	}
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "audience\tlimit\tpace\tfrozen in\tsent\tleft\tlost\ttook\tpeople/s\tof the pace\t429s\treplies\tp50\tp99\tmemory frozen\tpeak\t")
	for _, r := range runs {
		fmt.Fprintf(os.Stderr, "%d people, %s\n", r.people, describe(r))
		got, err := measure(ctx, *merzim, r)
		if err != nil {
			return err
		}
		share := "-"
		if r.limit > 0 {
			share = fmt.Sprintf("%.1f %%", 100*(got.PerSecond+got.RepliesPerSecond)/float64(r.pace))
		}
		fmt.Fprintf(table, "%d\t%s\t%s\t%s\t%d\t%d\t%d\t%s\t%.1f\t%s\t%d\t%d\t%s\t%s\t%d MB\t%d MB\t\n", r.people, orNone(r.limit), orNone(r.pace%unlimited), got.Frozen.Round(10*time.Millisecond), got.Sent, got.Open, got.Lost, got.Took.Round(100*time.Millisecond),
			got.PerSecond, share, got.Refused, got.Replies, got.P50.Round(10*time.Microsecond), got.P99.Round(10*time.Microsecond), got.MemoryFrozen>>20, got.MemoryPeak>>20)
	}
	return table.Flush()
}

func describe(r run) string {
	if r.limit == 0 {
		return "the limit raised"
	}
	return fmt.Sprintf("%d a second of %d", r.pace, r.limit)
}

func orNone(n int) string { return cmp.Or(strings.TrimPrefix(strconv.Itoa(n), "0"), "none") }
