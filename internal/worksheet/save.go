package worksheet

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/overlay"
)

// Verify loads the catalogue as it would be with the files changed and gives
// every fault of it, joined.
func Verify(tree fs.FS, files map[string][]byte, today calendar.Date) error {
	dir, err := os.MkdirTemp("", "merzim-worksheet-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := Save(dir, files); err != nil {
		return err
	}
	changed, err := overlay.Open(tree, dir)
	if err != nil {
		return err
	}
	c, err := catalog.Load(changed)
	if err != nil {
		return err
	}
	faults, _ := c.Check(today)
	return errors.Join(faults...)
}

// Save writes the files under a folder, each whole or not at all.
func Save(dir string, files map[string][]byte) error {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := saveFile(filepath.Join(dir, filepath.FromSlash(name)), files[name]); err != nil {
			return fmt.Errorf("%s: not written: %w", name, err)
		}
	}
	return nil
}

func saveFile(path string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	half, err := os.CreateTemp(filepath.Dir(path), ".worksheet-*")
	if err != nil {
		return err
	}
	defer os.Remove(half.Name())
	_, err = half.Write(text)
	if err := errors.Join(err, half.Chmod(mode), half.Sync(), half.Close()); err != nil {
		return err
	}
	return os.Rename(half.Name(), path)
}
