package local

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// newWeb serves both sides on a loopback port.
func newWeb(t testing.TB, s *Server) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.Handle("/", s.Page())
	mux.HandleFunc("/{bot}/{method}", func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.PathValue("bot"), "bot") {
			s.API().ServeHTTP(w, r)
			return
		}
		s.Page().ServeHTTP(w, r)
	})
	web := httptest.NewServer(mux)
	t.Cleanup(func() { s.stop(); web.Close() })
	return web.URL
}

func ask(t testing.TB, method, address, body string, headers ...string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		}
		r.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	data, _ := io.ReadAll(response.Body)
	return response.StatusCode, string(data)
}

func TestPageGuards(t *testing.T) {
	t.Parallel()
	s, _ := started(t)
	web := newWeb(t, s)
	send := `{"chat":7,"text":"x"}`
	cases := []struct {
		name, method, path, body string
		headers                  []string
		want                     int
	}{
		{"the page", "GET", "/", "", nil, 200},
		{"by its name", "GET", "/", "", []string{"Host", "localhost:8080"}, 200},
		{"by IPv6", "GET", "/", "", []string{"Host", "[::1]:8080"}, 200},
		{"rebound name", "GET", "/", "", []string{"Host", "evil.example"}, 403},
		{"rebound name, data", "GET", "/local/api/chats", "", []string{"Host", "127.0.0.1.evil.example:8080"}, 403},
		{"a program", "POST", "/local/api/send", send, nil, 200},
		{"own page", "POST", "/local/api/send", send, []string{"Origin", web, "Sec-Fetch-Site", "same-origin"}, 200},
		{"another site", "POST", "/local/api/send", send, []string{"Origin", "https://evil.example"}, 403},
		{"no origin told", "POST", "/local/api/send", send, []string{"Origin", "null"}, 403},
		{"another port", "POST", "/local/api/send", send, []string{"Origin", "http://127.0.0.1:1"}, 403},
		{"cross-site fetch", "POST", "/local/api/send", send, []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"a form's type", "POST", "/local/api/send", send, []string{"Content-Type", "text/plain"}, 400},
		{"another site at the API", "POST", "/bot42:x/getMe", send, []string{"Origin", "https://evil.example"}, 403},
		{"a bot at the API", "POST", "/bot42:x/getMe", "{}", nil, 200},
		{"unknown chat", "POST", "/local/api/send", `{"chat":99,"text":"x"}`, nil, 404},
		{"nothing to send", "POST", "/local/api/send", `{"chat":7,"text":" "}`, nil, 400},
		{"the template", "GET", "/local/assets/index.html", "", nil, 404},
		{"out of the assets", "GET", "/local/assets/..%2fpage.go", "", nil, 404},
		{"unknown path", "GET", "/else", "", nil, 404},
	}
	for _, c := range cases {
		if got, body := ask(t, c.method, web+c.path, c.body, c.headers...); got != c.want {
			t.Errorf("%s: %d %s, want %d", c.name, got, body, c.want)
		}
	}
	response, err := http.Get(web + "/?lang=kk")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(response.Body)
	if !strings.HasPrefix(response.Header.Get("Content-Security-Policy"), "default-src 'self'; ") || !strings.Contains(string(body), `<html lang="kk">`) {
		t.Error("policy or language is missing")
	}
	if strings.Contains(string(body), "style=") || strings.Contains(string(body), "onclick") || strings.Contains(string(body), "http:") {
		t.Error("the policy would refuse this page")
	}
}

// TestDrivenFromOutside plays a person from another process.
func TestDrivenFromOutside(t *testing.T) {
	t.Parallel()
	s := newServer(t, Options{Record: true})
	web := newWeb(t, s)
	post := func(path, body string) string {
		status, answer := ask(t, "POST", web+"/local/api/"+path, body)
		if status != 200 {
			t.Errorf("%s: %d %s", path, status, answer)
		}
		return answer
	}
	post("people", `{"from":10,"to":12,"lang":"ru","started":true}`)
	post("person", `{"id":7,"lang":"kk"}`)
	post("send", `{"chat":7,"text":"сәлем"}`)
	s.testCall(t, "sendMessage", "chat_id", "7", "text", "x", "reply_markup", `{"inline_keyboard":[[{"text":"a","callback_data":"1"}]]}`)
	if got := post("press", `{"chat":7,"message":2,"button":1}`); !strings.Contains(got, "query_id") {
		t.Error(got)
	}
	post("group", `{"id":-3,"title":"g"}`)
	post("send", `{"chat":-3,"person":7,"text":"/start"}`)
	post("inline", `{"chat":7,"query":"q"}`)
	post("block", `{"chat":11}`)
	post("deactivate", `{"chat":12}`)
	post("fault", `{"method":"sendMessage","chat":10,"code":500}`)
	if r := s.testCall(t, "sendMessage", "chat_id", "10", "text", "x"); r.status != 500 {
		t.Error(r)
	}
	var clock clockView
	decode(t, []byte(post("clock", `{"to":"2026-11-27T12:00:00+05:00"}`)), &clock)
	decode(t, []byte(post("clock", `{"working_day":true}`)), &clock)
	if got := clock.Now.Format(time.RFC3339)[:16]; got != "2026-11-30T04:00" && got != "2026-11-30T09:00" {
		t.Error("from Friday to Monday, nine o'clock:", got)
	}
	var calls struct {
		Calls []Call `json:"calls"`
		Next  int64  `json:"next"`
	}
	_, body := ask(t, "GET", web+"/local/api/calls?chat=7", "")
	decode(t, []byte(body), &calls)
	if len(calls.Calls) != 1 || calls.Next != calls.Calls[0].Seq {
		t.Error(body)
	}
	if _, body := ask(t, "GET", web+"/local/api/messages?chat=7&after=1", ""); !strings.Contains(body, `"message_id":2`) || strings.Contains(body, `"message_id":1,`) {
		t.Error(body)
	}
	if _, body := ask(t, "GET", web+"/local/api/idle?timeout=10ms", ""); !strings.Contains(body, `"idle":false`) {
		t.Error(body)
	}
	if _, body := ask(t, "GET", web+"/local/api/counters", ""); !strings.Contains(body, `"sendMessage":{"200":1,"500":1}`) {
		t.Error(body)
	}
}

func TestEventStream(t *testing.T) {
	t.Parallel()
	s, p := started(t)
	web := newWeb(t, s)
	response, err := http.Get(web + "/local/api/events?chat=7")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	lines := bufio.NewScanner(response.Body)
	for lines.Scan() && lines.Text() != ": open" { // from here on nothing is missed
	}
	s.Person(8, PersonOptions{}).Send("another chat")
	p.Send("<b>\n")
	for lines.Scan() {
		if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			var e Event
			if err := json.Unmarshal([]byte(data), &e); err != nil {
				t.Fatal(err)
			}
			if e.Kind != EventMessage || e.Chat != 7 || e.Message.Text != "<b>" {
				t.Errorf("%+v", e)
			}
			return
		}
	}
	t.Error("the stream ended")
}
