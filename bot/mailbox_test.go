package bot_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/merzim/merzim/bot"
)

// mailbox is Telegram's queue of updates, and takes replies. It complains when
// something unfinished is confirmed.
type mailbox struct {
	t    *testing.T
	over func(id int64) bool // finished or parked
	fail func() bool         // whether the next poll fails; nil: never
	way  time.Duration       // that an answer takes to the bot

	mu      sync.Mutex
	pending []int64
	chat    map[int64]int64
	arrived chan struct{}
	polls   []polled
}

// polled is one poll and what it was answered with.
type polled struct {
	at     time.Time
	offset int64
	got    int
}

func newMailbox(t *testing.T) *mailbox {
	return &mailbox{t: t, chat: map[int64]int64{}, arrived: make(chan struct{})}
}

// open makes a bot on the mailbox.
func (m *mailbox) open(handle func(ctx context.Context, u bot.Update) ([]bot.Reply, error)) *house {
	h := newHouseOf(m.t, 200, handle)
	m.over = func(id int64) bool { return h.talk.isDone(id) || h.lot.reason(id) != "" }
	h.sender = bot.NewSender(m, nil, h.logger)
	h.dispatcher = bot.NewDispatcher(bot.DispatcherOptions{
		Conversation: h.talk, Sender: h.sender, Parking: h.lot, Log: h.logger, Workers: 200,
	})
	return h
}

// put lets an update arrive.
func (m *mailbox) put(id, chat int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.pending, m.chat[id] = append(m.pending, id), chat
	close(m.arrived)
	m.arrived = make(chan struct{})
}

func (m *mailbox) left() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.pending)
}

// since are the polls from a moment on.
func (m *mailbox) since(at time.Time) (list []polled) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, p := range m.polls {
		if !p.at.Before(at) {
			list = append(list, p)
		}
	}
	return list
}

func (m *mailbox) Upload(context.Context, string, bot.Params, string, bot.Document) ([]byte, error) {
	return []byte("true"), nil
}

func (m *mailbox) Call(ctx context.Context, method string, params bot.Params) ([]byte, error) {
	if method != "getUpdates" {
		return []byte("true"), nil
	}
	if m.fail != nil && m.fail() {
		return nil, &bot.NetworkError{Method: method, Cause: "planted"}
	}
	offset, _ := strconv.ParseInt(params["offset"], 10, 64)
	limit, _ := strconv.Atoi(params["limit"])
	seconds, _ := strconv.Atoi(params["timeout"])
	end := time.After(time.Duration(seconds) * time.Second)
	for {
		batch, arrived := m.take(offset, limit)
		if len(batch) > 0 {
			time.Sleep(m.way)
			return []byte("[" + strings.Join(batch, ",") + "]"), nil
		}
		select {
		case <-arrived:
		case <-end:
			return []byte("[]"), nil
		case <-ctx.Done():
			return nil, &bot.NetworkError{Method: method, Cause: "left"}
		}
	}
}

// take confirms what is below the offset and hands out what is next.
func (m *mailbox) take(offset int64, limit int) (batch []string, arrived chan struct{}) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.pending = slices.DeleteFunc(m.pending, func(id int64) bool {
		if id < offset && !m.over(id) {
			m.t.Errorf("update %d is confirmed before it is finished", id)
		}
		return id < offset
	})
	for _, id := range m.pending[:min(limit, len(m.pending))] {
		batch = append(batch, fmt.Sprintf(`{"update_id":%d,"message":{"message_id":3,"date":1,"chat":{"id":%d,"type":"private"},"text":"x"}}`, id, m.chat[id]))
	}
	m.polls = append(m.polls, polled{time.Now(), offset, len(batch)})
	return batch, m.arrived
}
