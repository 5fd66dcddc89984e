// Package database opens the SQL base that holds what must last: SQLite in one
// file by default, PostgreSQL when the address says so. The stores write one
// SQL for both; this package rebinds placeholders, runs the migrations and
// knows no table.
package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	_ "github.com/jackc/pgx/v5/stdlib" // registers "pgx"
	_ "modernc.org/sqlite"             // registers "sqlite"
)

// Dialect is the kind of SQL that a base speaks.
type Dialect string

// The dialects.
const (
	SQLite   Dialect = "sqlite"
	Postgres Dialect = "postgres"
)

// Limits of the connections.
const (
	busyTimeout  = 5 * time.Second // how long a SQLite writer waits for another one
	writeCache   = 16 << 10        // KiB for the SQLite writer, taken as it is needed: long jobs touch many pages
	readers      = 4               // SQLite connections that only read
	postgresPool = 16
	openTimeout  = 30 * time.Second // migrations included
)

// DB is an open base. SQLite takes one writer at a time, so writing has a
// handle of its own with one connection; PostgreSQL uses one pool for both.
type DB struct {
	Dialect Dialect
	write   *sql.DB
	read    *sql.DB
	rebound rebinder
}

// Open opens the base at an address, "sqlite:PATH" or "postgres://…", and
// brings its tables up to date. "sqlite::memory:" lives as long as the DB.
func Open(ctx context.Context, address string) (*DB, error) {
	ctx, cancel := context.WithTimeout(ctx, openTimeout)
	defer cancel()
	db, err := connect(address)
	if err != nil {
		return nil, err
	}
	if err := db.migrate(ctx, address); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

func connect(address string) (*DB, error) {
	scheme, rest, _ := strings.Cut(address, ":")
	switch scheme {
	case "sqlite":
		return connectSQLite(strings.TrimPrefix(rest, "//"))
	case "postgres", "postgresql":
		if err := checkPostgres(rest, address); err != nil {
			return nil, fmt.Errorf("database address: %w", err)
		}
		pool, err := sql.Open("pgx", address)
		if err != nil {
			return nil, errors.New("database address: not taken by the driver")
		}
		pool.SetMaxOpenConns(postgresPool)
		pool.SetMaxIdleConns(postgresPool)
		return &DB{Dialect: Postgres, write: pool, read: pool}, nil
	}
	return nil, fmt.Errorf("database address begins with %q, expected sqlite or postgres", scheme)
}

func connectSQLite(path string) (*DB, error) {
	if path == "" {
		return nil, errors.New("database address names no file after the colon")
	}
	memory := path == ":memory:"
	pragmas := url.Values{"_pragma": {
		fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds()), "foreign_keys(1)", "synchronous(normal)",
		"secure_delete(1)", // what a person had erased is overwritten, not only unlinked
	}}
	if !memory {
		pragmas.Add("_pragma", "journal_mode(wal)")
	}
	writing := url.Values{"_txlock": {"immediate"}}
	for k, v := range pragmas {
		writing[k] = slices.Clone(v)
	}
	writing.Add("_pragma", fmt.Sprintf("cache_size(-%d)", writeCache))
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath()
	if memory {
		dsn = path
	}
	write, err := sql.Open("sqlite", dsn+"?"+writing.Encode())
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	write.SetMaxOpenConns(1)
	if memory {
		write.SetConnMaxLifetime(0)
		return &DB{Dialect: SQLite, write: write, read: write}, nil
	}
	read, err := sql.Open("sqlite", dsn+"?"+pragmas.Encode())
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, err), write.Close())
	}
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	return &DB{Dialect: SQLite, write: write, read: read}, nil
}

// checkPostgres reads an address. What the driver says of one that it can't
// read may hold a part of the password, so it is not passed on.
func checkPostgres(rest, address string) error {
	if authority, _, _ := strings.Cut(rest, "?"); strings.Count(authority, "@") > 1 {
		return errors.New("write an @ in the password as %40")
	}
	if _, err := pgx.ParseConfig(address); err != nil {
		return errors.New("expected postgres://user:password@host:port/name, special characters as %XX")
	}
	return nil
}

// Close closes the connections.
func (db *DB) Close() error {
	if db.read == db.write {
		return db.write.Close()
	}
	return errors.Join(db.read.Close(), db.write.Close())
}

// Ping reports whether the base answers.
func (db *DB) Ping(ctx context.Context) error { return db.read.PingContext(ctx) }

// Pools tells of the connections: SQLite's by "read" and "write", PostgreSQL's
// as "all".
func (db *DB) Pools() map[string]sql.DBStats {
	if db.read == db.write {
		return map[string]sql.DBStats{"all": db.write.Stats()}
	}
	return map[string]sql.DBStats{"read": db.read.Stats(), "write": db.write.Stats()}
}

// Exec runs a statement that changes something; placeholders are "?".
func (db *DB) Exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return db.write.ExecContext(ctx, db.bind(query), args...)
}

// QueryRow reads one row.
func (db *DB) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	return db.read.QueryRowContext(ctx, db.bind(query), args...)
}

// Query reads rows.
func (db *DB) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return db.read.QueryContext(ctx, db.bind(query), args...)
}

func (db *DB) bind(query string) string {
	if db.Dialect == SQLite {
		return query
	}
	return db.rebound.bind(query)
}
