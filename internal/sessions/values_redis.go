package sessions

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"
)

// valueKey is where a short-lived value lies.
func valueKey(key string) string { return "merzim:value:" + key }

// countUp counts, and lets the count run out a while after its first step.
var countUp = redis.NewScript(`
local n = redis.call('INCR', KEYS[1])
if n == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return n`)

// SetValue keeps a value under a key for a while, instead of the one before.
func (r *Redis) SetValue(ctx context.Context, key, value string, lifetime time.Duration) error {
	if err := r.ready(); err != nil {
		return err
	}
	if err := r.client.Set(ctx, valueKey(key), value, lifetime).Err(); err != nil {
		return r.failed("set value", err)
	}
	return nil
}

// Value returns what was kept; ok is false when there is nothing, or not any more.
func (r *Redis) Value(ctx context.Context, key string) (value string, ok bool, err error) {
	if err := r.ready(); err != nil {
		return "", false, err
	}
	return r.found(r.client.Get(ctx, valueKey(key)).Result())
}

// TakeValue returns what was kept and deletes it in the same step: of two who
// take, one gets it.
func (r *Redis) TakeValue(ctx context.Context, key string) (value string, ok bool, err error) {
	if err := r.ready(); err != nil {
		return "", false, err
	}
	return r.found(r.client.GetDel(ctx, valueKey(key)).Result())
}

func (r *Redis) found(value string, err error) (string, bool, error) {
	if errors.Is(err, redis.Nil) {
		return "", false, nil
	}
	if err != nil {
		return "", false, r.failed("read value", err)
	}
	return value, true, nil
}

// DeleteValue deletes what was kept, if anything was.
func (r *Redis) DeleteValue(ctx context.Context, key string) error {
	if err := r.ready(); err != nil {
		return err
	}
	if err := r.client.Del(ctx, valueKey(key)).Err(); err != nil {
		return r.failed("delete value", err)
	}
	return nil
}

// CountValue adds one to a count and returns it. The count begins anew when its
// lifetime since the first step is over. A count is no value: use a key of its own.
func (r *Redis) CountValue(ctx context.Context, key string, lifetime time.Duration) (int64, error) {
	if err := r.ready(); err != nil {
		return 0, err
	}
	n, err := countUp.Run(ctx, r.client, []string{valueKey(key)}, lifetime.Milliseconds()).Int64()
	if err != nil {
		return 0, r.failed("count", err)
	}
	return n, nil
}
