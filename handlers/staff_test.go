package handlers_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/handlers"
	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/feedback"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/people"
	"github.com/merzim/merzim/internal/privacy"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/internal/sessions"
	"github.com/merzim/merzim/internal/subscriptions"
	"github.com/merzim/merzim/locales"
)

// The people of an bureau's tests, by chat.
const (
	theAdmin     = 9001
	theAuthor    = 9002
	theColleague = 9003
	theStranger  = 9004 // staff of another agency
	theAnalyst   = 9005
	nobody       = 9006 // a citizen
)

// bureau is the conversation of people with roles over real stores in memory.
type bureau struct {
	*testing.T
	*handlers.Conversation
	know       *handlers.Knowledge
	db         *database.DB
	now        *clock.Manual
	people     *people.Store
	topics     *subscriptions.Store
	outbox     *notices.Store
	requests   *requests.Store
	roles      *roles.Store
	broadcasts *broadcasts.Store
	engine     *broadcasts.Engine
	sending    sync.Mutex // the engine sends from many goroutines
	sent       []broadcasts.Message
	edits      []broadcasts.Message
	menus      map[int64][]bot.MenuItem
	update     int64
	shown      map[int64][]bot.Reply // the newest answers in each chat
}

func newBureau(t *testing.T) *bureau {
	t.Helper()
	know, db := whole(t), memoryBase(t)
	now := clock.At(caseDay(t, "2026-11-23").At(10, 0))
	o := &bureau{
		T: t, know: know, db: db, now: now, people: people.NewStore(db, now), topics: subscriptions.NewStore(db, now), outbox: notices.NewStore(db, now),
		roles: roles.NewStore(db, now), menus: map[int64][]bot.MenuItem{}, shown: map[int64][]bot.Reply{},
	}
	o.requests = requests.NewStore(db, now, o.outbox)
	o.broadcasts = broadcasts.NewStore(db, now, o.outbox, func(agency string) (ids []string) {
		for _, s := range know.Catalog.Services {
			if s.Agency == agency {
				ids = append(ids, s.ID)
			}
		}
		return ids
	})
	o.broadcasts.Entitled, o.broadcasts.Approvers = o.roles.Entitled, o.roles.Approvers
	o.engine = broadcasts.NewEngine(broadcasts.Options{
		Store: o.broadcasts, Judge: func(error) notices.Verdict { return notices.Verdict{} }, Clock: now, Log: slog.New(slog.DiscardHandler),
		Send: func(_ context.Context, m broadcasts.Message) (int64, string, error) {
			o.sending.Lock()
			defer o.sending.Unlock()
			o.sent = append(o.sent, m)
			return int64(len(o.sent)), "", nil
		},
		Edit: func(_ context.Context, m broadcasts.Message) error {
			o.sending.Lock()
			defer o.sending.Unlock()
			o.edits = append(o.edits, m)
			return nil
		},
		Label: func(string, time.Time) string { return "!" },
	})
	o.Conversation = handlers.New(handlers.Options{
		Knowledge: func() *handlers.Knowledge { return know }, Sessions: sessions.NewSQL(db, now), Feedback: feedback.NewStore(db, now), People: o.people, Requests: o.requests, Complaints: complaints.NewStore(db, now, o.outbox),
		Topics: o.topics, Roles: o.roles, Broadcasts: o.broadcasts, Sending: o.engine, PerSecond: 25, Privacy: privacy.NewStore(db, now, o.outbox),
		Login: func(_ context.Context, chat int64) (string, string, error) {
			return fmt.Sprint("http://127.0.0.1/login/", chat), "1234", nil
		},
		InvitationLink: func(token string) string { return "link:" + token },
		SetMenu:        func(_ context.Context, chat int64, items []bot.MenuItem) { o.menus[chat] = items },
		Now:            now.Now, Log: slog.New(slog.DiscardHandler),
	})
	for chat, g := range map[int64]roles.Grant{
		theAdmin: {Role: roles.Admin}, theAnalyst: {Role: roles.Analyst}, theStranger: {Role: roles.Staff, Agency: "akimat-land"},
		theAuthor: {Role: roles.Staff, Agency: "police-migration"}, theColleague: {Role: roles.Staff, Agency: "police-migration"},
	} {
		if h, err := o.roles.Accept(t.Context(), chat, chat, o.invitation(g)); err != nil || h.Grant != g {
			t.Fatal(h, err)
		}
	}
	return o
}

