// Package overlay lays a folder of the machine over the files that the binary
// carries: a file there replaces or adds its path.
package overlay

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
)

// Open lays the folder over base; an empty folder name gives base itself.
func Open(base fs.FS, folder string) (fs.FS, error) {
	if folder == "" {
		return base, nil
	}
	info, err := os.Stat(folder)
	if err != nil {
		return nil, fmt.Errorf("folder %s: %w", folder, err)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("folder %s: not a folder", folder)
	}
	return tree{top: os.DirFS(folder), base: base}, nil
}

type tree struct{ top, base fs.FS }

// Open prefers the file on top; a folder is read by ReadDir, which joins both.
func (t tree) Open(name string) (fs.File, error) {
	f, err := t.top.Open(name)
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return f, err
	}
	return t.base.Open(name)
}

// ReadDir lists both folders, each name once.
func (t tree) ReadDir(name string) ([]fs.DirEntry, error) {
	top, topErr := fs.ReadDir(t.top, name)
	base, baseErr := fs.ReadDir(t.base, name)
	if topErr != nil && baseErr != nil {
		return nil, baseErr
	}
	for _, e := range base {
		if !slices.ContainsFunc(top, func(x fs.DirEntry) bool { return x.Name() == e.Name() }) {
			top = append(top, e)
		}
	}
	slices.SortFunc(top, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return top, nil
}
