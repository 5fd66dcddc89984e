package main

import (
	"context"
	"testing"
	"time"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/sessions"
)

// nothing is a Telegram and a session store that answer at once.
type nothing struct{}

func (nothing) Call(context.Context, string, bot.Params) ([]byte, error) { return nil, nil }
func (nothing) Upload(context.Context, string, bot.Params, string, bot.Document) ([]byte, error) {
	return nil, nil
}
func (nothing) Charge(context.Context, int64)       {}
func (nothing) Hold(context.Context, time.Duration) {}
func (nothing) Load(context.Context, int64, int64) (s sessions.Stored, err error) {
	return s, nil
}
func (nothing) Save(context.Context, int64, int64, []byte) (bool, error) { return true, nil }
func (nothing) MarkHandled(context.Context, int64, int64) error          { return nil }

// BenchmarkWatching is what the metrics add to one update with one reply: all
// that is counted and timed on its way.
func BenchmarkWatching(b *testing.B) {
	m := newMetrics()
	telegram, pace, store := watchedTelegram{nothing{}, m}, watchedPace{nothing{}, m.replies}, m.watch(nothing{})
	u := bot.Update{Kind: bot.KindText}
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			_, _ = store.Load(b.Context(), 1, 1)
			_, _ = store.Save(b.Context(), 1, 1, nil)
			pace.Charge(b.Context(), 1)
			_, _ = telegram.Call(b.Context(), "sendMessage", nil)
			_ = store.MarkHandled(b.Context(), 1, 1)
			m.update(u, time.Millisecond, "ok")
		}
	})
}
