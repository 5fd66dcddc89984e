package database

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"strings"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the tables up to date under a lock, so that replicas which
// start together do it one after the other.
func (db *DB) migrate(ctx context.Context, address string) error {
	steps, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	steps = dialectFS{steps, db.Dialect}
	dialect := goose.DialectSQLite3
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if db.Dialect == Postgres {
		dialect = goose.DialectPostgres
		options = append(options, goose.WithSessionLocker(waitingLock{}))
	} else {
		unlock, err := lockFile(ctx, strings.TrimPrefix(strings.TrimPrefix(address, "sqlite:"), "//"))
		if err != nil {
			return fmt.Errorf("migration lock: %w", err)
		}
		defer unlock()
	}
	provider, err := goose.NewProvider(dialect, db.write, steps, options...)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", errors.New(strings.ReplaceAll(err.Error(), address, "the database")))
	}
	return nil
}

// waitingLock is an advisory lock that PostgreSQL hands on as soon as it is
// free. Goose's own looks every five seconds, which a start can't wait for.
type waitingLock struct{}

func (waitingLock) SessionLock(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, lock.DefaultLockID)
	return err
}

func (waitingLock) SessionUnlock(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, `SELECT pg_advisory_unlock($1)`, lock.DefaultLockID)
	return err
}

// lockFile holds an exclusive transaction on a small base beside the file:
// SQLite's own locks work on every system and end with the process.
func lockFile(ctx context.Context, path string) (unlock func(), err error) {
	if path == ":memory:" {
		return func() {}, nil
	}
	dsn := "file:" + (&url.URL{Path: path + ".lock"}).EscapedPath()
	beside, err := sql.Open("sqlite", dsn+"?"+url.Values{
		"_txlock": {"exclusive"}, "_pragma": {fmt.Sprintf("busy_timeout(%d)", openTimeout.Milliseconds())},
	}.Encode())
	if err != nil {
		return nil, err
	}
	tx, err := beside.BeginTx(ctx, nil)
	if err != nil {
		return nil, errors.Join(err, beside.Close())
	}
	return func() {
		_ = tx.Rollback()
		_ = beside.Close()
	}, nil
}
