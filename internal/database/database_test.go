package database_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/testserver"
)

// openAddress makes the test binary a process that opens the base at this
// address as soon as its input ends, and nothing else.
const openAddress = "MERZIM_TEST_OPEN"

func TestMain(m *testing.M) {
	if address := os.Getenv(openAddress); address != "" {
		_, _ = io.Copy(io.Discard, os.Stdin)
		db, err := database.Open(context.Background(), address)
		if err == nil {
			err = db.Close()
		}
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// TestOpenedAtOnce: replicas that start together on a new base bring it up to
// date once, and none of them fails.
func TestOpenedAtOnce(t *testing.T) {
	t.Parallel()
	server := sync.OnceValue(func() string { return testserver.Postgres(t) })
	bases := map[string]func(t *testing.T) string{
		"sqlite":   func(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "merzim.db") },
		"postgres": func(t *testing.T) string { return databasetest.Fresh(t, server()) },
	}
	ways := map[string]func(t *testing.T, address string){
		"eight goroutines": func(t *testing.T, address string) {
			begin := make(chan struct{})
			var all sync.WaitGroup
			for range 8 {
				all.Go(func() {
					<-begin
					db, err := database.Open(context.Background(), address)
					if err != nil {
						t.Error(err)
						return
					}
					if err := db.Close(); err != nil {
						t.Error(err)
					}
				})
			}
			close(begin)
			all.Wait()
		},
		"two processes": func(t *testing.T, address string) {
			var begin []io.Closer
			var all sync.WaitGroup
			for range 2 {
				cmd := exec.CommandContext(t.Context(), os.Args[0])
				cmd.Env = append(os.Environ(), openAddress+"="+address)
				input, err := cmd.StdinPipe()
				if err != nil {
					t.Fatal(err)
				}
				begin = append(begin, input)
				all.Go(func() {
					if out, err := cmd.CombinedOutput(); err != nil {
						t.Errorf("%v: %s", err, out)
					}
				})
			}
			for _, b := range begin {
				_ = b.Close()
			}
			all.Wait()
		},
	}
	for base, address := range bases {
		for way, open := range ways {
			t.Run(base+"/"+way, func(t *testing.T) {
				t.Parallel()
				at := address(t)
				before := time.Now()
				open(t, at)
				if took := time.Since(before); took > 20*time.Second {
					t.Errorf("the last one waited %s", took)
				}
				db := databasetest.Open(t, at)
				if n := count(t, db, `SELECT COUNT(*) FROM goose_db_version WHERE version_id > 0`); n == 0 || n != count(t, db, `SELECT COUNT(DISTINCT version_id) FROM goose_db_version WHERE version_id > 0`) {
					t.Errorf("%d steps in the list of migrations: one ran twice, or none", n)
				}
				if n := count(t, db, `SELECT COUNT(*) FROM people`); n != 0 {
					t.Error("a new base knows", n, "people")
				}
			})
		}
	}
}

// TestStatements: one SQL for every dialect, and every base takes what people write.
func TestStatements(t *testing.T) {
	t.Parallel()
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		if err := db.Ping(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(t.Context(), `CREATE TABLE notes (id BIGINT PRIMARY KEY, text TEXT NOT NULL)`); err != nil {
			t.Fatal(err)
		}
		texts := []string{"жеке куәлік", "что? кто?", `'; DROP TABLE notes; --`, "🪪\n\t", ""}
		for i, text := range texts {
			result, err := db.Exec(t.Context(), `INSERT INTO notes (id, text) VALUES (?, ?)`, i, text)
			if err != nil {
				t.Fatal(err)
			}
			if n, err := result.RowsAffected(); n != 1 || err != nil {
				t.Error(n, err)
			}
		}
		rows, err := db.Query(t.Context(), `SELECT text FROM notes WHERE id >= ? AND id < ? ORDER BY id`, 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for i := 0; rows.Next(); i++ {
			var got string
			if err := rows.Scan(&got); err != nil || got != texts[i] {
				t.Errorf("%q, %v; want %q", got, err, texts[i])
			}
		}
		if err := rows.Err(); err != nil {
			t.Error(err)
		}
	})
}

// TestManyWriters: writers of one SQLite file wait for each other, also across
// two openings, as a second process would be.
func TestManyWriters(t *testing.T) {
	t.Parallel()
	address := "sqlite:" + filepath.Join(t.TempDir(), "merzim.db")
	first, second := databasetest.Open(t, address), databasetest.Open(t, address)
	const each = 50
	var all sync.WaitGroup
	for i, db := range []*database.DB{first, second, first, second} {
		all.Go(func() {
			for n := range each {
				if _, err := db.Exec(t.Context(), `INSERT INTO people (chat, language, created_at, updated_at) VALUES (?, 'kk', 0, 0)`, i*each+n+1); err != nil {
					t.Error(err)
				}
				count(t, db, `SELECT COUNT(*) FROM people`)
			}
		})
	}
	all.Wait()
	if n := count(t, first, `SELECT COUNT(*) FROM people`); n != 4*each {
		t.Error(n, "people were kept")
	}
}

// TestMemory: a base in memory is empty for each opening, is one for all who
// use it, and survives a caller who gives up.
func TestMemory(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, address := range []string{"sqlite::memory:", "sqlite://:memory:"} {
		db, other := databasetest.Open(t, address), databasetest.Open(t, address)
		var all sync.WaitGroup
		for i := range 20 {
			all.Go(func() {
				if _, err := db.Exec(t.Context(), `INSERT INTO people (chat, language, created_at, updated_at) VALUES (?, 'kk', 0, 0)`, i+1); err != nil {
					t.Error(err)
				}
				gone, cancel := context.WithCancel(t.Context())
				cancel()
				if _, err := db.Exec(gone, `DELETE FROM people`); err == nil {
					t.Error("done for a caller who had given up")
				}
			})
		}
		all.Wait()
		if n := count(t, db, `SELECT COUNT(*) FROM people`); n != 20 {
			t.Errorf("%s holds %d people", address, n)
		}
		if n := count(t, other, `SELECT COUNT(*) FROM people`); n != 0 {
			t.Errorf("another %s holds %d people", address, n)
		}
	}
	if left, err := os.ReadDir("."); err != nil || len(left) != 0 {
		t.Error("files of a base in memory:", left, err)
	}
}

// TestPaths: a file's name may hold anything, and a restart forgets nothing.
func TestPaths(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"merzim.db", "мерзім деректері.db", "a b?c#d%41&e.db"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), name)
			for _, address := range []string{"sqlite:" + path, "sqlite://" + path, "sqlite:" + path} {
				db, err := database.Open(t.Context(), address)
				if err != nil {
					t.Fatal(err)
				}
				_, err = db.Exec(t.Context(), `INSERT INTO people (chat, language, created_at, updated_at) VALUES ((SELECT COUNT(*) + 1 FROM people), 'kk', 0, 0)`)
				if err != nil {
					t.Error(err)
				}
				if err := db.Close(); err != nil {
					t.Error(err)
				}
			}
			if _, err := os.Stat(path); err != nil {
				t.Error(err)
			}
			if n := count(t, databasetest.Open(t, "sqlite:"+path), `SELECT COUNT(*) FROM people`); n != 3 {
				t.Error("three starts left", n, "people")
			}
		})
	}
}

