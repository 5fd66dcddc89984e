package sessions

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// Limits of the link to Redis. Guidance must not wait long for a memory that
// is away.
const (
	redisTimeout = 500 * time.Millisecond
	redisPool    = 32
	redisDials   = 1 // the client's own five, with pauses, cost half a second a call
	// redisProtocol is RESP2: with RESP3 the client looks for pushed messages
	// before each answer, and nothing here asks for any.
	redisProtocol = 2
	// breakFor is how long Redis is left alone after it did not answer, so
	// that every update does not wait for the same time-out.
	breakFor = 500 * time.Millisecond
)

// Redis keeps sessions in Redis: a single server, Sentinel or a cluster. All
// keys of a chat share a slot.
type Redis struct {
	client redis.UniversalClient
	fast   redis.Cmdable // the same client, its commands gathered into pipelines
	broken atomic.Int64  // unix nanoseconds until which Redis is left alone
}

// saveIfUnchanged writes the state if its version is the one expected, in one
// atomic step. The value is "version\nstate"; anything else counts as absent.
var saveIfUnchanged = redis.NewScript(`
local old = redis.call('GET', KEYS[1])
local version = '0'
if old then version = string.match(old, '^(%d+)\n') or '0' end
if version ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`)

// OpenRedis connects to the address in the manner of go-redis:
// redis://host:port/db, several hosts as ?addr=host:port for a cluster, and
// ?master_name=NAME for Sentinel. It does not wait for an answer.
func OpenRedis(address string) (*Redis, error) {
	client, err := connect(address)
	if err != nil {
		return nil, err
	}
	silence()
	r := &Redis{client: client, fast: client}
	switch c := client.(type) {
	case *redis.Client:
		if gathered, err := c.AutoPipelineWithOptions(gathering()); err == nil {
			r.fast = gathered
		}
	case *redis.ClusterClient:
		if gathered, err := c.AutoPipelineWithOptions(gathering()); err == nil {
			r.fast = gathered
		}
	}
	return r, nil
}

// gathering is how commands share a round trip: those that come while one is
// on its way go with the next. The client's default also waits for callers who
// were just answered to ask again; ours write to Telegram first, so it would
// wait in vain.
func gathering() *redis.AutoPipelineOptions {
	o := redis.DefaultBlockingAutoPipelineOptions()
	o.MaxBatchSize = 1 // commands that are worth no more waiting, not a limit
	return o
}

// silence quiets go-redis's own logger, which is one for the process and would
// bypass ours; every error comes back to us anyway.
var silence = sync.OnceFunc(func() { redis.SetLogger(silent{}) })

type silent struct{}

func (silent) Printf(context.Context, string, ...any) {}

func connect(address string) (redis.UniversalClient, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, errors.New("redis address: not an address")
	}
	query := u.Query()
	quiet := &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	switch {
	case query.Has("master_name"):
		o, err := redis.ParseFailoverURL(address)
		if err != nil {
			return nil, errors.New("redis address: not a Sentinel address")
		}
		o.DialTimeout, o.ReadTimeout, o.WriteTimeout, o.PoolSize, o.MaxRetries = redisTimeout, redisTimeout, redisTimeout, redisPool, 1
		o.DialerRetries, o.Protocol = redisDials, redisProtocol
		return redis.NewFailoverClient(o), nil
	case query.Has("addr"):
		o, err := redis.ParseClusterURL(address)
		if err != nil {
			return nil, errors.New("redis address: not a cluster address")
		}
		o.DialTimeout, o.ReadTimeout, o.WriteTimeout, o.PoolSize = redisTimeout, redisTimeout, redisTimeout, redisPool
		o.DialerRetries, o.Protocol, o.MaintNotificationsConfig = redisDials, redisProtocol, quiet
		return redis.NewClusterClient(o), nil
	}
	o, err := redis.ParseURL(address)
	if err != nil {
		return nil, errors.New("redis address: expected redis://host:port")
	}
	o.DialTimeout, o.ReadTimeout, o.WriteTimeout, o.PoolSize, o.MaxRetries = redisTimeout, redisTimeout, redisTimeout, redisPool, 1
	o.DialerRetries, o.Protocol, o.MaintNotificationsConfig = redisDials, redisProtocol, quiet
	return redis.NewClient(o), nil
}

// Close ends the connections.
func (r *Redis) Close() error { return r.client.Close() }

// Ping reports whether Redis answers.
func (r *Redis) Ping(ctx context.Context) error { return r.client.Ping(ctx).Err() }

func stateKey(chat int64) string { return "merzim:{" + strconv.FormatInt(chat, 10) + "}:state" }

func handledKey(chat, update int64) string {
	return "merzim:{" + strconv.FormatInt(chat, 10) + "}:handled:" + strconv.FormatInt(update, 10)
}

// Load returns the chat's state and whether the update was handled before. A
// value that Save did not write counts as no state, and the next Save replaces
// it: it must not lock the chat out for a month.
func (r *Redis) Load(ctx context.Context, chat, update int64) (Stored, error) {
	if err := r.ready(); err != nil {
		return Stored{}, err
	}
	values, err := r.fast.MGet(ctx, stateKey(chat), handledKey(chat, update)).Result()
	if err != nil {
		return Stored{}, r.failed("load session", err)
	}
	out := Stored{Handled: values[1] != nil}
	raw, ok := values[0].(string)
	if !ok {
		return out, nil
	}
	version, data, found := strings.Cut(raw, "\n")
	if n, err := strconv.ParseInt(version, 10, 64); found && err == nil {
		out.Version, out.Data = n, []byte(data)
	}
	return out, nil
}

// Save writes the chat's state if its version is still the one given; saved is
// false when somebody else was first.
func (r *Redis) Save(ctx context.Context, chat, version int64, data []byte) (saved bool, err error) {
	if err := r.ready(); err != nil {
		return false, err
	}
	value := strconv.FormatInt(version+1, 10) + "\n" + string(data)
	n, err := saveIfUnchanged.Run(ctx, r.fast, []string{stateKey(chat)}, version, value, Lifetime.Milliseconds()).Int()
	if err != nil {
		return false, r.failed("save session", err)
	}
	return n == 1, nil
}

// Delete forgets the chat's state.
func (r *Redis) Delete(ctx context.Context, chat int64) error {
	if err := r.ready(); err != nil {
		return err
	}
	if err := r.client.Del(ctx, stateKey(chat)).Err(); err != nil {
		return r.failed("delete session", err)
	}
	return nil
}

// MarkHandled notes that the update was handled.
func (r *Redis) MarkHandled(ctx context.Context, chat, update int64) error {
	if err := r.ready(); err != nil {
		return err
	}
	if err := r.fast.Set(ctx, handledKey(chat, update), "1", HandledLifetime).Err(); err != nil {
		return r.failed("mark update as handled", err)
	}
	return nil
}

// ready refuses at once while Redis is left alone.
func (r *Redis) ready() error {
	if time.Now().UnixNano() < r.broken.Load() {
		return ErrUnavailable
	}
	return nil
}

// failed notes that Redis did not answer. An answer that is an error (and a
// caller who gave up) does not count as silence.
func (r *Redis) failed(doing string, err error) error {
	var said redis.Error
	if !errors.As(err, &said) && !errors.Is(err, context.Canceled) {
		r.broken.Store(time.Now().Add(breakFor).UnixNano())
	}
	return fmt.Errorf("%s: %w: %w", doing, ErrUnavailable, err)
}