// invitation is the token of an invitation.
func (o *bureau) invitation(g roles.Grant) string {
	o.Helper()
	_, token, err := o.roles.Invite(o.Context(), roles.CommandLine(), g)
	if err != nil {
		o.Fatal(err)
	}
	return token
}

// handle answers an update of a chat and returns what is said.
func (o *bureau) handle(u bot.Update) string {
	o.Helper()
	if u.ID == 0 {
		o.update++
		u.ID = o.update
	}
	u.From = bot.Person{ID: u.Chat, Language: "ru"}
	replies, err := o.Handle(o.Context(), u)
	if err != nil || len(replies) == 0 {
		o.Fatalf("%d: %s%s: %d replies, %v", u.Chat, u.Text, u.Data, len(replies), err)
	}
	o.shown[u.Chat] = replies
	text := ""
	for _, r := range replies {
		text += r.Toast + r.Text + "\n"
	}
	return text
}

func (o *bureau) say(chat int64, text string) string {
	o.Helper()
	u := bot.Update{Chat: chat, Kind: bot.KindText, Text: text}
	if command, ok := strings.CutPrefix(text, "/"); ok {
		u.Command, u.Args, _ = strings.Cut(command, " ")
	}
	return o.handle(u)
}

// press presses a button of the newest answer, by its label.
func (o *bureau) press(chat int64, label string) string {
	o.Helper()
	return o.handle(bot.Update{Chat: chat, Kind: bot.KindPress, Data: o.data(chat, label), PressID: "1", MessageID: 5})
}

func (o *bureau) data(chat int64, label string) string {
	o.Helper()
	var labels []string
	for _, r := range o.shown[chat] {
		for _, row := range r.Keyboard {
			for _, b := range row {
				if b.Label == label {
					return b.Data
				}
				labels = append(labels, b.Label)
			}
		}
	}
	o.Fatalf("no button %q among %q", label, labels)
	return ""
}

// t says a text key in Russian.
func (o *bureau) text(key string, args ...locales.Args) string {
	return o.know.Texts.In("ru").T(key, args...)
}

func (o *bureau) wants(got string, parts ...string) {
	o.Helper()
	for _, part := range parts {
		if !strings.Contains(got, part) {
			o.Errorf("%q is not said:\n%s", part, got)
		}
	}
}

// refused counts the refusals of a chat in the audit log.
func (o *bureau) refused(chat int64) (n int) {
	o.Helper()
	all, err := o.roles.Of(o.Context(), chat)
	if err != nil {
		o.Fatal(err)
	}
	for _, e := range all {
		if e.Refused {
			n++
		}
	}
	return n
}

// Each command answers those whose role has it. For all others it is unknown,
// and the log says who tried.
func TestCommandsOfARole(t *testing.T) {
	t.Parallel()
	o := newBureau(t)
	everyone := []int64{theAdmin, theAuthor, theAnalyst, nobody}
	for command, allowed := range map[string][]int64{
		"/console": {theAdmin, theAuthor, theAnalyst}, "/invite": {theAdmin}, "/roles": {theAdmin},
		"/broadcast": {theAdmin, theAuthor}, "/broadcasts": {theAdmin, theAuthor},
	} {
		for _, chat := range everyone {
			before := o.refused(chat)
			unknown := strings.Contains(o.say(chat, command), o.text("UnknownCommand"))
			may := false
			for _, one := range allowed {
				may = may || one == chat
			}
			if unknown == may {
				t.Errorf("%s by %d: unknown %v", command, chat, unknown)
			}
			if noted := o.refused(chat) - before; may && noted != 0 || !may && noted != 1 {
				t.Errorf("%s by %d: %d refusals in the log", command, chat, noted)
			}
		}
	}
	// Buttons outlive roles: pressed by somebody without one they do nothing.
	o.say(theAdmin, "/roles")
	for _, data := range []string{"1|roles", "1|rvk|2|1", "1|rwd|1", "1|bcs|0", "1|bc|1", "1|bdo|1|1|ok"} {
		before := o.refused(nobody)
		got := o.handle(bot.Update{Chat: nobody, Kind: bot.KindPress, Data: data, PressID: "1", MessageID: 5})
		if !strings.Contains(got, o.text("OldButton")) || o.refused(nobody) != before+1 {
			t.Errorf("%s: %d refusals, %s", data, o.refused(nobody)-before, got)
		}
	}
	if list, err := o.roles.List(t.Context()); err != nil || len(list) != 5 {
		t.Error(list, err)
	}
}

