package local

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
)

// Server is the local Telegram. It is safe for concurrent use.
type Server struct {
	opt      Options
	offset   atomic.Int64 // the clock's, nanoseconds
	bot      atomic.Int64 // the bot's number, from the last token
	chats    chatTable
	queue    queue
	queries  queryTable
	calls    callLog
	counters counters
	faults   faultPlan
	events   hub
	files    fileStore
	menus    menus
	texts    botTexts
	hook     webhook
	journal  *journal
	bucket   bucket // all chats together
	loose    idBlock
	api      http.Handler
	page     http.Handler

	idle     signal
	inflight atomic.Int64 // calls that are being answered, held polls left out
	stop     context.CancelFunc
	running  context.Context //nolint:containedctx // the server's life, ended by Close
	workers  sync.WaitGroup
}

// New makes a local Telegram, with what its journal remembers. It fails when the journal cannot be read or written.
func New(o Options) (*Server, error) {
	s := &Server{opt: o.withDefaults()}
	s.running, s.stop = context.WithCancel(context.Background())
	s.queue.next = firstUpdateID
	s.files.dir = filesDir(s.opt)
	if err := s.openJournal(); err != nil {
		s.stop()
		return nil, err
	}
	s.api = s.guardOrigin(http.HandlerFunc(s.serveAPI))
	s.page = s.newPage()
	for _, p := range s.opt.Personas {
		s.Person(p.ID, PersonOptions{Lang: p.Lang, FirstName: p.FirstName, Username: p.Username})
	}
	s.startWebhook()
	return s, nil
}

// API answers the bot: /bot<token>/<method> and /file/bot<token>/<path>.
func (s *Server) API() http.Handler { return s.api }

// Page answers people: the chat page at /, its assets and /local/….
func (s *Server) Page() http.Handler { return s.page }

// Close ends held polls, deliveries and event streams and closes the journal. Close before shutting down the HTTP
// server, which would wait for the event streams.
func (s *Server) Close() error {
	s.stop()
	s.workers.Wait()
	return s.journal.close()
}
