package local

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// serveAPI answers /bot<token>/<method> and /file/bot<token>/<path>.
func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request) {
	if path, ok := strings.CutPrefix(r.URL.Path, "/file/bot"); ok {
		s.serveFile(w, r, path)
		return
	}
	path, ok := strings.CutPrefix(r.URL.Path, "/bot")
	token, name, named := strings.Cut(path, "/")
	if !ok || !named {
		writeError(w, errMethodUnknown())
		return
	}
	bot, valid := botID(token)
	if !valid {
		writeError(w, errUnauthorized())
		return
	}
	s.bot.Store(bot)
	c := &call{ctx: r.Context(), bot: bot, name: name, method: strings.ToLower(name)}
	s.answer(w, r, c)
}

// answer runs one call from its parameters to its record.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, c *call) {
	if c.method != "getupdates" {
		s.inflight.Add(1)
		defer s.callEnded()
	}
	start := time.Now()
	refused := c.readParams(w, r)
	c.chat, _ = c.number("chat_id")
	planted := s.faults.take(c)
	if planted != nil && !planted.wait(c.ctx) {
		return
	}
	if planted.early() {
		s.fail(w, c, planted, start)
		return
	}
	result, refused := s.run(c, refused)
	if planted != nil && planted.fails() {
		s.fail(w, c, planted, start)
		return
	}
	status, body := response(result, refused)
	writeBody(w, status, "application/json", body)
	s.finished(c, status, body, start)
}

// run does what the call asks for, unless its parameters were refused already.
func (s *Server) run(c *call, refused *apiError) (any, *apiError) {
	if refused != nil {
		return nil, refused
	}
	_, do, known := findMethod(c.method)
	if !known {
		return nil, errMethodUnknown()
	}
	return do(s, c)
}

// callEnded tells who waits for silence.
func (s *Server) callEnded() {
	if s.inflight.Add(-1) == 0 {
		s.idle.fire()
	}
}

// botID is the number in a token, digits:text.
func botID(token string) (int64, bool) {
	digits, secret, ok := strings.Cut(token, ":")
	id, err := strconv.ParseInt(digits, 10, 64)
	return id, ok && err == nil && id > 0 && secret != ""
}

// response is the body and status of a result or a refusal.
func response(result any, refused *apiError) (int, []byte) {
	if refused != nil {
		return refused.code, refused.body()
	}
	raw, err := json.Marshal(result)
	if err != nil {
		return http.StatusInternalServerError, (&apiError{code: http.StatusInternalServerError, description: "Internal Server Error"}).body()
	}
	body := make([]byte, 0, len(raw)+len(`{"ok":true,"result":}`))
	body = append(body, `{"ok":true,"result":`...)
	body = append(body, raw...)
	return http.StatusOK, append(body, '}')
}

// body is a refusal as JSON.
func (e *apiError) body() []byte {
	type parameters struct {
		RetryAfter int `json:"retry_after,omitempty"`
	}
	out := struct {
		OK          bool        `json:"ok"`
		ErrorCode   int         `json:"error_code"`
		Description string      `json:"description"`
		Parameters  *parameters `json:"parameters,omitempty"`
	}{ErrorCode: e.code, Description: e.description}
	if e.retryAfter > 0 {
		out.Parameters = &parameters{RetryAfter: e.retryAfter}
	}
	raw, _ := json.Marshal(out) //nolint:errchkjson // a struct of plain values
	return raw
}

func writeError(w http.ResponseWriter, e *apiError) {
	writeBody(w, e.code, "application/json", e.body())
}

func writeBody(w http.ResponseWriter, status int, kind string, body []byte) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

func errUnauthorized() *apiError {
	return &apiError{code: http.StatusUnauthorized, description: "Unauthorized"}
}

func errMethodUnknown() *apiError {
	return &apiError{code: http.StatusNotFound, description: "Not Found"}
}
