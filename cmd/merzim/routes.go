package main

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/config"
	"github.com/merzim/merzim/internal/console"
)

// healthTimeout bounds the questions to the stores of one health check.
const healthTimeout = 2 * time.Second

// routes are the program's HTTP paths, with the local Telegram if there is one.
func (a *app) routes(stand localServer, cfg config.Config) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", a.health)
	mux.Handle(console.Root, a.console.Handler())
	if cfg.WebhookURL != "" {
		mux.Handle(bot.WebhookPath, bot.Webhook(cfg.WebhookSecret, a.dispatcher, a.log))
	}
	if stand.Server != nil {
		mux.Handle("/", stand.handler())
	} else {
		mux.HandleFunc("GET /{$}", a.redirectToBot)
	}
	return mux
}

// redirectToBot sends a visitor of the bare address to the bot.
func (a *app) redirectToBot(w http.ResponseWriter, r *http.Request) {
	name := a.username.Load()
	if name == nil || *name == "" {
		http.Error(w, "Merzim is starting", http.StatusServiceUnavailable)
		return
	}
	http.Redirect(w, r, "https://t.me/"+*name, http.StatusFound)
}

// health answers 200 when the stores answer, else 503 with what is away.
func (a *app) health(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), healthTimeout)
	defer cancel()
	report := map[string]string{"database": "ok", "sessions": "ok"}
	status := http.StatusOK
	for name, ping := range map[string]func(context.Context) error{"database": a.db.Ping, "sessions": a.memory.Ping} {
		if ping(ctx) != nil {
			report[name] = "away"
			status = http.StatusServiceUnavailable
		}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(report)
}
