package main

import (
	"net/http"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/config"
	"github.com/merzim/merzim/internal/console"
)

// routes are the program's HTTP paths, with the local Telegram if there is one.
func (a *app) routes(stand localServer, cfg config.Config) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", a.health)
	mux.Handle(console.Root, a.console.Handler())
	if a.openPage != nil {
		mux.Handle("/open", a.openPage)
		mux.Handle("/open/", a.openPage)
	}
	mux.Handle("GET /metrics", a.metrics.handler())
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
