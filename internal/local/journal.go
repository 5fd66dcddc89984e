package local

import (
	"encoding/json"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
)

// The kinds of journal lines.
const (
	recordChat       = "chat"    // a chat's state
	recordMessage    = "message" // a new or edited message
	recordDelete     = "delete"  // a message went
	recordUpdate     = "update"  // an update was made
	recordConfirm    = "confirm" // all updates below a number are done
	recordConfirmOne = "done"    // one update is done
	recordAllowed    = "allowed" // which updates the bot wants
	recordNext       = "next"    // the next update's number is at least this
	recordLoose      = "loose"   // the next message's number, without recording, is at least this
	recordClock      = "clock"   // the clock's offset
	recordHook       = "webhook"
	recordMenu       = "menu"
	recordFile       = "file"
)

// record is one line of the journal. Number means what the kind says.
type record struct {
	Kind     string          `json:"k"`
	Chat     int64           `json:"c,omitempty"`
	Number   int64           `json:"n,omitempty"`
	Text     string          `json:"t,omitempty"`
	List     []string        `json:"l,omitempty"`
	Message  *Message        `json:"m,omitempty"`
	State    *chatState      `json:"s,omitempty"`
	Update   json.RawMessage `json:"u,omitempty"`
	Commands []Command       `json:"b,omitempty"`
	Hook     *hookState      `json:"h,omitempty"`
	File     *storedFile     `json:"f,omitempty"`
}

// chatState is what lasts of a chat beside its messages.
type chatState struct {
	Info        ChatInfo       `json:"info"`
	User        *User          `json:"user,omitempty"`
	Started     bool           `json:"started,omitempty"`
	Blocked     bool           `json:"blocked,omitempty"`
	Deactivated bool           `json:"deactivated,omitempty"`
	Last        int64          `json:"last,omitempty"`
	Keyboard    *ReplyKeyboard `json:"keyboard,omitempty"`
}

// journal appends lines to a file. Each line is written at once: it survives kill -9. A nil journal writes nothing.
type journal struct {
	mu       sync.Mutex
	file     *os.File
	record   bool
	reserved int64 // update numbers below it need no line, without recording
	failed   atomic.Pointer[error]
}

// write appends a line. What only matters with recording is left out without it. A full disk ends the journal: see Err.
func (j *journal) write(r record) {
	if j == nil || !j.record && !lastsAlways(r.Kind) {
		return
	}
	line, err := json.Marshal(r)
	if err == nil {
		j.mu.Lock()
		if j.file != nil {
			_, err = j.file.Write(append(line, '\n'))
		}
		j.mu.Unlock()
	}
	if err != nil {
		err = fmt.Errorf("local telegram: write journal: %w", err)
		j.failed.CompareAndSwap(nil, &err)
	}
}

// lastsAlways says which lines are written without recording too.
func lastsAlways(kind string) bool {
	return kind == recordClock || kind == recordNext || kind == recordLoose || kind == recordHook || kind == recordAllowed
}

// numberBlock is how many numbers one line reserves when updates or messages themselves are not recorded.
const numberBlock = 100_000

// update writes a new update, or reserves a block of numbers. The queue's lock is held.
func (j *journal) update(id int64, raw []byte, keep bool) {
	switch {
	case j == nil:
	case keep:
		j.write(record{Kind: recordUpdate, Number: id, Update: raw})
	case id >= j.reserved:
		j.reserved = id + numberBlock
		j.write(record{Kind: recordNext, Number: j.reserved})
	}
}

// close ends the journal.
func (j *journal) close() error {
	if j == nil {
		return nil
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.file == nil {
		return nil
	}
	err := j.file.Close()
	j.file = nil
	return err
}

// Err is the first fault of writing the journal, nil while all is well.
func (s *Server) Err() error {
	if s.journal == nil {
		return nil
	}
	if err := s.journal.failed.Load(); err != nil {
		return *err
	}
	return nil
}

// idBlock gives growing numbers and reserves them in blocks.
type idBlock struct {
	mu       sync.Mutex
	last     atomic.Int64
	reserved int64
}

// take gives the next number.
func (b *idBlock) take(j *journal) int64 {
	if j == nil {
		return b.last.Add(1)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	id := b.last.Add(1)
	if id >= b.reserved {
		b.reserved = id + numberBlock
		j.write(record{Kind: recordLoose, Number: b.reserved})
	}
	return id
}

// highest is the greatest number given out.
func (b *idBlock) highest() int64 { return b.last.Load() }
