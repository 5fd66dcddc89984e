package sessions

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	// chatInterval is the least time between two notices to one chat.
	chatInterval = time.Second
	// longestLine is how far ahead places are booked. Replies, which are charged
	// without waiting for them, must not put notices off for minutes.
	longestLine = 2 * time.Second
	// paceLifetime keeps the bucket's keys a little longer than they matter.
	paceLifetime = time.Minute
)

// The keys of the pace share a slot, so that one script sees them all.
const (
	paceAll   = "merzim:{pace}:all"
	pacePause = "merzim:{pace}:pause"
)

func paceChat(chat int64) string { return "merzim:{pace}:chat:" + strconv.FormatInt(chat, 10) }

// takePlace books the next place in the line that all replicas share, by the
// server's own clock, in microseconds. It returns how long to wait, and whether
// a place was booked: none is while everybody pauses, while the chat had a message
// a moment ago, or while the line is too long.
var takePlace = redis.NewScript(`
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local pause = tonumber(redis.call('GET', KEYS[3]) or '0')
if pause > now then return {pause - now, 0} end
local chat = tonumber(redis.call('GET', KEYS[2]) or '0')
if chat > now then return {chat - now, 0} end
local at = math.max(now, tonumber(redis.call('GET', KEYS[1]) or '0'))
if at - now > tonumber(ARGV[4]) then return {at - now - ARGV[4], 0} end
redis.call('SET', KEYS[1], string.format('%.0f', at + ARGV[1]), 'PX', ARGV[3])
redis.call('SET', KEYS[2], string.format('%.0f', at + ARGV[2]), 'PX', ARGV[3])
return {at - now, 1}`)

// chargePlaces moves the line on for replies that went without waiting, as far
// as it may reach and no further, and notes when each chat was written to. The first key is the
// line, the others are chats.
var chargePlaces = redis.NewScript(`
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local at = math.max(now, tonumber(redis.call('GET', KEYS[1]) or '0'))
local far = math.max(at, math.min(at + ARGV[1] * (#KEYS - 1), now + ARGV[4] + ARGV[1]))
redis.call('SET', KEYS[1], string.format('%.0f', far), 'PX', ARGV[3])
for i = 2, #KEYS do
  redis.call('SET', KEYS[i], string.format('%.0f', now + ARGV[2]), 'PX', math.ceil(ARGV[2] / 1000))
end
return 1`)

// holdAll makes everybody wait, never shorter than they do already.
var holdAll = redis.NewScript(`
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local until_ = now + ARGV[1]
if tonumber(redis.call('GET', KEYS[1]) or '0') < until_ then
  redis.call('SET', KEYS[1], string.format('%.0f', until_), 'PX', math.ceil(ARGV[1] / 1000) + 1000)
end
return 1`)

// Pace is the pace of notices that all replicas share, in Redis.
type Pace struct {
	redis    *Redis
	interval time.Duration
}

// Pace makes a pace of so many messages a second in all.
func (r *Redis) Pace(perSecond int) *Pace {
	return &Pace{redis: r, interval: time.Second / time.Duration(perSecond)}
}

// Take books the next place for a message to a chat. taken is false when the
// chat, or everybody, has to wait first: ask again after wait. Once taken, the
// message may go after wait.
func (p *Pace) Take(ctx context.Context, chat int64) (wait time.Duration, taken bool, err error) {
	if err := p.redis.ready(); err != nil {
		return 0, false, err
	}
	got, err := takePlace.Run(ctx, p.redis.client, []string{paceAll, paceChat(chat), pacePause},
		p.interval.Microseconds(), chatInterval.Microseconds(), paceLifetime.Milliseconds(), longestLine.Microseconds()).Int64Slice()
	if err == nil && len(got) != 2 {
		err = errors.New("an answer of another form")
	}
	if err != nil {
		return 0, false, p.redis.failed("take a place", err)
	}
	return time.Duration(got[0]) * time.Microsecond, got[1] == 1, nil
}

// Charge books places for replies to chats, which do not wait for them.
func (p *Pace) Charge(ctx context.Context, chats []int64) error {
	if err := p.redis.ready(); err != nil {
		return err
	}
	keys := make([]string, 0, len(chats)+1)
	keys = append(keys, paceAll)
	for _, chat := range chats {
		keys = append(keys, paceChat(chat))
	}
	err := chargePlaces.Run(ctx, p.redis.client, keys,
		p.interval.Microseconds(), chatInterval.Microseconds(), paceLifetime.Milliseconds(), longestLine.Microseconds()).Err()
	if err != nil {
		return p.redis.failed("charge replies", err)
	}
	return nil
}

// Hold makes all replicas wait.
func (p *Pace) Hold(ctx context.Context, d time.Duration) error {
	if err := p.redis.ready(); err != nil {
		return err
	}
	if err := holdAll.Run(ctx, p.redis.client, []string{pacePause}, d.Microseconds()).Err(); err != nil {
		return p.redis.failed(fmt.Sprintf("hold for %s", d), err)
	}
	return nil
}
