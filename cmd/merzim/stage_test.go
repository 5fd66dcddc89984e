package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/handlers"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/local"
	"github.com/merzim/merzim/internal/logging"
	"github.com/merzim/merzim/internal/requests"
)

// clockEnv makes the test binary a bot that serves by a clock which began to run
// at that moment, in unix seconds.
const clockEnv = "MERZIM_TEST_CLOCK"

func serveFrom(at string) int {
	seconds, err := strconv.ParseInt(at, 10, 64)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return statusUsage
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	began := time.Now()
	now := clock.Func(func() time.Time { return time.Unix(seconds, 0).Add(time.Since(began)) })
	if err := serve(ctx, streams{in: os.Stdin, out: os.Stdout, err: os.Stderr}, now); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return statusFault
	}
	return statusOK
}

// servingAt is serving by a clock that begins to run at a moment.
func servingAt(t *testing.T, dir string, at time.Time, env ...string) *process {
	t.Helper()
	address := freeAddress(t)
	env = append([]string{"HTTP_ADDR=" + address, "LOG_LEVEL=debug", clockEnv + "=" + strconv.FormatInt(at.Unix(), 10)}, env...)
	return start(t, os.Args[0], dir, env).well(address)
}

// almaty reads "2026-11-23 10:00".
func almaty(t *testing.T, at string) time.Time {
	t.Helper()
	moment, err := parseTime(at)
	if err != nil {
		t.Fatal(err)
	}
	return moment
}

// stage is the whole bot in this process, on a clock that the test moves, with
// a local Telegram.
type stage struct {
	*app
	t      *testing.T
	hands  hands
	server *local.Server
	polled chan error
	stop   context.CancelFunc
}

// newStage opens a stage on a base of its own, or on one that is there.
func newStage(t *testing.T, at, databaseURL string) *stage {
	t.Helper()
	know, err := known()
	if err != nil {
		t.Fatal(err)
	}
	own := *know.Catalog // a test may exchange the calendar
	now := clock.At(almaty(t, at))
	server, err := local.New(local.Options{Now: now.Now, Record: true, BotName: localBotName, Zone: calendar.Zone().String()})
	if err != nil {
		t.Fatal(err)
	}
	know = &handlers.Knowledge{Catalog: &own, Texts: know.Texts, Finder: know.Finder, Reader: know.Reader}
	log := logging.New(os.Stderr, slog.LevelError, "text")
	a, err := newApp(t.Context(), appOptions{log: log, clock: now, knowledge: know, databaseURL: databaseURL, token: localToken, apiURL: "http://local", client: server.Client()})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	s := &stage{app: a, t: t, server: server, hands: a.hands(now, know), polled: make(chan error, 1), stop: stop}
	go func() { s.polled <- bot.NewPoller(a.telegram, a.dispatcher, log).Run(ctx) }()
	t.Cleanup(s.end)
	return s
}

// end closes everything; twice is the same as once.
func (s *stage) end() {
	if s.stop == nil {
		return
	}
	s.stop()
	s.stop = nil
	if err := <-s.polled; err != nil {
		s.t.Error(err)
	}
	if err := s.close(); err != nil {
		s.t.Error(err)
	}
	s.server.Close()
}

// citizen is somebody whom the bot knows and who agreed to what it keeps.
func (s *stage) citizen(chat int64, lang string) *local.Person {
	s.t.Helper()
	agree(s.t, s.cases, chat, lang)
	return s.server.Person(chat, local.PersonOptions{Lang: lang, FirstName: "A", Started: true})
}

func agree(t *testing.T, s cases, chat int64, lang string) {
	t.Helper()
	if err := s.people.GiveConsent(t.Context(), chat, lang); err != nil {
		t.Fatal(err)
	}
}

// move moves the clock as the terminal does.
func (s *stage) move(line string) {
	s.t.Helper()
	by, err := clockMove(line)
	if err == nil {
		err = s.hands.move(s.t.Context(), by)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// told are the bot's messages in a person's chat.
func (s *stage) told(chat int64) (all []local.Message) {
	return toldBy(s.t, s.server, chat)
}

// toldBy are the new messages that a local Telegram took for a chat.
func toldBy(t *testing.T, server *local.Server, chat int64) (all []local.Message) {
	t.Helper()
	for _, c := range server.Calls(local.CallFilter{Method: "sendMessage", Chat: chat}) {
		var answer struct {
			Result local.Message `json:"result"`
		}
		if c.Status != http.StatusOK {
			continue
		}
		if err := json.Unmarshal(c.Response, &answer); err != nil {
			t.Fatal(err)
		}
		all = append(all, answer.Result)
	}
	return all
}

// file tracks a request for an identity card; the update's number is the chat's
// own and the order's.
func file(t *testing.T, s cases, know *handlers.Knowledge, update, chat int64, filed string, change func(*requests.New)) requests.Request {
	t.Helper()
	service, ok := know.Catalog.Service("id-card")
	if !ok {
		t.Fatal("no such service")
	}
	n := requests.Of(service, catalog.Choice{})
	day, err := calendar.ParseFiling(filed)
	if err != nil {
		t.Fatal(err)
	}
	n.Chat, n.Filed = chat, day
	if change != nil {
		change(&n)
	}
	r, err := s.requests.Create(t.Context(), know.Catalog.Calendar, update, n)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// inFile is a base in a file of the test's own folder.
func inFile(t *testing.T) string {
	t.Helper()
	return "sqlite:" + filepath.Join(t.TempDir(), "merzim.db")
}
