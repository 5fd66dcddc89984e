package handlers_test

import (
	"bytes"
	"context"
	"log/slog"
	"maps"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/handlers"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/feedback"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/people"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/internal/sessions"
)

// shaky are complaints whose base can go away.
type shaky struct {
	handlers.Complaints
	away bool
}

func (s *shaky) Create(ctx context.Context, c *calendar.Calendar, update int64, n complaints.New) (complaints.Complaint, bool, error) {
	if s.away {
		return complaints.Complaint{}, false, errAway
	}
	return s.Complaints.Create(ctx, c, update, n)
}

func (s *shaky) Find(ctx context.Context, chat, id int64) (complaints.Complaint, bool, error) {
	if s.away {
		return complaints.Complaint{}, false, errAway
	}
	return s.Complaints.Find(ctx, chat, id)
}

func (s *shaky) List(ctx context.Context, chat int64) ([]complaints.Complaint, error) {
	if s.away {
		return nil, errAway
	}
	return s.Complaints.List(ctx, chat)
}

// citizenCase is a citizen's conversation over real stores in memory.
type citizenCase struct {
	*handlers.Conversation
	t        *testing.T
	know     *handlers.Knowledge
	hands    *clock.Manual
	people   *people.Store
	requests *requests.Store
	shaky    *shaky
	chat     int64
	language string
	last     int64
	shown    []bot.Reply // the newest answers
}

// newCase begins at ten in the morning of a day.
func newCase(t *testing.T, language, day string) *citizenCase {
	t.Helper()
	know, db := whole(t), memoryBase(t)
	hands := clock.At(caseDay(t, day).At(10, 0))
	outbox := notices.NewStore(db, hands)
	c := &citizenCase{t: t, know: know, hands: hands, people: people.NewStore(db, hands), requests: requests.NewStore(db, hands, outbox),
		shaky: &shaky{Complaints: complaints.NewStore(db, hands, outbox)}, chat: citizen, language: language}
	c.Conversation = handlers.New(handlers.Options{
		Knowledge: func() *handlers.Knowledge { return know }, Sessions: sessions.NewSQL(db, hands), Feedback: feedback.NewStore(db, hands), People: c.people,
		Requests: c.requests, Complaints: c.shaky, Now: hands.Now, Log: slog.New(slog.DiscardHandler),
	})
	return c
}

// text says a text key in the case's language, without arguments.
func (c *citizenCase) text(key string) string { return c.know.Texts.In(c.language).T(key) }

func (c *citizenCase) handle(u bot.Update) []bot.Reply {
	c.t.Helper()
	replies, err := c.Handle(c.t.Context(), u)
	if err != nil || len(replies) == 0 {
		c.t.Fatalf("update %d (%s%s): %d replies, %v", u.ID, u.Text, u.Data, len(replies), err)
	}
	for _, r := range replies {
		if c.shown = replies; r.Text == "" && r.Toast == "" && r.Document == nil {
			c.t.Fatalf("an empty answer to %s%s", u.Text, u.Data)
		}
	}
	return replies
}

// say writes a message; a command begins with a slash.
func (c *citizenCase) say(text string) string {
	c.t.Helper()
	c.last++
	u := bot.Update{ID: c.last, Chat: c.chat, Kind: bot.KindText, Text: text, From: bot.Person{ID: c.chat, Language: c.language}}
	if name, ok := strings.CutPrefix(text, "/"); ok {
		u.Command = name
	}
	c.handle(u)
	return c.answer()
}

// answer is the text of the newest answers.
func (c *citizenCase) answer() string {
	var texts []string
	for _, r := range c.shown {
		texts = append(texts, r.Text)
	}
	return strings.Join(texts, "\n\n")
}

// buttons are the newest buttons by their labels.
func (c *citizenCase) buttons() map[string]string {
	out := map[string]string{}
	for _, r := range c.shown {
		for _, row := range r.Keyboard {
			for _, b := range row {
				out[b.Label] = b.Data
			}
		}
	}
	return out
}

