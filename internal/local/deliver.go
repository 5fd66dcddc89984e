package local

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// How updates are delivered to a webhook.
const (
	firstRetry     = 100 * time.Millisecond // short, because tests wait for it; doubles with each failure
	longestRetry   = 10 * time.Second
	deliverTimeout = 60 * time.Second // as long as Telegram waits
	maxHookAnswer  = 1 << 20          // bytes of a method in the answer
	secretHeader   = "X-Telegram-Bot-Api-Secret-Token"
)

// startWebhook runs the deliveries until the server closes.
func (s *Server) startWebhook() {
	s.workers.Go(func() {
		client := &http.Client{
			Timeout:       deliverTimeout,
			Transport:     &http.Transport{MaxIdleConns: maxConnections, MaxIdleConnsPerHost: maxConnections},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}
		defer client.CloseIdleConnections()
		s.deliverAll(client)
	})
}

// deliverAll starts deliveries, as many at once as the bot allowed.
func (s *Server) deliverAll(client *http.Client) {
	ended := make(chan struct{}, maxConnections)
	running := 0
	for {
		arrived, changed := s.queue.arrived.wait(), s.hook.changed.wait()
		pause := time.Hour // without a failed delivery nothing is due by time
		if state := s.hook.current(); state != nil {
			for running < state.Connections {
				u, wait := s.queue.takeDue(time.Now())
				if u == nil {
					pause = wait
					break
				}
				running++
				s.workers.Go(func() {
					s.deliver(client, state, u)
					ended <- struct{}{}
				})
			}
		}
		timer := time.NewTimer(pause)
		select {
		case <-arrived:
		case <-changed:
		case <-ended:
			running--
		case <-timer.C:
		case <-s.running.Done():
			timer.Stop()
			return
		}
		timer.Stop()
	}
}

// takeDue marks the oldest update that may be delivered now; nil and the time until the next when there is none.
func (q *queue) takeDue(now time.Time) (*pendingUpdate, time.Duration) {
	q.mu.Lock()
	defer q.mu.Unlock()
	wait := time.Hour
	for _, u := range q.items {
		if u.done || u.taken {
			continue
		}
		if left := u.due.Sub(now); left > 0 {
			wait = min(wait, left)
			continue
		}
		u.taken = true
		return u, 0
	}
	return nil, wait
}

// retryNow makes all failed deliveries due.
func (q *queue) retryNow() {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, u := range q.items {
		u.failed, u.due = 0, time.Time{}
	}
}

// deliver posts one update and confirms it when the bot took it.
func (s *Server) deliver(client *http.Client, state *hookState, u *pendingUpdate) {
	answer, err := s.postUpdate(client, state, u.raw)
	if err != nil {
		s.hook.mu.Lock()
		s.hook.failure = hookFailure{date: s.Now().Unix(), message: err.Error()}
		s.hook.mu.Unlock()
		s.queue.mu.Lock()
		u.taken = false
		u.due = time.Now().Add(min(firstRetry<<min(u.failed, 10), longestRetry)) //nolint:mnd // no overflow
		u.failed++
		s.queue.mu.Unlock()
		return
	}
	s.inflight.Add(1)
	defer s.callEnded()
	s.confirmOne(u)
	s.runAnswer(state, answer)
}

// postUpdate posts the update's JSON and gives the answer's body.
func (s *Server) postUpdate(client *http.Client, state *hookState, raw []byte) ([]byte, error) {
	r, err := http.NewRequestWithContext(s.running, http.MethodPost, state.URL, bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	if state.Secret != "" {
		r.Header.Set(secretHeader, state.Secret)
	}
	response, err := client.Do(r)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(response.Body, maxHookAnswer))
	if response.StatusCode/100 != 2 { //nolint:mnd // any 2xx
		return nil, fmt.Errorf("wrong response from the webhook: %d %s", response.StatusCode, http.StatusText(response.StatusCode))
	}
	return answer, err
}

// runAnswer does the call that a bot may put into its answer; what is none is ignored.
func (s *Server) runAnswer(state *hookState, answer []byte) {
	c := &call{ctx: s.running, bot: state.Bot, params: make(map[string]string)}
	if c.readJSON(answer) != nil || c.param("method") == "" {
		return
	}
	start := time.Now()
	c.name = c.param("method")
	c.method = strings.ToLower(c.name)
	delete(c.params, "method")
	if c.method == "getupdates" {
		return
	}
	c.chat, _ = c.number("chat_id")
	result, refused := s.run(c, nil)
	status, body := response(result, refused)
	s.finished(c, status, body, start)
}
