package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/local"
)

// newTelegram runs the local Telegram alone, for tests that kill and restart
// the bot, for replicas and for load.
func newTelegram(s streams) *cobra.Command {
	var addr, path string
	var rate int
	var record bool
	cmd := &cobra.Command{
		Use:   "telegram",
		Short: "the local Telegram alone",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runTelegram(cmd.Context(), s, addr, path, rate, record)
		},
	}
	cmd.Flags().StringVar(&addr, "addr", "127.0.0.1:8081", "where to listen; this machine only")
	cmd.Flags().StringVar(&path, "state", "", "file that keeps chats over a restart (default: memory only)")
	cmd.Flags().IntVar(&rate, "rate", 0, "messages a second before a 429; 0 is no limit")
	cmd.Flags().BoolVar(&record, "record", true, "keep messages and calls")
	return cmd
}

func runTelegram(ctx context.Context, s streams, addr, path string, rate int, record bool) error {
	if !loopbackAddr(addr) {
		return usagef("--addr %s: the local Telegram listens on this machine only, for example 127.0.0.1:8081", addr)
	}
	source, err := environmentFiles()
	if err != nil {
		return err
	}
	know, _, err := source.load()
	if err != nil {
		return err
	}
	o := local.Options{
		Rate: rate, Record: record, AnyChat: !record, Path: path, BotName: localBotName, BotTitle: "Мерзім",
		Zone: calendar.Zone().String(), Texts: pageTexts(know),
		NextWorkingDay: func(t time.Time) time.Time { return know.Catalog.Calendar.NextWorkingDay(calendar.DateIn(t)).At(9, 0) },
	}
	if rate > 0 {
		o.PerChat = 1
	}
	server, err := local.New(o)
	if err != nil {
		return err
	}
	defer server.Close()
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("--addr: %w", err)
	}
	fmt.Fprintf(s.out, "The local Telegram is ready: TELEGRAM_API_URL=http://%s\n", listener.Addr())
	web := &http.Server{Handler: localServer{server}.handler(), ReadHeaderTimeout: httpReadTimeout}
	go func() {
		<-ctx.Done()
		stop, cancel := context.WithTimeout(context.Background(), httpStopTimeout)
		defer cancel()
		if web.Shutdown(stop) != nil {
			web.Close()
		}
	}()
	if err := web.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func loopbackAddr(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