func (c *citizenCase) update(data string) bot.Update {
	c.last++
	return bot.Update{ID: c.last, Chat: c.chat, Kind: bot.KindPress, Data: data, PressID: "1", MessageID: 5, From: bot.Person{ID: c.chat, Language: c.language}}
}

// press presses the button with the text of a key.
func (c *citizenCase) press(key string) string {
	c.t.Helper()
	return c.pressLabel(c.text(key))
}

func (c *citizenCase) pressLabel(label string) string {
	c.t.Helper()
	data, ok := c.buttons()[label]
	if !ok {
		c.t.Fatalf("no button %q under:\n%s\n%v", label, c.answer(), slices.Sorted(maps.Keys(c.buttons())))
	}
	return c.pressData(data)
}

func (c *citizenCase) pressData(data string) string {
	c.t.Helper()
	c.handle(c.update(data))
	return c.answer()
}

func (c *citizenCase) has(parts ...string) {
	c.t.Helper()
	for _, part := range parts {
		if !strings.Contains(c.answer(), part) {
			c.t.Errorf("%q is not said:\n%s", part, c.answer())
		}
	}
}

func (c *citizenCase) not(parts ...string) {
	c.t.Helper()
	for _, part := range parts {
		if strings.Contains(c.answer(), part) {
			c.t.Errorf("%q is said:\n%s", part, c.answer())
		}
	}
}

// consent is given once, as when a request is tracked.
func (c *citizenCase) consent() {
	c.t.Helper()
	if err := c.people.GiveConsent(c.t.Context(), c.chat, c.language); err != nil {
		c.t.Fatal(err)
	}
}

// track keeps a request, filed on a day.
func (c *citizenCase) track(service, filed string) requests.Request {
	c.t.Helper()
	c.consent()
	s, ok := c.know.Catalog.Service(service)
	if !ok {
		c.t.Fatalf("no service %s", service)
	}
	n := requests.Of(s, nil)
	n.Chat, n.Filed = c.chat, calendar.Filing{Date: caseDay(c.t, filed), Minute: calendar.NoHour}
	c.last++
	r, err := c.requests.Create(c.t.Context(), c.know.Catalog.Calendar, c.last, n)
	if err != nil {
		c.t.Fatal(err)
	}
	return r
}

// recorded are the person's complaints.
func (c *citizenCase) recorded(want int) []complaints.Complaint {
	c.t.Helper()
	list, err := c.shaky.Complaints.List(c.t.Context(), c.chat)
	if err != nil || len(list) != want {
		c.t.Fatalf("%d complaints (%v), want %d; the last answer:\n%s", len(list), err, want, c.answer())
	}
	return list
}

// wait moves the clock to ten in the morning of a day.
func (c *citizenCase) wait(day string) {
	c.hands.Advance(caseDay(c.t, day).At(10, 0).Sub(c.hands.Now()))
}

// document is the text of the PDF that was just sent, as one line.
func (c *citizenCase) document() (name, text string) {
	c.t.Helper()
	i := slices.IndexFunc(c.shown, func(r bot.Reply) bool { return r.Document != nil })
	if i < 0 {
		c.t.Fatalf("no file:\n%s", c.answer())
	}
	d := c.shown[i].Document
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		c.t.Skip("pdftotext is not installed")
	}
	ctx, cancel := context.WithTimeout(c.t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, tool, "-", "-")
	cmd.Stdin = bytes.NewReader(d.Content)
	out, err := cmd.Output()
	if err != nil {
		c.t.Fatal(err)
	}
	return d.Name, strings.Join(strings.Fields(string(out)), " ")
}

// caseButton is the data of a button about one row.
func caseButton(verb string, id int64) string { return "1|" + verb + "|" + strconv.FormatInt(id, 10) }
