package main

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"

	"github.com/merzim/merzim/catalog/search"
	"github.com/merzim/merzim/handlers"
)

// reloadPause gathers the many events of one save into one reload.
const reloadPause = 300 * time.Millisecond

// learn trains the search in the background; until it is done, words alone
// answer. The knowledge is then exchanged for one that has forgotten the
// answers given so far.
func (a *app) learn(ctx context.Context, know *handlers.Knowledge, index *search.Index) {
	if err := index.Train(ctx); err != nil {
		if ctx.Err() == nil {
			a.log.Error("search not trained, words alone answer", "error", err)
		}
		return
	}
	a.knowledge.CompareAndSwap(know, know.Fresh())
}

// watch reloads catalogue and texts when a file in the folders laid over them
// changes, and calls changed then. A broken edit keeps the old ones and says
// what is wrong.
func (a *app) watch(ctx context.Context, catalogDir, localesDir string, changed func()) {
	if catalogDir == "" && localesDir == "" {
		return
	}
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		a.log.Error("folders not watched, changes need a restart", "error", err)
		return
	}
	defer watcher.Close()
	for _, folder := range []string{catalogDir, localesDir} {
		if err := watchTree(watcher, folder); err != nil {
			a.log.Error("folder not watched, changes need a restart", "folder", folder, "error", err)
		}
	}
	pause := time.NewTimer(reloadPause) // once at the start: a file may have changed before it was watched
	for {
		select {
		case <-ctx.Done():
			return
		case e := <-watcher.Events:
			if e.Has(fsnotify.Create) {
				_ = watchTree(watcher, e.Name) // a new folder; a file is watched by its folder
			}
			pause.Reset(reloadPause)
		case err := <-watcher.Errors:
			a.log.Warn("watching folders", "error", err)
		case <-pause.C:
			if a.reload(ctx, catalogDir, localesDir) {
				changed()
			}
		}
	}
}

// watchTree watches a folder and all below it; a file or nothing is passed by.
func watchTree(w *fsnotify.Watcher, folder string) error {
	if folder == "" {
		return nil
	}
	return filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return nil
		}
		return w.Add(path)
	})
}

// reload exchanges the knowledge if the files are without fault.
func (a *app) reload(ctx context.Context, catalogDir, localesDir string) (exchanged bool) {
	source, err := openFiles(catalogDir, localesDir)
	if err != nil {
		a.log.Error("catalogue not reloaded, the old one stays", "fault", err)
		return false
	}
	if _, faults := source.faults(time.Now()); len(faults) > 0 {
		for _, fault := range faults {
			a.log.Error("catalogue not reloaded, the old one stays", "fault", fault)
		}
		return false
	}
	know, index, err := source.load()
	if err != nil {
		a.log.Error("catalogue not reloaded, the old one stays", "fault", errors.Unwrap(err))
		return false
	}
	a.knowledge.Store(know)
	a.log.Info("catalogue reloaded", "services", len(know.Catalog.Services))
	a.background.Go(func() { a.learn(ctx, know, index) })
	return true
}
