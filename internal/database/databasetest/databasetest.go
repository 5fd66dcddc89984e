// Package databasetest runs a conformance suite on every dialect of SQL. It is
// imported by tests only.
package databasetest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"

	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/testserver"
)

// Each runs the suite on a SQLite file, on SQLite in memory and on PostgreSQL,
// at the same time and each with an empty base.
func Each(t *testing.T, suite func(t *testing.T, db *database.DB)) {
	t.Helper()
	addresses := map[string]func(t *testing.T) string{
		"sqlite":   inFile,
		"memory":   func(*testing.T) string { return "sqlite::memory:" },
		"postgres": func(t *testing.T) string { return testserver.Postgres(t) },
	}
	for name, address := range addresses {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			suite(t, Open(t, address(t)))
		})
	}
}

// Large measures on a SQLite file and on PostgreSQL, one after the other, with as
// many rows as the environment's number says; without one it is skipped.
func Large(t *testing.T, number string, measure func(t *testing.T, db *database.DB, many int)) {
	t.Helper()
	many, err := strconv.Atoi(os.Getenv(number))
	if err != nil {
		t.Skip(number + " is not set")
	}
	t.Run("sqlite", func(t *testing.T) { measure(t, Open(t, inFile(t)), many) })
	t.Run("postgres", func(t *testing.T) { measure(t, Open(t, testserver.Postgres(t)), many) })
}

func inFile(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "merzim.db") }

// Open opens a base until the test ends.
func Open(t testing.TB, address string) *database.DB {
	t.Helper()
	db, err := database.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

var made atomic.Int64

// Fresh makes an empty database on the PostgreSQL server of an address and
// returns its address.
func Fresh(t testing.TB, server string) string {
	t.Helper()
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	db, err := database.Open(t.Context(), server)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	name := fmt.Sprintf("fresh_%d", made.Add(1))
	if _, err := db.Exec(context.Background(), "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

// Suite is the parts of a conformance suite by name, each with an empty base.
type Suite map[string]func(t *testing.T, db *database.DB)

// Run runs the parts on a SQLite file, on SQLite in memory and on one PostgreSQL
// server, all at the same time.
func (s Suite) Run(t *testing.T) {
	t.Helper()
	t.Parallel()
	server := testserver.Postgres(t)
	for name, part := range s {
		for dialect, address := range map[string]func(t *testing.T) string{
			"sqlite":   inFile,
			"memory":   func(*testing.T) string { return "sqlite::memory:" },
			"postgres": func(t *testing.T) string { return Fresh(t, server) },
		} {
			t.Run(name+"/"+dialect, func(t *testing.T) {
				t.Parallel()
				part(t, Open(t, address(t)))
			})
		}
	}
}
