package broadcasts_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/notices"
)

// The answers of a Telegram that the tests make up.
var (
	errStopped = errors.New("403")
	errRefused = errors.New("400")
	errSoon    = errors.New("429")
	errAway    = errors.New("502")
	errCut     = errors.New("cut")
)

func judge(err error) notices.Verdict {
	switch {
	case errors.Is(err, errStopped):
		return notices.Verdict{Blocked: true}
	case errors.Is(err, errRefused):
		return notices.Verdict{Refused: true}
	case errors.Is(err, errSoon):
		return notices.Verdict{RetryAfter: time.Second}
	case errors.Is(err, errCut):
		return notices.Verdict{Unsure: true}
	}
	return notices.Verdict{}
}

// telegram notes who got what. fail answers a call in its place.
type telegram struct {
	mu      sync.Mutex
	got     map[int64][]string // the messages in each chat, as they read now
	sends   int
	uploads int
	edits   int
	fail    func(broadcasts.Message) error
}

func (t *telegram) send(_ context.Context, m broadcasts.Message) (int64, string, error) {
	if t.fail != nil {
		if err := t.fail(m); err != nil {
			return 0, "", err
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.got == nil {
		t.got = map[int64][]string{}
	}
	t.sends++
	t.got[m.Chat] = append(t.got[m.Chat], m.Text)
	fileID := ""
	if m.File != nil {
		fileID = m.File.TelegramID
		if fileID == "" {
			if len(m.File.Content) == 0 {
				return 0, "", errRefused
			}
			t.uploads++
			fileID = fmt.Sprint("file", t.uploads)
		}
	}
	return int64(len(t.got[m.Chat])), fileID, nil
}

func (t *telegram) edit(_ context.Context, m broadcasts.Message) error {
	if t.fail != nil {
		if err := t.fail(m); err != nil {
			return err
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.edits++
	t.got[m.Chat][m.MessageID-1] = m.Text
	return nil
}

func (t *telegram) count() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.sends
}

// once fails the test when somebody has it more than once.
func (t *telegram) once(s *stand) {
	s.Helper()
	t.mu.Lock()
	defer t.mu.Unlock()
	for chat, all := range t.got {
		if len(all) > 1 {
			s.Errorf("%d got it %d times", chat, len(all))
		}
	}
}
