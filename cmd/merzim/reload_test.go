package main

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/merzim/merzim/internal/logging"
)

// safeBuffer is a log that can be read while it is written.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

func TestEditedFilesAreTakenOverAndBrokenOnesAreNot(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	source, err := openFiles(folder, "")
	if err != nil {
		t.Fatal(err)
	}
	know, _, err := source.load()
	if err != nil {
		t.Fatal(err)
	}
	var log safeBuffer
	a := &app{log: logging.New(&log, slog.LevelInfo, "text")}
	a.knowledge.Store(know)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { a.watch(ctx, folder, "", func() {}); close(ended) }()
	t.Cleanup(func() { cancel(); <-ended })

	title := func() string {
		s, ok := a.knowledge.Load().Catalog.Service("id-card")
		if !ok {
			return ""
		}
		return s.Title.RU
	}
	card, err := os.ReadFile(filepath.Join("..", "..", "catalog", "services", "id-card.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, "services", "id-card.yaml")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	was := title()
	write := func(text string) {
		// as editors do: a new file is renamed over the old one
		if err := os.WriteFile(file+".new", []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(file+".new", file); err != nil {
			t.Fatal(err)
		}
	}
	until := func(what string, ok func() bool) {
		t.Helper()
		deadline := time.Now().Add(3 * time.Minute) // checking the whole catalogue under the race detector takes its time
		for !ok() {
			if time.Now().After(deadline) {
				t.Fatalf("%s did not happen; log:\n%s", what, log.String())
			}
			<-time.After(20 * time.Millisecond)
		}
	}
	write(strings.Replace(string(card), "ru: "+was, "ru: "+was+" (новое)", 1))
	until("the new title", func() bool { return title() == was+" (новое)" })

	write(strings.Replace(string(card), "\nagency:", "\nagencie:", 1))
	until("the fault in the log", func() bool { return strings.Contains(log.String(), "services/id-card.yaml:") })
	if got := title(); got != was+" (новое)" {
		t.Errorf("a broken edit changed the card: %q", got)
	}
}
