package broadcasts

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// sending is a batch on its way.
type sending struct {
	*batch
	content
	upload sync.Mutex   // held while the file is not with Telegram
	stop   atomic.Bool  // nothing else of the batch may leave
	lost   atomic.Bool  // it is another process's, or its marks were not written
	pause  atomic.Int64 // nanoseconds until those left are tried again
}

// send sends a batch and gives it back.
func (e *Engine) send(ctx context.Context, b *batch) {
	c, err := e.o.Store.content(ctx, b.Broadcast, e.o.Label)
	if err != nil {
		e.o.Log.Error("broadcast not read", "broadcast", b.ID, "error", err)
		e.giveBack(b, afterFault)
		return
	}
	s := &sending{batch: b, content: c}
	var all sync.WaitGroup
	for _, r := range b.recipients {
		if s.uploads() { // alone, until Telegram has the file
			e.deliver(ctx, s, r)
			continue
		}
		e.senders <- struct{}{}
		if s.stop.Load() || ctx.Err() != nil {
			<-e.senders
			break
		}
		all.Go(func() {
			defer func() { <-e.senders }()
			e.deliver(ctx, s, r)
		})
	}
	all.Wait()
	if !s.lost.Load() {
		e.giveBack(b, time.Duration(s.pause.Load()))
	}
}

func (e *Engine) giveBack(b *batch, after time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), afterFault)
	defer cancel()
	if err := e.o.Store.release(ctx, b, after); err != nil {
		e.o.Log.Warn("batch not given back; its lease brings it back", "broadcast", b.ID, "batch", b.number, "error", err)
	}
}

// uploads reports that the next message carries the file itself.
func (s *sending) uploads() bool {
	s.upload.Lock()
	defer s.upload.Unlock()
	return s.file != nil && s.file.TelegramID == "" && s.Corrects == 0
}

func (s *sending) message(r recipient) Message {
	s.upload.Lock()
	defer s.upload.Unlock()
	return Message{Broadcast: s.ID, Chat: r.chat, Language: r.language, Text: s.texts.In(r.language), File: s.file, MessageID: r.message}
}

// later puts those left in a batch off, for the longest time that any of them
// needs.
func (s *sending) later(d time.Duration) {
	for {
		was := s.pause.Load()
		if was >= int64(d) || s.pause.CompareAndSwap(was, int64(d)) {
			return
		}
	}
}

func (e *Engine) remember(ctx context.Context, s *sending, fileID string) {
	if fileID == "" || !s.uploads() {
		return
	}
	s.upload.Lock()
	s.file = &File{ID: s.file.ID, Kind: s.file.Kind, Name: s.file.Name, TelegramID: fileID}
	s.upload.Unlock()
	if err := e.o.Store.fileKnown(ctx, s.File, fileID); err != nil {
		e.o.Log.Warn("file will be uploaded again", "broadcast", s.ID, "error", err)
	}
}
