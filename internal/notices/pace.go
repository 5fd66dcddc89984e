package notices

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	// perChat is the least time between two notices to one person, as Telegram
	// asks of bots.
	perChat = time.Second
	// longestLine is how far replies, which do not wait, put notices off.
	longestLine = 2 * time.Second
	// maxChats bounds how many people's last notices are remembered.
	maxChats = 4096
	// gatherFor is how long replies are gathered before the shared bucket is
	// told of them, all in one call.
	gatherFor = 20 * time.Millisecond
	// maxOwed bounds the replies of one such call; the line is full long before.
	maxOwed = 500
)

// Bucket is the pace that all replicas share.
type Bucket interface {
	// Take books the next place for a message to a chat. taken is false when
	// the chat (or everybody) has to wait first: ask again after wait. Once
	// taken, the message may go after wait.
	Take(ctx context.Context, chat int64) (wait time.Duration, taken bool, err error)
	// Charge books places for replies to chats that do not wait for them.
	Charge(ctx context.Context, chats []int64) error
	// Hold makes everybody wait.
	Hold(ctx context.Context, d time.Duration) error
}

// Pace spreads notices over time: so many a second in all, one a second to a
// person, nothing while Telegram asks to wait. Without a shared bucket, or
// while that is away, the process keeps the pace by itself.
type Pace struct {
	all    *rate.Limiter
	shared Bucket
	log    *slog.Logger

	mu    sync.Mutex
	chats map[int64]time.Time // when the next notice to a chat may go
	until time.Time           // everybody waits until then
	owed  []int64             // chats replied to of which the bucket does not know yet
	tells bool                // it is being told
}

// NewPace makes a pace; shared may be nil.
func NewPace(perSecond int, shared Bucket, log *slog.Logger) *Pace {
	return &Pace{all: rate.NewLimiter(rate.Limit(perSecond), 1), shared: shared, log: log, chats: map[int64]time.Time{}}
}

// Wait returns when a message to the chat may go, or with ctx's error. Who
// waited out a pause lines up anew: all at once after it would be too fast.
func (p *Pace) Wait(ctx context.Context, chat int64) error {
	for {
		if err := p.place(ctx, chat); err != nil {
			return err
		}
		p.mu.Lock()
		left := time.Until(p.until)
		p.mu.Unlock()
		if left <= 0 {
			return nil
		}
		if err := sleep(ctx, left); err != nil {
			return err
		}
	}
}

func (p *Pace) place(ctx context.Context, chat int64) error {
	for p.shared != nil {
		wait, taken, err := p.shared.Take(ctx, chat)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			p.log.Warn("shared pace away, the process keeps its own", "error", err)
			break
		}
		if err := sleep(ctx, wait); err != nil || taken {
			return err
		}
	}
	if err := sleep(ctx, p.book(chat)); err != nil {
		return err
	}
	return p.all.Wait(ctx)
}

// book notes the next notice to a chat and returns how long it has to wait.
func (p *Pace) book(chat int64) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if len(p.chats) >= maxChats {
		for c, at := range p.chats {
			if at.Before(now) {
				delete(p.chats, c)
			}
		}
	}
	at := p.chats[chat]
	if at.Before(now) {
		at = now
	}
	p.chats[chat] = at.Add(perChat)
	return at.Sub(now)
}

// Charge counts a reply to a citizen against the pace of notices. It never
// waits: the shared bucket is told in the background, of many replies at once.
func (p *Pace) Charge(ctx context.Context, chat int64) {
	if p.shared == nil {
		p.chargeOwn(1)
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.owed) < maxOwed {
		p.owed = append(p.owed, chat)
	}
	if !p.tells {
		p.tells = true
		go p.tell(context.WithoutCancel(ctx))
	}
}

// tell tells the bucket of replies until none is left to tell of.
func (p *Pace) tell(ctx context.Context) {
	for {
		_ = sleep(ctx, gatherFor)
		p.mu.Lock()
		owed := p.owed
		p.owed, p.tells = nil, len(owed) > 0
		p.mu.Unlock()
		if len(owed) == 0 {
			return
		}
		if err := p.shared.Charge(ctx, owed); err != nil {
			p.chargeOwn(len(owed))
		}
	}
}

func (p *Pace) chargeOwn(replies int) {
	for range replies {
		if p.all.Tokens() <= -float64(p.all.Limit())*longestLine.Seconds() {
			return
		}
		p.all.Reserve()
	}
}

// Hold makes everybody wait as long as Telegram asks.
func (p *Pace) Hold(ctx context.Context, d time.Duration) {
	p.mu.Lock()
	if until := time.Now().Add(d); until.After(p.until) {
		p.until = until
	}
	p.mu.Unlock()
	if p.shared != nil {
		if err := p.shared.Hold(ctx, d); err != nil {
			p.log.Warn("pause not shared", "error", err)
		}
	}
}

// sleep waits, or returns early with the context's error.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
