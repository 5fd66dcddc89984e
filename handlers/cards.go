package handlers

import (
	"slices"
	"sync"
	"time"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
)

// maxCards bounds the cards kept written; about 4 KB each.
const maxCards = 4096

// cardKey is everything that a card's first screen depends on, besides the
// knowledge that the store of cards belongs to.
type cardKey struct {
	service, code, language string
	moment                  int64
}

// cards keeps first screens as they were written: thousands of people a day
// get the same one. The zero value is empty and ready.
type cards struct {
	mu      sync.RWMutex
	written map[cardKey]bot.Reply
	usual   map[string]usualCase // by service
}

// usualCase is what a service's card shows while nothing was chosen: what every
// question opens.
type usualCase struct {
	view catalog.View
	code string
}

// usualOf is a service's usual case, worked out once. It is shared: its parts
// must not be changed.
func (c *cards) usualOf(s *catalog.Service) usualCase {
	c.mu.RLock()
	u, ok := c.usual[s.ID]
	c.mu.RUnlock()
	if ok {
		return u
	}
	u.view = s.Settle(nil)
	u.code = caseCode(s, u.view.Choice)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.usual == nil {
		c.usual = map[string]usualCase{}
	}
	c.usual[s.ID] = u
	return u
}

// get returns the card under a key, writing it if needed. The reply is shared:
// its keyboard must not be changed in place.
func (c *cards) get(key cardKey, write func() bot.Reply) bot.Reply {
	c.mu.RLock()
	reply, ok := c.written[key]
	c.mu.RUnlock()
	if ok {
		return reply
	}
	reply = write()
	reply.Keyboard = slices.Clip(reply.Keyboard)
	reply = reply.Prepared()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.written == nil || len(c.written) >= maxCards {
		c.written = map[cardKey]bot.Reply{}
	}
	c.written[key] = reply
	return reply
}

// moment is the part of the time on which a service's dates depend: the minute
// where a term runs in hours or minutes, else the day and whether the office
// has closed.
func moment(s *catalog.Service, now time.Time) int64 {
	for i := range s.Terms {
		if u := s.Terms[i].Unit; u == calendar.Hours || u == calendar.Minutes {
			return now.Unix() / 60
		}
	}
	closes, err := s.ClosingMinute()
	if err != nil || closes == 0 {
		closes = calendar.DefaultCloses
	}
	local := now.In(calendar.Zone())
	key := int64(calendar.DateIn(now)) * 2
	if local.Hour()*60+local.Minute() >= closes {
		key++
	}
	return key
}
