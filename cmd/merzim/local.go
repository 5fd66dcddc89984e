package main

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/handlers"
	"github.com/merzim/merzim/internal/local"
)

// localToken is what the bot calls itself by at the local Telegram.
const localToken = "1:local"

// localBotName is the bot's username there.
const localBotName = "merzim_local_bot"

// localPath is where the local Telegram keeps its chats: beside the SQLite
// file, or in the working folder.
func localPath(databaseURL string) string {
	if path, ok := strings.CutPrefix(databaseURL, "sqlite:"); ok && path != ":memory:" {
		return strings.TrimSuffix(strings.TrimPrefix(path, "//"), ".db") + ".telegram.jsonl"
	}
	return "merzim.telegram.jsonl"
}

// localServer is the local Telegram as one HTTP handler.
type localServer struct{ *local.Server }

func openLocal(know *handlers.Knowledge, path string) (localServer, error) {
	server, err := local.New(local.Options{
		Record: true, Path: path, Personas: personas(), BotName: localBotName, BotTitle: "Мерзім", Zone: calendar.Zone().String(),
		Texts: pageTexts(know),
		NextWorkingDay: func(t time.Time) time.Time {
			return know.Catalog.Calendar.NextWorkingDay(calendar.DateIn(t)).At(9, 0)
		},
	})
	return localServer{server}, err
}

// pageTexts are the chat page's own texts.
func pageTexts(know *handlers.Knowledge) func(lang string) map[string]string {
	return func(lang string) map[string]string { return know.Texts.In(lang).Starting("LocalPage") }
}

// clockMoves tells when somebody moved the local clock; without a local
// Telegram it never does.
func (l localServer) clockMoves(ctx context.Context) <-chan struct{} {
	if l.Server == nil {
		return nil
	}
	events, moved := l.Subscribe(ctx, local.EventClock), make(chan struct{}, 1)
	go func() {
		for range events {
			select {
			case moved <- struct{}{}:
			default:
			}
		}
	}()
	return moved
}

// handler is the Bot API and the chat page on one address.
func (l localServer) handler() http.Handler {
	mux := http.NewServeMux()
	api, page := l.API(), l.Page()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/bot") || strings.HasPrefix(r.URL.Path, "/file/bot") {
			api.ServeHTTP(w, r)
			return
		}
		page.ServeHTTP(w, r)
	})
	return mux
}
