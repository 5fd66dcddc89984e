// Command load compares Telegram bots under load, on one machine and through the same stand-in for the Bot API.
//
// Citizens ask everyday questions in a closed loop (each waits for the full answer before the next question) or,
// with -rate, in an open one. Every run has a Redis of its own. The bots take turns, so that what else the machine
// does hits all alike. It knows nothing of Merzim but how a bot is started.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Statuses of the command line.
const (
	statusFault = 1
	statusUsage = 2
)

// contestants is the repeatable -bot flag.
type contestants []contestant

func (c *contestants) String() string { return "" }

func (c *contestants) Set(value string) error {
	name, command, ok := strings.Cut(value, "=")
	if !ok || command == "" || name == "" || name == "redis" || name != filepath.Base(name) {
		return errors.New("want NAME=COMMAND")
	}
	for _, other := range *c {
		if other.name == name {
			return errors.New("this name is taken")
		}
	}
	*c = append(*c, contestant{name, command})
	return nil
}

// settings is the command line.
type settings struct {
	plan
	bots     contestants
	rounds   int
	jsonPath string
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	s, err := parseFlags(os.Args[1:], os.Stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		os.Exit(0)
	case err != nil:
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(statusUsage)
	}
	err = compare(ctx, s, os.Stdout, os.Stderr)
	stop()
	if errors.Is(err, context.Canceled) {
		err = errors.New("broken off; the bots are stopped")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(statusFault)
	}
}

func parseFlags(args []string, errOut io.Writer) (settings, error) {
	var s settings
	f := flag.NewFlagSet("load", flag.ContinueOnError)
	f.SetOutput(errOut)
	f.Var(&s.bots, "bot", "a bot as `NAME=COMMAND`, run by sh in an empty directory; repeatable, the first is the one compared")
	f.IntVar(&s.citizens, "citizens", 0, "people who write; 64, or 2000 with -rate")
	f.DurationVar(&s.warmup, "warmup", 3*time.Second, "unmeasured time at the start of a round")
	f.DurationVar(&s.time, "time", 15*time.Second, "measured time of a round")
	f.IntVar(&s.rounds, "rounds", 3, "rounds of each bot; the median one is reported")
	f.IntVar(&s.rate, "rate", 0, "updates a second, whatever the bot does; 0 for the closed loop")
	f.StringVar(&s.redis, "redis", "redis-server", "path of redis-server")
	questions := f.String("questions", "", "`FILE` of questions, a line each; without it a dozen built-in ones")
	f.StringVar(&s.jsonPath, "json", "", "`FILE` to write the figures to, too")
	if err := f.Parse(args); err != nil {
		return s, err
	}
	if s.citizens == 0 {
		s.citizens = 64
		if s.rate > 0 {
			s.citizens = openCitizens
		}
	}
	if len(s.bots) == 0 || f.NArg() > 0 || s.citizens < 1 || s.rounds < 1 || s.rate < 0 || s.warmup < 0 || s.time <= 0 {
		return s, errors.New("give at least one -bot NAME=COMMAND and positive numbers; -help lists the flags")
	}
	var err error
	if s.questions, err = readQuestions(*questions); err != nil {
		return s, err
	}
	if s.redis, err = exec.LookPath(s.redis); err != nil {
		return s, fmt.Errorf("no redis-server (install it or name it with -redis): %w", err)
	}
	s.redis, err = filepath.Abs(s.redis) // it is started in another directory
	return s, err
}

// compare runs the rounds and prints the table.
func compare(ctx context.Context, s settings, out, progress io.Writer) error {
	runs := map[string][]result{}
	r := report{Citizens: s.citizens, Rate: s.rate, Seconds: s.time.Seconds(), Rounds: s.rounds}
	for round := range s.rounds {
		for _, b := range s.bots {
			one, err := runOnce(ctx, s.plan, b)
			if err != nil {
				return fmt.Errorf("round %d: %w", round+1, err)
			}
			fmt.Fprintf(progress, "round %d: %s %.0f answers/s, p99 %.2f ms\n", round+1, b.name, one.PerSecond, one.P99)
			runs[b.name] = append(runs[b.name], one)
			r.Runs = append(r.Runs, one)
		}
	}
	for _, b := range s.bots {
		r.Bots = append(r.Bots, medianRound(runs[b.name]))
	}
	r.Ratio = ratio(r.Bots)
	r.print(out)
	if s.jsonPath == "" {
		return nil
	}
	return r.save(s.jsonPath)
}
