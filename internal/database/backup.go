package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// ErrNotSQLite says that the base has tools of its own for a copy.
var ErrNotSQLite = errors.New("not a SQLite base")

// Backup writes a copy of a SQLite base to a file that must not be there yet.
// The base may be in use: the copy is as the base stood at one moment, writers
// do not wait, and nothing of what was deleted is in it. The file appears when
// it is complete, was checked and is on the disk; only its owner can read it.
// The base is not migrated: a copy made before an upgrade is of the old tables.
func Backup(ctx context.Context, address, file string) (err error) {
	path, ok := strings.CutPrefix(address, "sqlite:")
	if path = strings.TrimPrefix(path, "//"); !ok {
		return ErrNotSQLite
	}
	if _, err := os.Stat(path); err != nil { // opening it would make an empty one
		return fmt.Errorf("no base at %s", path)
	}
	if _, err := os.Lstat(file); !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%s is there already", file)
	}
	draft, err := os.CreateTemp(filepath.Dir(file), ".merzim-backup-*") // readable by its owner alone
	if err != nil {
		return fmt.Errorf("begin the copy: %w", err)
	}
	defer func() {
		err = errors.Join(err, draft.Close())
		if removed := os.Remove(draft.Name()); removed != nil && !errors.Is(removed, os.ErrNotExist) {
			err = errors.Join(err, removed)
		}
	}()
	if err := copyInto(ctx, path, draft.Name()); err != nil {
		return err
	}
	if err := draft.Sync(); err != nil {
		return fmt.Errorf("write the copy: %w", err)
	}
	if err := os.Link(draft.Name(), file); err == nil { // unlike a renaming, it replaces nothing
		return nil
	}
	if err := os.Rename(draft.Name(), file); err != nil { // a disk without links
		return fmt.Errorf("name the copy: %w", err)
	}
	return nil
}

// copyInto copies a base into an empty file and checks the copy.
func copyInto(ctx context.Context, path, empty string) error {
	from, err := connectSQLite(path)
	if err != nil {
		return err
	}
	_, err = from.read.ExecContext(ctx, `VACUUM INTO ?`, empty)
	if err = errors.Join(err, from.Close()); err != nil {
		return fmt.Errorf("copy the base: %w", err)
	}
	to, err := sql.Open("sqlite", "file:"+(&url.URL{Path: empty}).EscapedPath())
	if err != nil {
		return fmt.Errorf("check the copy: %w", err)
	}
	var said string
	err = to.QueryRowContext(ctx, `PRAGMA integrity_check(1)`).Scan(&said)
	if err = errors.Join(err, to.Close()); err != nil {
		return fmt.Errorf("check the copy: %w", err)
	}
	if said != "ok" {
		return fmt.Errorf("the copy is broken: %s", said)
	}
	return nil
}
