package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/merzim/merzim/handlers"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/reports"
	"github.com/merzim/merzim/internal/roles"
)

// analysts are the reports with who may have them.
type analysts struct {
	*reports.Store
	roles *roles.Store
	clock clock.Clock
	owner string // of the digests that this process takes in hand

	mutex sync.Mutex
	last  composed
}

// composed is a digest that was just made; its parts are sent one by one.
type composed struct {
	words  reports.Words
	period reports.Period
	at     time.Time
	digest reports.Digest
}

// composedFor is how long a digest that was made is sent again.
const composedFor = time.Minute

func newAnalysts(store *reports.Store, r *roles.Store, c clock.Clock) *analysts {
	return &analysts{Store: store, roles: r, clock: c, owner: roles.NewToken()}
}

// Analyst reports whether a chat has the role at this moment.
func (a *analysts) Analyst(ctx context.Context, chat int64) (bool, error) {
	h, ok, err := a.roles.Find(ctx, chat)
	return ok && h.Role == roles.Analyst, err
}

// Compose makes a digest, or gives the one that was just made.
func (a *analysts) Compose(ctx context.Context, w reports.Words, p reports.Period) (reports.Digest, error) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	now := a.clock.Now()
	if l := &a.last; l.words == w && l.period == p && !now.Before(l.at) && now.Sub(l.at) < composedFor {
		return l.digest, nil
	}
	d, err := a.Store.Compose(ctx, w, p)
	if err == nil {
		a.last = composed{w, p, now, d}
	}
	return d, err
}

// sendDigest queues the digest that has come due, once among all processes: one
// notice a message and analyst.
func (a *app) sendDigest(ctx context.Context) {
	queued, err := a.queueDigest(ctx)
	if err != nil && ctx.Err() == nil {
		a.log.Error("digest not queued, trying again", "error", err)
	}
	if queued > 0 {
		a.log.Info("digest queued", "messages", queued)
		a.runner.Poke()
	}
}

func (a *app) queueDigest(ctx context.Context) (queued int, err error) {
	run, ours, err := a.analysts.ClaimDigest(ctx, a.knowledge.Load().Catalog.Calendar, a.analysts.owner)
	if err != nil || !ours {
		return 0, err
	}
	chats, err := a.analysts.Subscribers(ctx, run)
	if err != nil {
		return 0, err
	}
	for _, chat := range chats {
		h, ok, err := a.cases.roles.Find(ctx, chat)
		if err != nil {
			return queued, err
		}
		if !ok || h.Role != roles.Analyst {
			continue
		}
		for part := range handlers.DigestMessages {
			isNew, err := a.cases.outbox.Queue(ctx, notices.New{
				Chat: chat, Kind: notices.Digest, Dedupe: fmt.Sprintf("digest:%d:%d:%d", run.At.Unix(), h.Invitation, part),
				Args: handlers.DigestArgs{From: run.Period.From, To: run.Period.To, Part: part},
			})
			if err != nil {
				return queued, err
			}
			if isNew {
				queued++
			}
		}
	}
	_, err = a.analysts.DigestDone(ctx, run, a.analysts.owner)
	return queued, err
}
