package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/config"
	"github.com/merzim/merzim/internal/logging"
)

const (
	startTimeout     = 15 * time.Second // of the first calls to Telegram
	httpReadTimeout  = 30 * time.Second
	httpIdleTimeout  = 2 * time.Minute
	httpStopTimeout  = 3 * time.Second // a connection that never asked anything counts as busy for 5
	maxHeaderBytes   = 64 << 10
	introduceTimeout = time.Minute
	gcPercent        = 400 // the catalogue and the search are most of the heap and never change: collect a quarter as often
)

func newServe(s streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "run the bot: Telegram with a token, the local Telegram without",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return serve(cmd.Context(), s, clock.System()) },
	}
	cmd.Long = cmd.Short + "\n\nSettings, from the environment or a .env file (secrets also as NAME_FILE):\n\n" + settingsTable()
	return cmd
}

func settingsTable() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, s := range config.Settings() {
		value := s.Default
		if value == "" {
			value = "-"
		}
		fmt.Fprintf(w, "  %s\t%s\t%s\n", s.Name, value, s.About)
	}
	w.Flush()
	return b.String()
}

// serve starts things in order and stops them in reverse. In local mode the
// time is the local Telegram's, which people move; else it is the clock's.
func serve(ctx context.Context, s streams, time clock.Clock) error {
	cfg, err := config.Load()
	if err != nil {
		return err
	}
	log := logging.New(s.err, cfg.LogLevel, cfg.LogFormat, cfg.Secrets()...)
	source, err := openFiles(cfg.CatalogDir, cfg.LocalesDir)
	if err != nil {
		return err
	}
	know, index, err := source.load()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", cfg.HTTPAddr)
	if err != nil {
		return fmt.Errorf("HTTP_ADDR: %w", err)
	}
	options := appOptions{
		log: log, clock: time, knowledge: know, databaseURL: cfg.DatabaseURL, redisURL: cfg.RedisURL, sendRate: cfg.SendRate,
		token: cfg.TelegramToken, apiURL: cfg.TelegramAPIURL, publicURL: cfg.PublicURL, openPage: cfg.OpenPage == "on",
	}
	var stand localServer
	if cfg.Local() {
		if stand, err = openLocal(know, localPath(cfg.DatabaseURL)); err != nil {
			return errors.Join(err, listener.Close())
		}
		options.clock = clock.Func(stand.Now)
		options.token, options.apiURL = localToken, "http://"+listener.Addr().String()
		options.publicURL = options.apiURL
	}
	a, err := newApp(ctx, options)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	if cfg.Local() {
		if err := a.appointPersonas(ctx); err != nil {
			return errors.Join(err, a.close(), listener.Close())
		}
	}
	defer a.stopping(ctx)()
	ctx, stop := context.WithCancel(ctx)
	a.background.Go(func() { a.learn(ctx, know, index) })
	a.background.Go(func() {
		a.watch(ctx, cfg.CatalogDir, cfg.LocalesDir, func() { a.background.Go(func() { a.recount(ctx) }) })
	})
	a.keepTime(ctx, stand.clockMoves(ctx))
	a.background.Go(settleHeap)
	err = a.serveHTTP(ctx, stop, listener, stand, cfg, s)
	stop()
	return errors.Join(err, a.close())
}

// settleHeap gives back what the start needed, and lets the heap grow further
// from then on: what stays is read again and again at each collection.
func settleHeap() {
	debug.FreeOSMemory()
	debug.SetGCPercent(gcPercent)
}

// serveHTTP runs the HTTP server and the way to Telegram until ctx ends or one
// of them fails; stop then ends what runs in the background.
func (a *app) serveHTTP(ctx context.Context, stop context.CancelFunc, listener net.Listener, stand localServer, cfg config.Config, s streams) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	server := &http.Server{
		Handler: a.routes(stand, cfg), ReadHeaderTimeout: httpReadTimeout, IdleTimeout: httpIdleTimeout, MaxHeaderBytes: maxHeaderBytes,
		ErrorLog: slog.NewLogLogger(a.log.Handler(), slog.LevelDebug),
	}
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			cancel(fmt.Errorf("HTTP server: %w", err))
		}
	}()
	if stand.Server != nil {
		fmt.Fprintf(s.out, "Merzim is ready: http://%s/\n", listener.Addr())
	}
	err := a.converse(ctx, cfg)
	cancel(err)
	stop()
	if stand.Server != nil { // what is in flight still needs it; its event streams end first, they would hold the server open
		a.settle()
		err = errors.Join(err, stand.Close())
	}
	bounded, done := a.lastSteps()
	defer done()
	bounded, done = context.WithTimeout(bounded, httpStopTimeout)
	defer done()
	if shutdown := server.Shutdown(bounded); shutdown != nil {
		server.Close()
	}
	if cause := context.Cause(ctx); err == nil && cause != nil && !errors.Is(cause, context.Canceled) {
		err = cause
	}
	return err
}

// converse takes updates by webhook or by polling until ctx ends.
func (a *app) converse(ctx context.Context, cfg config.Config) error {
	a.hello(ctx)
	go func() {
		ctx, cancel := context.WithTimeout(ctx, introduceTimeout)
		defer cancel()
		a.introduce(ctx)
		a.introduceStaff(ctx)
	}()
	if cfg.WebhookURL == "" {
		if err := bot.DropWebhook(ctx, a.telegram); err != nil {
			a.log.Debug("no webhook dropped", "error", err)
		}
		a.metrics.polls()
		err := bot.NewPoller(a.telegram, a.dispatcher, a.log).Run(ctx)
		if err != nil {
			return fmt.Errorf("TELEGRAM_TOKEN: %w", err)
		}
		return nil
	}
	start, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	address := strings.TrimSuffix(cfg.WebhookURL, "/")
	if !strings.HasSuffix(address, bot.WebhookPath) {
		address += bot.WebhookPath
	}
	if err := bot.SetWebhook(start, a.telegram, address, cfg.WebhookSecret); err != nil {
		a.log.Warn("webhook not set; updates are taken if Telegram knows the address", "error", err)
	}
	<-ctx.Done()
	return nil
}

// hello asks Telegram who we are. Telegram away is a warning: the poller goes
// on asking.
func (a *app) hello(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	username, err := bot.Me(ctx, a.telegram)
	if err != nil {
		a.log.Warn("Telegram does not answer yet", "error", err)
		return
	}
	a.username.Store(&username)
	a.log.Info("bot is running", "username", username)
}
