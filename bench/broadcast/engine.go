package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/sessions"
)

// The environment that makes this program the process which sends.
const (
	engineDatabase = "BROADCAST_DATABASE"
	engineTelegram = "BROADCAST_TELEGRAM"
	engineRedis    = "BROADCAST_REDIS"
	enginePace     = "BROADCAST_PACE"
	engineTime     = "BROADCAST_TIME"
)

// lookEvery is how often the account is read: at the end of a small audience it
// is the error of the time taken.
const lookEvery = 200 * time.Millisecond

// replyEvery is how often a citizen is answered while the broadcast runs.
const replyEvery = 250 * time.Millisecond

// figures are what one run came to.
type figures struct {
	Frozen           time.Duration // from the start until the audience was complete
	Took             time.Duration // from then until the account was final, or the time was over
	Sent             int64
	Open             int64 // of the audience, when the time was over
	Lost             int64 // failed, blocked, unknown or cancelled
	PerSecond        float64
	Refused          int64 // 429s, of messages and replies
	Replies          int
	RepliesPerSecond float64
	P50, P99         time.Duration // of replies
	MemoryFrozen     int64         // resident bytes when the first message left
	MemoryPeak       int64
}

// counted counts the calls that Telegram answers with 429.
type counted struct {
	*bot.Telegram
	refused atomic.Int64
}

func (c *counted) Call(ctx context.Context, method string, params bot.Params) ([]byte, error) {
	answer, err := c.Telegram.Call(ctx, method, params)
	if bot.RetryAfter(err) > 0 {
		c.refused.Add(1)
	}
	return answer, err
}

func judge(err error) notices.Verdict {
	return notices.Verdict{Blocked: bot.Blocked(err), Refused: bot.Refused(err), RetryAfter: bot.RetryAfter(err), Unsure: bot.Unsure(err)}
}

func engine(address string) error {
	perSecond, err := strconv.Atoi(os.Getenv(enginePace))
	if err != nil {
		return err
	}
	within, err := time.ParseDuration(os.Getenv(engineTime))
	if err != nil {
		return err
	}
	ctx := context.Background()
	db, err := database.Open(ctx, address)
	if err != nil {
		return err
	}
	defer db.Close()
	memoryOfAll, err := sessions.OpenRedis(os.Getenv(engineRedis))
	if err != nil {
		return err
	}
	defer memoryOfAll.Close()
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	telegram := &counted{Telegram: bot.NewTelegram("1:bench", os.Getenv(engineTelegram), nil)}
	pace := notices.NewPace(perSecond, memoryOfAll.Pace(perSecond), log)
	sender := bot.NewSender(telegram, pace, log) // charges its replies
	// It is ten in the morning when a run begins: nothing is sent at night.
	began := time.Now()
	morning := calendar.DateIn(began).At(10, 0)
	day := clock.Func(func() time.Time { return morning.Add(time.Since(began)) })
	store := broadcasts.NewStore(db, day, notices.NewStore(db, day), func(string) []string { return nil })
	id, err := prepare(ctx, store)
	if err != nil {
		return err
	}
	first := make(chan struct{})
	var once sync.Once
	e := broadcasts.NewEngine(broadcasts.Options{
		Store: store, Judge: judge, Pace: pace, Clock: day, Log: log,
		Send: func(ctx context.Context, m broadcasts.Message) (int64, string, error) {
			once.Do(func() { close(first) })
			p, err := sender.Post(ctx, bot.Post{Chat: m.Chat, Text: m.Text})
			return p.MessageID, p.FileID, err
		},
	})
	running, stop := context.WithCancel(ctx)
	var all sync.WaitGroup
	start := time.Now()
	all.Go(func() { e.Run(running) })
	<-first
	got := figures{Frozen: time.Since(start), MemoryFrozen: memory("VmRSS")}
	start = time.Now()
	var took []time.Duration
	all.Go(func() { took = replies(running, sender) })
	for time.Since(start) < within {
		time.Sleep(lookEvery)
		if a, err := store.Account(ctx, writer, id); err != nil || a.Final {
			break
		}
	}
	elapsed := time.Since(start)
	a, err := store.Account(ctx, writer, id)
	stop()
	all.Wait()
	if err != nil {
		return err
	}
	slices.Sort(took)
	got.Took, got.Open, got.Lost = elapsed, a.Left, a.Audience-a.Sent-a.Left
	got.Sent, got.PerSecond, got.Refused = a.Sent, float64(a.Sent)/elapsed.Seconds(), telegram.refused.Load()
	got.Replies, got.RepliesPerSecond, got.MemoryPeak = len(took), float64(len(took))/elapsed.Seconds(), memory("VmHWM")
	if n := len(took); n > 0 {
		got.P50, got.P99 = took[n/2], took[n*99/100]
	}
	return json.NewEncoder(os.Stdout).Encode(got)
}

var (
	writer = broadcasts.Actor{Chat: 1, Admin: true}
	second = broadcasts.Actor{Chat: 2, Admin: true}
)

// prepare makes an approved broadcast to everybody.
func prepare(ctx context.Context, store *broadcasts.Store) (id int64, err error) {
	b, err := store.Create(ctx, writer, "", broadcasts.Content{
		Texts: broadcasts.Texts{
			KK: "Бөлім 24 қарашада <b>жұмыс істемейді</b>. Құжаттарды 25 қарашадан бастап алуға болады.",
			RU: "Отдел 24 ноября <b>не работает</b>. Документы можно получить с 25 ноября.",
		},
		Audience: broadcasts.Audience{To: broadcasts.Everybody},
	}, nil)
	if err != nil {
		return 0, err
	}
	state, err := store.Submit(ctx, writer, b.ID)
	if err == nil && state == broadcasts.Waiting {
		err = store.Approve(ctx, second, b.ID, b.Version)
	}
	return b.ID, err
}

// replies answers citizens while the broadcast runs, and says how long each
// reply took.
func replies(ctx context.Context, sender *bot.Sender) (took []time.Duration) {
	for n := int64(1); ; n++ {
		select {
		case <-ctx.Done():
			return took
		case <-time.After(replyEvery):
		}
		chat := 1_000_000_000 + n // somebody who is not being written to
		before := time.Now()
		if err := sender.Deliver(ctx, bot.Update{ID: n, Chat: chat, Kind: bot.KindText}, []bot.Reply{{Text: "15 рабочих дней"}}); err != nil {
			if ctx.Err() == nil {
				fmt.Fprintln(os.Stderr, "reply:", err)
			}
			continue
		}
		took = append(took, time.Since(before))
	}
}
