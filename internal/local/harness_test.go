package local

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"sync/atomic"
	"testing"
	"time"
)

const testBot = "http://telegram.test/bot42:secret/"

// testClock stands still until a test moves it.
type testClock struct{ at atomic.Int64 }

func newTestClock() *testClock {
	c := &testClock{}
	c.at.Store(time.Date(2026, 11, 23, 5, 0, 0, 0, time.UTC).UnixNano())
	return c
}

func (c *testClock) now() time.Time          { return time.Unix(0, c.at.Load()).UTC() }
func (c *testClock) advance(d time.Duration) { c.at.Add(int64(d)) }

func newServer(t testing.TB, o Options) *Server {
	t.Helper()
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// started is a recording server with one person who has written.
func started(t testing.TB) (*Server, *Person) {
	t.Helper()
	s := newServer(t, Options{Record: true, Now: newTestClock().now})
	p := s.Person(7, PersonOptions{Lang: "kk", FirstName: "Дана", Started: true})
	return s, p
}

// reply is a Bot API answer.
type reply struct {
	status      int
	OK          bool            `json:"ok"`
	Code        int             `json:"error_code"`
	Description string          `json:"description"`
	Result      json.RawMessage `json:"result"`
	Parameters  struct {
		RetryAfter int `json:"retry_after"`
	} `json:"parameters"`
}

func (r reply) message(t testing.TB) Message {
	t.Helper()
	var m Message
	if err := json.Unmarshal(r.Result, &m); err != nil {
		t.Fatalf("%s: %v", r.Result, err)
	}
	return m
}

func answered(t testing.TB, response *http.Response, err error) reply {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	out := reply{status: response.StatusCode}
	if err := json.Unmarshal(body, &out); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return out
}

// call makes a Bot API call with a form of name, value pairs.
func (s *Server) testCall(t testing.TB, method string, pairs ...string) reply {
	t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	response, err := s.Client().PostForm(testBot+method, form)
	return answered(t, response, err)
}

// testUpload makes a call with a file.
func (s *Server) testUpload(t testing.TB, method, field, name string, data []byte, pairs ...string) reply {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i+1 < len(pairs); i += 2 {
		_ = form.WriteField(pairs[i], pairs[i+1])
	}
	part, err := form.CreateFormFile(field, name)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = part.Write(data)
	_ = form.Close()
	response, err := s.Client().Post(testBot+method, form.FormDataContentType(), &body)
	return answered(t, response, err)
}

// updates polls once without waiting.
func (s *Server) testUpdates(t testing.TB, offset string) []map[string]json.RawMessage {
	t.Helper()
	var list []map[string]json.RawMessage
	r := s.testCall(t, "getUpdates", "offset", offset)
	if err := json.Unmarshal(r.Result, &list); err != nil {
		t.Fatalf("%+v: %v", r, err)
	}
	return list
}

func ids(t testing.TB, list []map[string]json.RawMessage) []int64 {
	t.Helper()
	out := make([]int64, len(list))
	for i, u := range list {
		if err := json.Unmarshal(u["update_id"], &out[i]); err != nil {
			t.Fatal(err)
		}
	}
	return out
}