// TestBadAddresses: each tells what to mend, and none tells the password.
func TestBadAddresses(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	broken := filepath.Join(folder, "broken.db")
	if err := os.WriteFile(broken, []byte(strings.Repeat("this is no base ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	cases := []struct{ name, address, says string }{
		{"nothing", "", "expected sqlite or postgres"},
		{"another base", "mysql://merzim:hunter@localhost/x", "expected sqlite or postgres"},
		{"no path", "sqlite:", "names no file"},
		{"a folder that is not there", "sqlite:" + filepath.Join(folder, "none", "merzim.db"), "unable to open"},
		{"no base", "sqlite:" + broken, "not a database"},
		{"nobody there", "postgres://merzim:hunter@127.0.0.1:1/x", "127.0.0.1:1"},
		{"nobody there, password as a parameter", "postgres://127.0.0.1:1/x?user=merzim&password=hunter", "127.0.0.1:1"},
		{"a wrong port", "postgres://merzim:hunter@localhost:port/x", "expected postgres://"},
		{"a wrong escape", "postgres://merzim:hun%ter@localhost/x", "expected postgres://"},
		{"an unknown mode", "postgres://merzim:hunter@localhost/x?sslmode=perhaps", "expected postgres://"},
		{"a password with an at sign", "postgres://merzim:my@hunter@127.0.0.1:1/x", "%40"},
		{"a password with a slash", "postgres://merzim:my/hunter@127.0.0.1:1/x", "database address"},
		{"a password with a hash", "postgres://merzim:my#hunter@127.0.0.1:1/x", "127.0.0.1:1"},
		{"a password with a question mark", "postgres://merzim:my?hunter@127.0.0.1:1/x", "127.0.0.1:1"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			db, err := database.Open(t.Context(), c.address)
			if err == nil {
				t.Fatal("opened", db.Close())
			}
			text := fmt.Sprintf("%v %+v %#v", err, err, err)
			if !strings.Contains(text, c.says) || strings.Contains(text, "hunter") || strings.Contains(text, "hun%ter") || strings.Contains(text, "my") && strings.Contains(c.address, ":my") {
				t.Error(text)
			}
		})
	}
}

func count(t *testing.T, db *database.DB, query string) (n int) {
	t.Helper()
	if err := db.QueryRow(t.Context(), query).Scan(&n); err != nil {
		t.Errorf("%s: %v", query, err)
	}
	return n
}
