package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
)

// Runner runs statements with "?" as placeholder: a base by itself, or inside
// a transaction.
type Runner interface {
	Exec(ctx context.Context, query string, args ...any) (sql.Result, error)
	Query(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRow(ctx context.Context, query string, args ...any) *sql.Row
}

// Tx is a transaction that may write. Inside it rows of one query are read to
// their end before the next statement: PostgreSQL has one connection here.
type Tx struct {
	db *DB
	tx *sql.Tx
}

// txAttempts is how often a transaction is tried that PostgreSQL gave up for
// the sake of another one.
const txAttempts = 3

// Tx runs do in a transaction, which is undone when do fails. do may run again
// and must have no effect outside the transaction before it ends well. On
// SQLite it holds the one writing connection: do uses the Tx alone.
func (db *DB) Tx(ctx context.Context, do func(*Tx) error) error {
	var err error
	for range txAttempts {
		if err = db.once(ctx, do); !overtaken(err) {
			return err
		}
	}
	return err
}

func (db *DB) once(ctx context.Context, do func(*Tx) error) error {
	tx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // nothing after a commit; undoes a panic too
	if err := do(&Tx{db: db, tx: tx}); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// overtaken reports that PostgreSQL ended the transaction because of another
// one: a serialization failure or a deadlock.
func overtaken(err error) bool {
	var refused *pgconn.PgError
	return errors.As(err, &refused) && (refused.Code == "40001" || refused.Code == "40P01")
}

// Exec runs a statement that changes something.
func (t *Tx) Exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return t.tx.ExecContext(ctx, t.db.bind(query), args...)
}

// Query reads rows.
func (t *Tx) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return t.tx.QueryContext(ctx, t.db.bind(query), args...)
}

// QueryRow reads one row.
func (t *Tx) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	return t.tx.QueryRowContext(ctx, t.db.bind(query), args...)
}

// ForUpdate ends a SELECT whose rows are to be changed: others wait for them.
// SQLite has one writer and needs no such words.
func (t *Tx) ForUpdate() string {
	if t.db.Dialect == Postgres {
		return " FOR UPDATE"
	}
	return ""
}

// ForShare ends a SELECT whose rows must stay as they are until the transaction
// ends: a person who is being forgotten gets no new rows.
func (t *Tx) ForShare() string {
	if t.db.Dialect == Postgres {
		return " FOR SHARE"
	}
	return ""
}

// SkipLocked ends a SELECT that claims work: rows that another process holds
// are passed over.
func (t *Tx) SkipLocked() string {
	if t.db.Dialect == Postgres {
		return " FOR UPDATE SKIP LOCKED"
	}
	return ""
}

// ForUpdateOf is ForUpdate for the rows of one of the tables that are joined.
func (t *Tx) ForUpdateOf(table string) string {
	if t.db.Dialect == Postgres {
		return " FOR UPDATE OF " + table
	}
	return ""
}

// SkipLockedOf is SkipLocked for the rows of one of the tables that are joined.
func (t *Tx) SkipLockedOf(table string) string {
	if t.db.Dialect == Postgres {
		return t.ForUpdateOf(table) + " SKIP LOCKED"
	}
	return ""
}
