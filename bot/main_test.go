package bot_test

import (
	"bytes"
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/local"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m,
		// fasthttp's cleaners sleep as long as a connection may be idle; nothing stops them earlier.
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.(*TCPDialer).tcpAddrsClean"),
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.(*HostClient).connsCleaner"),
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.(*Client).mCleaner"))
}

const (
	token  = "42:AAsecret-token"
	dana   = 7 // two people who have started the bot
	arman  = 8
	excuse = "sorry"
	many   = "too many"
)

// bubble runs a test in a time of its own. At its end it lets workers leave,
// which linger for the next chat.
func bubble(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		defer time.Sleep(time.Second)
		test(t)
	})
}

// house is a bot around a conversation, with the local Telegram in this
// process. In a synctest bubble its time is the bubble's.
type house struct {
	server     *local.Server
	telegram   *bot.Telegram
	sender     *bot.Sender
	dispatcher *bot.Dispatcher
	talk       *talk
	lot        *lot
	log        *record
	logger     *slog.Logger
	outcomes   *tally
	dana       *local.Person
	arman      *local.Person
}

func newHouse(t *testing.T, handle func(ctx context.Context, u bot.Update) ([]bot.Reply, error)) *house {
	t.Helper()
	return newHouseOf(t, 0, handle)
}

func newHouseOf(t *testing.T, workers int, handle func(ctx context.Context, u bot.Update) ([]bot.Reply, error)) *house {
	t.Helper()
	server, err := local.New(local.Options{Record: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	h := &house{server: server, talk: &talk{handle: handle}, lot: &lot{parked: map[int64]string{}}, log: &record{}, outcomes: &tally{}}
	h.dana = server.Person(dana, local.PersonOptions{Lang: "kk", FirstName: "Дана", Started: true})
	h.arman = server.Person(arman, local.PersonOptions{Lang: "ru", FirstName: "Арман", Started: true})
	h.telegram = bot.NewTelegram(token, "http://telegram.test", server.Client())
	h.open(workers)
	return h
}

// open makes a new bot on the same Telegram, as a restart would.
func (h *house) open(workers int) {
	h.logger = slog.New(slog.NewTextHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	h.sender = bot.NewSender(h.telegram, nil, h.logger)
	h.dispatcher = bot.NewDispatcher(bot.DispatcherOptions{
		Conversation: h.talk, Sender: h.sender, Parking: h.lot, Log: h.logger, Workers: workers,
		Observe: func(_ bot.Update, _ time.Duration, outcome string) { h.outcomes.add(outcome) },
	})
}

// submit hands in texts of a chat, numbered on from an update.
func (h *house) submit(t *testing.T, chat, from int64, texts ...string) []*bot.Ticket {
	t.Helper()
	tickets := make([]*bot.Ticket, len(texts))
	for i, text := range texts {
		tickets[i] = h.dispatcher.Submit(t.Context(), bot.Update{ID: from + int64(i), Chat: chat, Kind: bot.KindText, Text: text})
	}
	return tickets
}

// wait ends when everything submitted is done.
func (h *house) wait(t *testing.T) {
	t.Helper()
	if err := h.dispatcher.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// texts are the bot's messages in a chat, oldest first.
func (h *house) texts(chat int64) []string {
	var list []string
	for _, c := range h.server.Calls(local.CallFilter{Method: "sendMessage", Chat: chat}) {
		if c.Status == 200 {
			list = append(list, c.Params["text"].(string))
		}
	}
	return list
}

func (h *house) expect(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

func say(text string) []bot.Reply { return []bot.Reply{{Text: text}} }

// echo answers with what was written.
func echo(_ context.Context, u bot.Update) ([]bot.Reply, error) { return say(u.Text), nil }

// talk is a small conversation.
type talk struct {
	handle func(ctx context.Context, u bot.Update) ([]bot.Reply, error)
	excuse func() // before an excuse is given
	marked func() // before an update is marked as done

	mu      sync.Mutex
	handled []int64
	done    []int64
}

func (c *talk) Handle(ctx context.Context, u bot.Update) ([]bot.Reply, error) {
	c.mu.Lock()
	c.handled = append(c.handled, u.ID)
	c.mu.Unlock()
	return c.handle(ctx, u)
}

func (c *talk) Done(_ context.Context, u bot.Update) error {
	if c.marked != nil {
		c.marked()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.done = append(c.done, u.ID)
	return nil
}

func (c *talk) Excuse(_ context.Context, _ bot.Update, why bot.Trouble) []bot.Reply {
	if c.excuse != nil {
		c.excuse()
	}
	if why == bot.TroubleTooMany {
		return say(many)
	}
	return say(excuse)
}

// isDone reports whether an update was marked as done.
func (c *talk) isDone(id int64) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Contains(c.done, id)
}

func (c *talk) times(id int64) (n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, x := range c.handled {
		if x == id {
			n++
		}
	}
	return n
}

// lot is a parking that keeps reasons and, as the real one, settles only what
// was slow. It can be away.
type lot struct {
	mu     sync.Mutex
	away   error
	parked map[int64]string
	detail string
}

func (l *lot) Park(_ context.Context, update, _ int64, _, reason, detail string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.away == nil {
		l.parked[update], l.detail = reason, detail
	}
	return l.away
}

func (l *lot) Settle(_ context.Context, update int64) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.parked[update] == "slow" {
		delete(l.parked, update)
	}
	return l.away
}

func (l *lot) reason(update int64) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.parked[update]
}

func (l *lot) size() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.parked)
}

// tally counts outcomes.
type tally struct {
	mu sync.Mutex
	n  map[string]int
}

func (c *tally) add(what string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.n == nil {
		c.n = map[string]int{}
	}
	c.n[what]++
}

func (c *tally) of(what string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n[what]
}

// record is a log that can be read.
type record struct {
	mu  sync.Mutex
	out bytes.Buffer
}

func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.out.Write(p)
}

func (r *record) holds(part string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.Contains(r.out.String(), part)
}
