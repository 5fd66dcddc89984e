package local

import (
	"net/url"
	"strings"
	"sync"
)

// Telegram's bounds of webhooks.
const (
	defaultConnections = 40
	maxConnections     = 100
	maxSecret          = 256 // characters
)

// webhook is where updates are sent, if anywhere.
type webhook struct {
	mu      sync.Mutex
	state   *hookState
	failure hookFailure
	changed signal
}

// hookState is what setWebhook said.
type hookState struct {
	URL         string `json:"url"`
	Secret      string `json:"secret,omitempty"`
	Connections int    `json:"connections"`
	Bot         int64  `json:"bot"`
}

// hookFailure is the last delivery that failed.
type hookFailure struct {
	date    int64
	message string
}

// active says whether updates go to a webhook.
func (h *webhook) active() bool { return h.current() != nil }

// current is the webhook, nil when there is none.
func (h *webhook) current() *hookState {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.state
}

// setHook replaces the webhook; nil takes it away.
func (s *Server) setHook(state *hookState) {
	s.hook.mu.Lock()
	s.hook.state, s.hook.failure = state, hookFailure{}
	s.journal.write(record{Kind: recordHook, Hook: state})
	s.hook.mu.Unlock()
	s.queue.retryNow()
	s.hook.changed.fire()
}

// setWebhook sends updates to an address from now on. Plain HTTP is taken, as by a Bot API server of one's own.
func setWebhook(s *Server, c *call) (any, *apiError) {
	address := c.param("url")
	if address == "" {
		return deleteWebhook(s, c)
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, badRequest("bad webhook: An HTTPS URL must be provided for webhook")
	}
	secret := c.param("secret_token")
	if len(secret) > maxSecret {
		return nil, badRequest("secret token is too long")
	}
	if strings.Trim(secret, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") != "" {
		return nil, badRequest("secret token contains unallowed characters")
	}
	list, given, refused := allowedUpdates(c)
	if refused != nil {
		return nil, refused
	}
	if given {
		s.setAllowed(list)
	}
	if c.flag("drop_pending_updates") {
		s.dropPending()
	}
	connections, ok := c.number("max_connections")
	if !ok || connections < 1 || connections > maxConnections {
		connections = defaultConnections
	}
	s.setHook(&hookState{URL: address, Secret: secret, Connections: int(connections), Bot: c.bot})
	s.queue.mu.Lock()
	held := s.queue.poll
	s.queue.poll = nil
	s.queue.mu.Unlock()
	held.kick(conflict(conflictSet))
	return true, nil
}

// deleteWebhook goes back to polling.
func deleteWebhook(s *Server, c *call) (any, *apiError) {
	if c.flag("drop_pending_updates") {
		s.dropPending()
	}
	s.setHook(nil)
	return true, nil
}

// dropPending forgets all updates.
func (s *Server) dropPending() {
	s.queue.mu.Lock()
	next := s.queue.next
	s.queue.mu.Unlock()
	s.confirmBelow(next)
}

// webhookInfo is what getWebhookInfo answers.
type webhookInfo struct {
	URL            string   `json:"url"`
	Certificate    bool     `json:"has_custom_certificate"`
	Pending        int      `json:"pending_update_count"`
	LastErrorDate  int64    `json:"last_error_date,omitempty"`
	LastError      string   `json:"last_error_message,omitempty"`
	MaxConnections int      `json:"max_connections,omitempty"`
	Allowed        []string `json:"allowed_updates,omitempty"`
}

// getWebhookInfo says where updates go and how it went.
func getWebhookInfo(s *Server, _ *call) (any, *apiError) {
	info := webhookInfo{Pending: s.PendingUpdates()}
	s.queue.mu.Lock()
	info.Allowed = s.queue.allowed
	s.queue.mu.Unlock()
	s.hook.mu.Lock()
	defer s.hook.mu.Unlock()
	if s.hook.state != nil {
		info.URL, info.MaxConnections = s.hook.state.URL, s.hook.state.Connections
		info.LastErrorDate, info.LastError = s.hook.failure.date, s.hook.failure.message
	}
	return info, nil
}
