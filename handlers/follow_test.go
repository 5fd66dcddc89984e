package handlers_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/handlers"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/feedback"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/people"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/internal/sessions"
	"github.com/merzim/merzim/locales"
)

// counter is a conversation over real stores in memory, and the newest message
// of each person in it.
type counter struct {
	*handlers.Conversation
	t        *testing.T
	language string
	chat     int64
	last     int64 // update
	reply    bot.Reply
	requests *requests.Store
	people   *people.Store
	days     *calendar.Calendar
	base     *unsteady
	memory   *crowded
	texts    *locales.Language
}

// unsteady is the requests' store, which can be away.
type unsteady struct {
	handlers.Requests
	away bool
}

func (u *unsteady) Create(ctx context.Context, c *calendar.Calendar, update int64, n requests.New) (requests.Request, error) {
	if u.away {
		return requests.Request{}, errAway
	}
	return u.Requests.Create(ctx, c, update, n)
}

func (u *unsteady) List(ctx context.Context, chat int64) ([]requests.Request, error) {
	if u.away {
		return nil, errAway
	}
	return u.Requests.List(ctx, chat)
}

func (u *unsteady) Find(ctx context.Context, chat, id int64) (requests.Request, bool, error) {
	if u.away {
		return requests.Request{}, false, errAway
	}
	return u.Requests.Find(ctx, chat, id)
}

// crowded is the sessions' store, in which another process is first for so many
// saves.
type crowded struct {
	handlers.Sessions
	rivals int
}

func (c *crowded) Save(ctx context.Context, chat, version int64, data []byte) (bool, error) {
	if c.rivals > 0 {
		c.rivals--
		return false, nil
	}
	return c.Sessions.Save(ctx, chat, version, data)
}

// at opens a counter whose clock stands at a time of Almaty.
func at(t *testing.T, language, now string) *counter {
	t.Helper()
	moment, err := time.ParseInLocation("2006-01-02 15:04", now, calendar.Zone())
	if err != nil {
		t.Fatal(err)
	}
	know, db := whole(t), memoryBase(t)
	hands := clock.At(moment)
	store := requests.NewStore(db, hands, notices.NewStore(db, hands))
	c := &counter{
		t: t, language: language, chat: citizen, requests: store, people: people.NewStore(db, hands), days: know.Catalog.Calendar,
		base: &unsteady{Requests: store}, memory: &crowded{Sessions: sessions.NewSQL(db, hands)}, texts: know.Texts.In(language),
	}
	fresh := know.Fresh()
	c.Conversation = handlers.New(handlers.Options{
		Knowledge: func() *handlers.Knowledge { return fresh }, Sessions: c.memory, People: c.people, Requests: c.base, Feedback: feedback.NewStore(db, hands),
		Now: hands.Now, Log: slog.New(slog.DiscardHandler),
	})
	return c
}

func (c *counter) person() bot.Person { return bot.Person{ID: c.chat, Language: c.language} }

// handle answers an update, which must be answered by one message.
func (c *counter) handle(u bot.Update) bot.Reply {
	c.t.Helper()
	replies, err := c.Handle(c.t.Context(), u)
	if err != nil || len(replies) != 1 {
		c.t.Fatalf("update %d (%s%s): %d replies, %v", u.ID, u.Text, u.Data, len(replies), err)
	}
	c.reply = replies[0]
	return c.reply
}

func (c *counter) update(kind bot.Kind) bot.Update {
	c.last++
	return bot.Update{ID: c.last, Chat: c.chat, Kind: kind, From: c.person()}
}

// say writes a message; one that begins with a slash is a command.
func (c *counter) say(text string) bot.Reply {
	c.t.Helper()
	u := c.update(bot.KindText)
	u.Text = text
	if name, ok := strings.CutPrefix(text, "/"); ok {
		u.Command, u.Args, _ = strings.Cut(name, " ")
	}
	return c.handle(u)
}

// button is the data of the button whose label is the text of a key.
func (c *counter) button(key string) string {
	c.t.Helper()
	label := c.texts.T(key)
	for _, row := range c.reply.Keyboard {
		for _, b := range row {
			if b.Label == label || b.Label == key {
				return b.Data
			}
		}
	}
	c.t.Fatalf("no button %q (%s) under:\n%s\n%v", label, key, c.reply.Text, c.reply.Keyboard)
	return ""
}

func (c *counter) has(key string) bool {
	for _, row := range c.reply.Keyboard {
		for _, b := range row {
			if b.Label == c.texts.T(key) {
				return true
			}
		}
	}
	return false
}

// press presses the buttons of these labels or keys, one after another.
func (c *counter) press(keys ...string) bot.Reply {
	c.t.Helper()
	for _, key := range keys {
		c.pressData(c.button(key))
	}
	return c.reply
}

func (c *counter) pressData(data string) bot.Reply {
	c.t.Helper()
	return c.handle(c.pressed(data))
}

func (c *counter) pressed(data string) bot.Update {
	u := c.update(bot.KindPress)
	u.Data, u.PressID, u.MessageID = data, "1", 5
	return u
}

// shows fails unless the newest message holds all of these.
func (c *counter) shows(parts ...string) {
	c.t.Helper()
	for _, part := range parts {
		if !strings.Contains(plainly(c.reply.Text), part) {
			c.t.Errorf("%q is not in:\n%s", part, plainly(c.reply.Text))
		}
	}
}

// hides fails if the newest message holds one of these.
func (c *counter) hides(parts ...string) {
	c.t.Helper()
	for _, part := range parts {
		if strings.Contains(plainly(c.reply.Text), part) {
			c.t.Errorf("%q is in:\n%s", part, plainly(c.reply.Text))
		}
	}
}

func plainly(text string) string { return strings.NewReplacer("<b>", "", "</b>", "").Replace(text) }

// kept is what the base holds of the person.
func (c *counter) kept() []requests.Request {
	c.t.Helper()
	list, err := c.requests.List(c.t.Context(), c.chat)
	if err != nil {
		c.t.Fatal(err)
	}
	return list
}

// only is the one request of the person.
func (c *counter) only() requests.Request {
	c.t.Helper()
	list := c.kept()
	if len(list) != 1 {
		c.t.Fatalf("%d requests are kept, want one", len(list))
	}
	return list[0]
}

// follow makes a request from a card: the case is the usual one.
func (c *counter) follow(service string, answers ...string) requests.Request {
	c.t.Helper()
	c.say("/start s_" + service)
	c.press("ButtonTrack")
	for _, answer := range answers {
		if key, ok := strings.CutPrefix(answer, "#"); ok {
			c.press(key)
		} else {
			c.say(answer)
		}
	}
	if c.has("ButtonConsent") {
		c.press("ButtonConsent")
	}
	return c.kept()[0]
}
