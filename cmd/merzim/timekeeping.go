package main

import (
	"context"
	"time"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/privacy"
)

// lookAtClock is how often the program looks what has come due.
const lookAtClock = time.Minute

// judge says what a failed notice means.
func judge(err error) notices.Verdict {
	return notices.Verdict{Blocked: bot.Blocked(err), Refused: bot.Refused(err), RetryAfter: bot.RetryAfter(err)}
}

// keepTime sends notices and broadcasts, and does what comes with time, until ctx ends: each
// minute, and when moved says that the clock was moved, it plans reminders;
// each day it erases what has been held long enough. Several processes may.
func (a *app) keepTime(ctx context.Context, moved <-chan struct{}) {
	a.background.Go(func() { a.runner.Run(ctx) })
	a.background.Go(func() { a.engine.Run(ctx) })
	a.background.Go(func() {
		a.recount(ctx)
		tick := time.NewTicker(lookAtClock)
		defer tick.Stop()
		var erasedOn calendar.Date
		for {
			a.remind(ctx)
			a.sendDigest(ctx)
			if today := calendar.DateIn(a.clock.Now()); today != erasedOn && ctx.Err() == nil {
				a.retain(ctx)
				a.publish(ctx)
				erasedOn = today
			}
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			case <-moved:
			}
		}
	})
}

func (a *app) remind(ctx context.Context) {
	if _, err := a.cases.remind(ctx, a.knowledge.Load()); err != nil && ctx.Err() == nil {
		a.log.Error("reminders not planned, trying again in a minute", "error", err)
	}
	a.runner.Poke()
}

// recount counts anew what was counted by another calendar than the one in
// force, one run at a time.
func (a *app) recount(ctx context.Context) {
	a.recounting.Lock()
	defer a.recounting.Unlock()
	total, answers, err := a.cases.recount(ctx, a.knowledge.Load(), nil)
	if err != nil && ctx.Err() == nil {
		a.log.Error("dates not counted anew", "error", err)
	}
	if total.Counted > 0 || answers > 0 {
		a.log.Info("dates counted anew", "requests", total.Counted, "moved", total.Moved, "answers_moved", answers)
	}
	a.runner.Poke()
}

func (a *app) retain(ctx context.Context) {
	erased, parked, err := a.cases.retain(ctx)
	if err != nil && ctx.Err() == nil {
		a.log.Error("not everything old was erased, trying again tomorrow", "error", err)
	}
	questions, err := a.feedback.Retain(ctx)
	if err != nil && ctx.Err() == nil {
		a.log.Error("old questions not erased, trying again tomorrow", "error", err)
	}
	if erased != (privacy.Retained{}) || questions > 0 || parked > 0 {
		a.log.Info("erased after its time", "requests", erased.Requests, "notices", erased.Notices, "recipients", erased.Recipients, "parked", parked, "questions", questions)
	}
}
