package console

import (
	"context"
	"time"
)

// Memory keeps small values for a while: log-in links, sessions, counts of
// tries. internal/sessions has one in Redis and one in the database; replicas
// share it.
type Memory interface {
	SetValue(ctx context.Context, key, value string, lifetime time.Duration) error
	Value(ctx context.Context, key string) (value string, ok bool, err error)
	// TakeValue gives a value to one of those who ask for it, and deletes it.
	TakeValue(ctx context.Context, key string) (value string, ok bool, err error)
	DeleteValue(ctx context.Context, key string) error
	// CountValue adds one; the count begins anew when its lifetime is over.
	CountValue(ctx context.Context, key string, lifetime time.Duration) (int64, error)
}
