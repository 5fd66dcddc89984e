package main

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"time"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/handlers"
	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/reports"
)

var clockLine = regexp.MustCompile(`^\+(\d+)([dhm])$`)

// longestMove bounds one move of the clock; the calendar reaches no further.
const longestMove = 5 * 366 * 24 * time.Hour

// clockMove reads "+1d", "+3h", "+15m".
func clockMove(line string) (time.Duration, error) {
	m := clockLine.FindStringSubmatch(line)
	unit := map[string]time.Duration{"d": 24 * time.Hour, "h": time.Hour, "m": time.Minute}[m[2]]
	n, err := strconv.ParseInt(m[1], 10, 64)
	if err != nil || n > int64(longestMove/unit) {
		return 0, fmt.Errorf("%s: at most five years at once", line)
	}
	return time.Duration(n) * unit, nil
}

// hands move the clock of a conversation, and do at each moment on the way what
// is due then.
type hands struct {
	clock  *clock.Manual
	cases  cases
	know   *handlers.Knowledge
	runner *notices.Runner[bot.Reply]

	broadcasts *broadcasts.Store
	engine     *broadcasts.Engine

	digests     *reports.Store
	queueDigest func(context.Context) (queued int, err error)
}

// hands are those of an app on a clock that stands.
func (a *app) hands(now *clock.Manual, know *handlers.Knowledge) hands {
	return hands{
		clock: now, cases: a.cases, know: know, runner: a.runner, broadcasts: a.broadcasts, engine: a.engine,
		digests: a.analysts.Store, queueDigest: a.queueDigest,
	}
}

// move moves the clock on, stopping at each due moment on the way.
func (h hands) move(ctx context.Context, by time.Duration) error {
	target := h.clock.Now().Add(by)
	for {
		at, ok, err := h.next(ctx)
		if err != nil {
			return err
		}
		if !ok || at.After(target) {
			break
		}
		moved := at.After(h.clock.Now())
		if moved {
			h.clock.Advance(at.Sub(h.clock.Now()))
		}
		done, err := h.tell(ctx)
		if err != nil {
			return err
		}
		if !moved && done == 0 { // due, but nobody can be told now
			break
		}
	}
	if left := target.Sub(h.clock.Now()); left > 0 {
		h.clock.Advance(left)
	}
	_, _, err := h.cases.retain(ctx)
	return err
}

// next is the next moment, not before now, at which something is to be told.
func (h hands) next(ctx context.Context) (at time.Time, ok bool, err error) {
	at, ok, err = h.cases.outbox.NextWake(ctx)
	if err != nil {
		return at, false, err
	}
	sends, moves, err := h.broadcasts.NextWake(ctx)
	if err != nil {
		return at, false, err
	}
	if moves && (!ok || sends.Before(at)) {
		at, ok = sends, true
	}
	for _, reminder := range []func(context.Context) (calendar.Date, bool, error){h.cases.requests.NextReminder, h.cases.complaints.NextReminder} {
		day, due, err := reminder(ctx)
		if err != nil {
			return at, false, err
		}
		if !due {
			continue
		}
		if morning := notices.Waking(day.At(0, 0)); !ok || morning.Before(at) {
			at, ok = morning, true
		}
	}
	run := reports.NextDigest(h.know.Catalog.Calendar, h.clock.Now())
	readers, err := h.digests.Subscribers(ctx, run)
	if err != nil {
		return at, false, err
	}
	if len(readers) > 0 && (!ok || run.At.Before(at)) {
		at, ok = run.At, true
	}
	if now := h.clock.Now(); at.Before(now) {
		at = notices.Waking(now)
	}
	return at, ok, nil
}

// tell plans and sends what is due now, and returns how much that was.
func (h hands) tell(ctx context.Context) (done int, err error) {
	planned, err := h.cases.remind(ctx, h.know)
	if err != nil {
		return planned, err
	}
	queued, err := h.queueDigest(ctx)
	if err != nil {
		return planned + queued, err
	}
	sent, err := h.runner.Once(ctx)
	if err != nil {
		return planned + sent, err
	}
	steps, err := h.engine.Once(ctx)
	return planned + sent + steps, err
}
