package database_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/database/databasetest"
)

// TestBackup: a copy made while others write is whole, holds all that was
// committed before, and of each transaction everything or nothing.
func TestBackup(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	address, file := "sqlite:"+filepath.Join(dir, "мерзім a?b.db"), filepath.Join(dir, "copy of it.db")
	db := databasetest.Open(t, address)
	var done atomic.Int64
	stop := make(chan struct{})
	var writing sync.WaitGroup
	for range 3 {
		writing.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				err := db.Tx(t.Context(), func(tx *database.Tx) error { // two rows or none
					_, err := tx.Exec(t.Context(), `INSERT INTO people (chat, language, created_at, updated_at) VALUES ((SELECT COUNT(*) + 1 FROM people), 'kk', 0, 0)`)
					if err != nil {
						return err
					}
					_, err = tx.Exec(t.Context(), `INSERT INTO mutes (chat, kind, muted_at) VALUES ((SELECT COUNT(*) FROM people), 'status', 0)`)
					return err
				})
				if err != nil {
					t.Error(err)
					return
				}
				done.Add(1)
			}
		})
	}
	for done.Load() < 50 && !t.Failed() {
		<-time.After(time.Millisecond)
	}
	before := done.Load()
	err := database.Backup(t.Context(), address, file)
	after := done.Load()
	close(stop)
	writing.Wait()
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info.Mode(), err)
	}
	left, err := filepath.Glob(filepath.Join(dir, ".merzim*"))
	if err != nil || len(left) > 0 {
		t.Error("left behind:", left, err)
	}
	copied := databasetest.Open(t, "sqlite:"+file)
	people, mutes := count(t, copied, `SELECT COUNT(*) FROM people`), count(t, copied, `SELECT COUNT(*) FROM mutes`)
	if people != mutes || int64(people) < before || int64(people) > after+3 {
		t.Errorf("%d people, %d mutes; %d were there before, %d after", people, mutes, before, after)
	}
	var said string
	if err := copied.QueryRow(t.Context(), `PRAGMA integrity_check`).Scan(&said); err != nil || said != "ok" {
		t.Error(said, err)
	}
	t.Logf("%d transactions before, %d in the copy, %d after", before, people, after)
}

// TestBackupForgets: what was deleted is not in the copy, and the base keeps
// its tables as they are.
func TestBackupForgets(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	address := "sqlite:" + filepath.Join(dir, "merzim.db")
	db := databasetest.Open(t, address)
	for _, query := range []string{
		`INSERT INTO feedback (update_id, service, language, text, created_at) VALUES (1, 'id-card', 'ru', 'forgotten-words', 0)`,
		`INSERT INTO feedback (update_id, service, language, text, created_at) VALUES (2, 'id-card', 'ru', 'remembered-words', 0)`,
		`DELETE FROM feedback WHERE update_id = 1`,
		`DELETE FROM goose_db_version WHERE version_id = (SELECT MAX(version_id) FROM goose_db_version)`,
	} {
		if _, err := db.Exec(t.Context(), query); err != nil {
			t.Fatal(err)
		}
	}
	steps := count(t, db, `SELECT COUNT(*) FROM goose_db_version`)
	file := filepath.Join(dir, "copy.db")
	if err := database.Backup(t.Context(), address, file); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(content), "forgotten-words") || !strings.Contains(string(content), "remembered-words") {
		t.Error("the copy holds what was deleted, or lacks what was not")
	}
	if n := count(t, db, `SELECT COUNT(*) FROM goose_db_version`); n != steps {
		t.Error("the base was migrated by its backup")
	}
}

// TestBackupRefuses: nothing is overwritten, nothing half done is left.
func TestBackupRefuses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "merzim.db")
	databasetest.Open(t, "sqlite:"+path)
	broken := filepath.Join(dir, "broken.db")
	if err := os.WriteFile(broken, []byte(strings.Repeat("this is no base ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := database.Backup(t.Context(), "postgres://merzim@127.0.0.1:1/x", filepath.Join(dir, "copy.db")); !errors.Is(err, database.ErrNotSQLite) {
		t.Error(err)
	}
	for name, c := range map[string]struct{ address, file, says string }{
		"a file that is there":       {"sqlite:" + path, broken, "there already"},
		"onto itself":                {"sqlite:" + path, path, "there already"},
		"no base":                    {"sqlite:" + filepath.Join(dir, "none.db"), filepath.Join(dir, "copy.db"), "no base at"},
		"a base in memory":           {"sqlite::memory:", filepath.Join(dir, "copy.db"), "no base at"},
		"a broken base":              {"sqlite:" + broken, filepath.Join(dir, "copy.db"), "not a database"},
		"a folder that is not there": {"sqlite:" + path, filepath.Join(dir, "none", "copy.db"), "no such file"},
	} {
		if err := database.Backup(t.Context(), c.address, c.file); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if name := f.Name(); strings.HasPrefix(name, ".merzim") || name == "copy.db" || name == "none.db" {
			t.Error("left behind:", name)
		}
	}
}

// TestLeap: no key is handed out again, also in tables that had no row.
func TestLeap(t *testing.T) {
	t.Parallel()
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		put := func(query string) (id int64) {
			t.Helper()
			if err := db.Tx(t.Context(), func(tx *database.Tx) error { return tx.QueryRow(t.Context(), query).Scan(&id) }); err != nil {
				t.Fatal(err)
			}
			return id
		}
		notice := func(dedupe string) int64 {
			return put(`INSERT INTO notices (chat, kind, dedupe, args, state, send_at, wake_at, created_at) VALUES (1, 'status', '` + dedupe + `', '{}', 'queued', 0, 0, 0) RETURNING id`)
		}
		if first, second := notice("a"), notice("b"); first != 1 || second != 2 {
			t.Fatal(first, second)
		}
		if err := db.Tx(t.Context(), func(tx *database.Tx) error { return db.Leap(t.Context(), tx, 1000) }); err != nil {
			t.Fatal(err)
		}
		if next := notice("c"); next < 1003 || next > 1004 {
			t.Error("the next notice is", next)
		}
		complaint := put(`INSERT INTO complaints (update_id, year, number, kind, service, agency, region, language, days_overdue, text, state, step, calendar_version, reminded_on, created_at, updated_at)
			VALUES (1, 2026, 1, 'delay', 'id-card', '', '', 'kk', 0, '', 'recorded', 0, '', '', 0, 0) RETURNING id`)
		if complaint < 1001 || complaint > 1002 {
			t.Error("the first complaint is", complaint)
		}
	})
}