// An invitation works once, for whoever comes first, and runs out.
func TestAnInvitationIsAcceptedOnce(t *testing.T) {
	t.Parallel()
	o := newBureau(t)
	token := o.invitation(roles.Grant{Role: roles.Staff, Agency: "police-migration", Region: "almaty"})
	first := bot.Update{ID: 500, Chat: nobody, Kind: bot.KindText, Text: "/start i-" + token, Command: "start", Args: "i-" + token}
	once := o.handle(first)
	o.wants(once, "Миграционная служба полиции", "Алматы", "/broadcast")
	if len(o.menus[nobody]) == 0 || o.menus[nobody][0].Command != "console" {
		t.Errorf("the menu is %v", o.menus[nobody])
	}
	for _, item := range o.menus[nobody] {
		if item.Command == "invite" || item.Command == "roles" {
			t.Errorf("staff are shown /%s", item.Command)
		}
	}
	if again := o.handle(first); again != once {
		t.Errorf("the same update again: %s", again)
	}
	over := o.text("InvitationOver")
	o.wants(o.say(nobody+1, "/start i-"+token), over) // used
	if _, ok, err := o.roles.Find(t.Context(), nobody+1); err != nil || ok {
		t.Error("a second person got the role", err)
	}
	if o.refused(nobody+1) != 1 {
		t.Error("the log does not say who tried")
	}
	late := o.invitation(roles.Grant{Role: roles.Admin})
	o.now.Advance(roles.InvitationLifetime + time.Second)
	o.wants(o.say(nobody+2, "/start i-"+late), over)
	o.wants(o.say(nobody+2, "/start i-"), over)
}

// An admin invites and revokes in the bot; whose role ended is a citizen at once.
func TestAnAdminInvitesAndRevokes(t *testing.T) {
	t.Parallel()
	o := newBureau(t)
	o.say(theAdmin, "/invite")
	o.press(theAdmin, o.text("RoleStaff"))
	o.wants(o.say(theAdmin, "служба"), o.text("AgencySeveral"))
	o.say(theAdmin, "Миграционная служба")
	made := o.press(theAdmin, "Шымкент")
	_, token, _ := strings.Cut(made, "link:")
	token, _, _ = strings.Cut(token, "<")
	o.wants(o.say(nobody, "/start i-"+token), "Шымкент")
	h, ok, err := o.roles.Find(t.Context(), nobody)
	if err != nil || !ok || h.Region != "shymkent" {
		t.Fatal(h, ok, err)
	}
	o.wants(o.say(nobody, "/console"), "http://127.0.0.1/login/9006", "1234")
	o.say(theAdmin, "/roles")
	o.press(theAdmin, o.text("ButtonRevoke", locales.Args{"Number": h.Invitation}))
	if _, ok, _ := o.roles.Find(t.Context(), nobody); !ok {
		t.Fatal("revoked without being asked")
	}
	o.press(theAdmin, o.text("ButtonRevokeYes"))
	if menu, set := o.menus[nobody]; !set || menu != nil {
		t.Errorf("the menu still is %v", menu)
	}
	o.wants(o.say(nobody, "/console"), o.text("UnknownCommand"))
	own, _, err := o.roles.Find(t.Context(), theAdmin)
	if err != nil {
		t.Fatal(err)
	}
	o.wants(o.handle(bot.Update{Chat: theAdmin, Kind: bot.KindPress, Data: fmt.Sprintf("1|rvk|%d|1", own.Invitation), PressID: "1", MessageID: 5}), o.text("RevokeSelf"))
	if err := o.roles.Withdraw(t.Context(), roles.Person(theAdmin), 99); !errors.Is(err, roles.ErrInvitation) {
		t.Error(err)
	}
}
