package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/handlers"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/local"
	"github.com/merzim/merzim/internal/logging"
)

const (
	chatPerson  = 1001             // the person at the terminal
	answerLimit = 30 * time.Second // for the bot's answer to one line
)

// chatFlags are how `merzim chat` was started.
type chatFlags struct {
	lang, now, as, out string
	asJSON             bool
	database           string // where everything is kept; no flag: each conversation is fresh
}

// inMemory is a base that is gone at the end.
const inMemory = "sqlite::memory:"

func newChat(s streams) *cobra.Command {
	f := chatFlags{database: inMemory}
	cmd := &cobra.Command{
		Use:   "chat",
		Short: "the bot in the terminal: a line is a message, #N presses a button, +1d moves the clock",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkLanguage(f.lang); err != nil {
				return err
			}
			if _, ok := grantOf(f.as); !ok && f.as != "citizen" {
				return usagef("--as %s: expected citizen, staff:AGENCY, analyst or admin", f.as)
			}
			at, err := parseTime(f.now)
			if err != nil {
				return err
			}
			return chat(cmd.Context(), s, f, at)
		},
	}
	languageFlag(cmd, &f.lang)
	nowFlag(cmd, &f.now)
	cmd.Flags().StringVar(&f.as, "as", "citizen", "who writes: citizen, staff:AGENCY, analyst or admin")
	cmd.Flags().BoolVar(&f.asJSON, "json", false, "print the Bot API calls, a JSON object a line")
	cmd.Flags().StringVar(&f.out, "out", "", "folder in which files that the bot sends are saved")
	return cmd
}

// chat plays a conversation with all that the bot knows.
func chat(ctx context.Context, s streams, f chatFlags, at time.Time) error {
	source, err := environmentFiles()
	if err != nil {
		return err
	}
	know, _, err := source.loadTrained(ctx)
	if err != nil {
		return err
	}
	return play(ctx, s, f, at, know)
}

// play is a conversation on stores in memory. The clock stands at the time
// given and moves only when told.
func play(ctx context.Context, s streams, f chatFlags, at time.Time, know *handlers.Knowledge) error {
	now := clock.At(at)
	server, err := local.New(local.Options{Now: now.Now, Record: true, BotName: localBotName, BotTitle: "Мерзім", Zone: calendar.Zone().String()})
	if err != nil {
		return err
	}
	defer server.Close()
	log := logging.New(s.err, slog.LevelError, "text")
	a, err := newApp(ctx, appOptions{
		log: log, clock: now, knowledge: know, databaseURL: f.database,
		token: localToken, apiURL: "http://local", client: server.Client(),
	})
	if err != nil {
		return err
	}
	if g, ok := grantOf(f.as); ok {
		if err := a.appoint(ctx, chatPerson, g); err != nil {
			return errors.Join(err, a.close())
		}
	}
	polling, stop := context.WithCancel(ctx)
	stopped := make(chan error, 1)
	go func() { stopped <- bot.NewPoller(a.telegram, a.dispatcher, log).Run(polling) }()

	t := terminal{
		server: server, person: server.Person(chatPerson, local.PersonOptions{Lang: f.lang, FirstName: "Citizen"}),
		hands: a.hands(now, know),
		out:   bufio.NewWriter(s.out), asJSON: f.asJSON, saveTo: f.out,
	}
	err = t.converse(ctx, s.in)
	stop()
	return errors.Join(err, <-stopped, a.close())
}

// wait returns when the bot has done all there is to do.
func (t *terminal) wait(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	if !t.server.Idle(ctx) {
		return fmt.Errorf("no answer within %s", answerLimit)
	}
	_, err := t.hands.engine.Once(ctx)
	return err
}
