package local

import (
	"slices"
	"sync"
)

// The types of chats.
const (
	chatPrivate = "private"
	chatGroup   = "group"
)

// chat is one conversation of the bot; mu guards all below it.
type chat struct {
	id int64

	mu          sync.Mutex
	info        ChatInfo
	user        *User // in private chats
	started     bool  // the person wrote first
	blocked     bool  // or, in a group, the bot was removed
	deactivated bool
	loose       bool // not stored: Options.AnyChat
	last        int64
	messages    []*Message // by number, only with Options.Record
	keyboard    *ReplyKeyboard
	bucket      bucket
}

// chatShards spreads chats over locks, so that chats do not wait for each other.
const chatShards = 64

// chatTable finds chats by number.
type chatTable struct {
	shards [chatShards]struct {
		mu sync.RWMutex
		m  map[int64]*chat
	}
}

// get finds a chat, nil when unknown.
func (t *chatTable) get(id int64) *chat {
	shard := &t.shards[uint64(id)%chatShards]
	shard.mu.RLock()
	defer shard.mu.RUnlock()
	return shard.m[id]
}

// getOrAdd finds a chat or adds the one that fresh makes.
func (t *chatTable) getOrAdd(id int64, fresh func() *chat) (c *chat, added bool) {
	if c := t.get(id); c != nil {
		return c, false
	}
	shard := &t.shards[uint64(id)%chatShards]
	shard.mu.Lock()
	defer shard.mu.Unlock()
	if c := shard.m[id]; c != nil {
		return c, false
	}
	if shard.m == nil {
		shard.m = make(map[int64]*chat)
	}
	c = fresh()
	shard.m[id] = c
	return c, true
}

// all lists the chats by number.
func (t *chatTable) all() []*chat {
	var list []*chat
	for i := range t.shards {
		shard := &t.shards[i]
		shard.mu.RLock()
		for _, c := range shard.m {
			list = append(list, c)
		}
		shard.mu.RUnlock()
	}
	slices.SortFunc(list, func(a, b *chat) int {
		switch {
		case a.id < b.id:
			return -1
		case a.id > b.id:
			return 1
		}
		return 0
	})
	return list
}

// newPrivate makes the chat with a person.
func newPrivate(id int64, u *User) *chat {
	return &chat{id: id, user: u, info: privateInfo(id, u)}
}

// privateInfo is how a person's chat is shown inside messages.
func privateInfo(id int64, u *User) ChatInfo {
	return ChatInfo{ID: id, Type: chatPrivate, FirstName: u.FirstName, LastName: u.LastName, Username: u.Username}
}

// find gives the place of a message, -1 when it is gone or never was.
func (c *chat) find(id int64) int {
	i, found := slices.BinarySearchFunc(c.messages, id, func(m *Message, id int64) int { return int(m.MessageID - id) })
	if !found {
		return -1
	}
	return i
}

// message gives a stored message, nil when it is gone or never was.
func (c *chat) message(id int64) *Message {
	if i := c.find(id); i >= 0 {
		return c.messages[i]
	}
	return nil
}

// writable says whether the bot may write here; the lock is held.
func (c *chat) writable() *apiError {
	switch {
	case c.deactivated:
		return errDeactivated()
	case c.blocked && c.info.Type == chatGroup:
		return errKicked()
	case c.blocked:
		return errBlocked()
	case !c.started && c.info.Type == chatPrivate:
		return errNotStarted()
	}
	return nil
}
