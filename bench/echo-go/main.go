// Command echo-go is a bare echo bot on go-telegram/bot with a Redis session.
//
// It is what the load comparison measures Merzim against: no service, no search, no database; one session read and
// one session write a message, as any bot has that remembers its chats.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"log"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
	"github.com/redis/go-redis/v9"
)

const (
	workers     = 16
	sessionLife = 30 * 24 * time.Hour // as long as Merzim remembers a conversation
)

type session struct {
	Count int `json:"count"`
}

type echo struct{ redis *redis.Client }

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	options, err := redis.ParseURL(os.Getenv("REDIS_URL"))
	if err != nil {
		return err
	}
	client := redis.NewClient(options)
	defer client.Close()

	e := &echo{redis: client}
	b, err := bot.New(os.Getenv("TELEGRAM_TOKEN"),
		bot.WithServerURL(os.Getenv("TELEGRAM_API_URL")),
		bot.WithWorkers(workers),
		bot.WithDefaultHandler(e.handle),
	)
	if err != nil {
		return err
	}
	b.Start(ctx)
	return nil
}

// handle counts the message in the chat's session and sends its text back.
func (e *echo) handle(ctx context.Context, b *bot.Bot, update *models.Update) {
	if update.Message == nil || update.Message.Text == "" {
		return
	}
	chat := update.Message.Chat.ID
	if err := e.count(ctx, chat); err != nil {
		log.Print("session: ", err)
		return
	}
	if _, err := b.SendMessage(ctx, &bot.SendMessageParams{ChatID: chat, Text: update.Message.Text}); err != nil {
		log.Print("send: ", err)
	}
}

func (e *echo) count(ctx context.Context, chat int64) error {
	key := "session:" + strconv.FormatInt(chat, 10)
	var s session
	data, err := e.redis.Get(ctx, key).Bytes()
	switch {
	case errors.Is(err, redis.Nil):
	case err != nil:
		return err
	default:
		if err := json.Unmarshal(data, &s); err != nil {
			return err
		}
	}
	s.Count++
	if data, err = json.Marshal(s); err != nil {
		return err
	}
	return e.redis.Set(ctx, key, data, sessionLife).Err()
}
