package handlers

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/locales"
	"github.com/segmentio/encoding/json"
)

// maxRounds is how often an update is handled anew when another process
// changed the chat's session meanwhile.
const maxRounds = 3

// Options are the parts of a conversation.
type Options struct {
	Knowledge  func() *Knowledge // the one in force now
	Sessions   Sessions
	People     People
	Feedback   Feedback
	Requests   Requests
	Complaints Complaints
	Privacy    Privacy
	Reports    Reports // nil: there are no analysts
	Topics     Topics
	Roles      Roles
	Broadcasts Broadcasts
	Sending    Sending // of broadcasts
	PerSecond  int     // broadcasts' messages; for estimates
	// Login makes a one-time link into the console and the code beside it.
	Login func(ctx context.Context, chat int64) (address, code string, err error)
	// InvitationLink is where an invitation's token is accepted.
	InvitationLink func(token string) string
	// SetMenu sets a chat's own menu of commands, as well as it can; without
	// items the chat has everybody's again. nil: there is no menu to set.
	SetMenu  func(ctx context.Context, chat int64, items []bot.MenuItem)
	Username func() string // of the bot, for links; "" while it is not known
	Now      func() time.Time
	Log      *slog.Logger
}

// Conversation answers updates; it is the bot's bot.Conversation.
type Conversation struct {
	o Options
}

// New makes a conversation.
func New(o Options) *Conversation {
	if o.Username == nil {
		o.Username = func() string { return "" }
	}
	if o.SetMenu == nil {
		o.SetMenu = func(context.Context, int64, []bot.MenuItem) {}
	}
	return &Conversation{o: o}
}

// turn is one update being answered.
type turn struct {
	ctx      context.Context
	update   bot.Update
	know     *Knowledge
	language *locales.Language
	session  *Session
	form     *Form  // that waited for an answer when the update came; nil: none
	shown    *Shown // that the answer before this update showed; nil: none
	meant    bool   // the service is known from that card
	now      time.Time
	// memory is false while the session store is away, and held what it kept
	// of the chat when the update came.
	memory bool
	held   record
	// forgotten makes the session end without what came before it.
	forgotten bool
}

// Handle answers one update: load, decide, store, return what to say. When the
// session store is away, it answers without memory and says so.
func (c *Conversation) Handle(ctx context.Context, u bot.Update) ([]bot.Reply, error) {
	if u.Chat == 0 || u.Kind == bot.KindOther {
		return nil, nil
	}
	for round := 1; ; round++ {
		replies, saved, err := c.round(ctx, u)
		if err != nil || saved {
			return replies, err
		}
		if round == maxRounds {
			return nil, errors.New("session changed by others at each try")
		}
	}
}

// round handles the update once; saved is false when the session was changed
// by another process meanwhile.
func (c *Conversation) round(ctx context.Context, u bot.Update) (replies []bot.Reply, saved bool, err error) {
	stored, err := c.o.Sessions.Load(ctx, u.Chat, u.ID)
	memory := err == nil
	if err != nil {
		c.o.Log.Warn("answering without memory", "update", u.ID, "error", err)
	}
	if stored.Handled {
		return nil, true, bot.ErrHandled
	}
	old, err := readRecord(stored.Data)
	if err != nil { // a value that nobody can read must not lock a person out
		c.o.Log.Error("session dropped", "update", u.ID, "error", err)
	}
	newest, older := old.repetition(u.ID)
	if older {
		return nil, true, bot.ErrHandled
	}
	session := old.Session.clone()
	if newest && old.Before != nil {
		session = old.Before.clone()
		if session.Language == "" { // what the first try learned; asking anew would take the guess for a choice
			session.Language = old.Session.Language
		}
	}
	t := &turn{ctx: ctx, update: u, know: c.o.Knowledge(), session: &session, now: c.o.Now(), memory: memory, held: old}
	c.chooseLanguage(t)
	replies, err = c.route(t)
	if err != nil {
		return nil, true, err
	}
	if !memory {
		return c.withoutMemory(t, replies), true, nil
	}
	if newest {
		return replies, true, nil
	}
	return c.save(t, stored.Version, old, replies)
}

func (c *Conversation) save(t *turn, version int64, old record, replies []bot.Reply) ([]bot.Reply, bool, error) {
	next, changed := old.advance(t.update.ID, *t.session, int64(calendar.DateIn(t.now)))
	if t.forgotten {
		next, changed = record{Session: *t.session, Applied: []int64{t.update.ID}, Day: next.Day}, true
	}
	if !changed {
		return replies, true, nil
	}
	data, err := json.Marshal(next)
	if err != nil {
		return nil, true, fmt.Errorf("write session: %w", err)
	}
	saved, err := c.o.Sessions.Save(t.ctx, t.update.Chat, version, data)
	if err != nil {
		c.o.Log.Warn("session not saved", "update", t.update.ID, "error", err)
		if t.forgotten {
			return []bot.Reply{{Text: t.language.T("ForgetSessionLeft", t.kept())}}, true, nil
		}
		return c.withoutMemory(t, replies), true, nil
	}
	if saved && t.forgotten {
		c.scrub(t)
	}
	return replies, saved, nil
}

// withoutMemory adds to the first reply that the bot's memory is away.
func (c *Conversation) withoutMemory(t *turn, replies []bot.Reply) []bot.Reply {
	for i := range replies {
		if replies[i].Text != "" && replies[i].Document == nil {
			replies[i].Text += "\n\n" + t.language.T("MemoryAway")
			break
		}
	}
	return replies
}

// Done marks the update as handled.
func (c *Conversation) Done(ctx context.Context, u bot.Update) error {
	if u.Chat == 0 || u.Kind == bot.KindOther {
		return nil
	}
	return c.o.Sessions.MarkHandled(ctx, u.Chat, u.ID)
}

// Excuse says why there is no proper answer.
func (c *Conversation) Excuse(_ context.Context, u bot.Update, why bot.Trouble) []bot.Reply {
	if u.Kind == bot.KindGroup || u.Kind == bot.KindInline || u.Kind == bot.KindOther || u.Kind == bot.KindBlocked || u.Kind == bot.KindJoined {
		return nil
	}
	know := c.o.Knowledge()
	language := know.Texts.In(guess(u))
	key := "ExcuseFault"
	if why == bot.TroubleTooMany {
		key = "ExcuseTooMany"
	}
	return []bot.Reply{{Text: language.T(key, locales.Args{"Line": know.Catalog.Law.Facts.Contact.Number})}}
}
