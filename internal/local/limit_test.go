package local

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestRateIsKeptByTheClock(t *testing.T) {
	t.Parallel()
	clock := newTestClock()
	s := newServer(t, Options{Record: true, Now: clock.now, Rate: 3, AnyChat: true})
	send := func() reply { return s.testCall(t, "sendMessage", "chat_id", "5", "text", "x") }
	for range 3 {
		if r := send(); !r.OK {
			t.Fatal(r.Description)
		}
	}
	for range 2 {
		if r := send(); r.status != 429 || r.Description != "Too Many Requests: retry after 1" || r.Parameters.RetryAfter != 1 {
			t.Error(r)
		}
	}
	clock.advance(999 * time.Millisecond)
	if r := send(); r.status != 429 {
		t.Error("too early", r)
	}
	clock.advance(time.Millisecond)
	if r := send(); !r.OK {
		t.Error(r)
	}
	if r := s.testCall(t, "answerCallbackQuery", "callback_query_id", "1"); r.status == 429 {
		t.Error("an answer is no message")
	}
}

func TestRateOfOneChat(t *testing.T) {
	t.Parallel()
	clock := newTestClock()
	s := newServer(t, Options{Record: true, Now: clock.now, PerChat: 1})
	s.Person(7, PersonOptions{Started: true})
	s.Person(8, PersonOptions{Started: true})
	for range burstPerChat {
		if r := s.testCall(t, "sendMessage", "chat_id", "7", "text", "x"); !r.OK {
			t.Fatal(r.Description)
		}
	}
	if r := s.testCall(t, "sendMessage", "chat_id", "7", "text", "x"); r.status != 429 {
		t.Error(r)
	}
	if r := s.testCall(t, "sendMessage", "chat_id", "8", "text", "x"); !r.OK {
		t.Error("another chat waits too", r)
	}
	s.AdvanceClock(time.Second)
	if r := s.testCall(t, "sendMessage", "chat_id", "7", "text", "x"); !r.OK {
		t.Error(r)
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	s, _ := started(t)
	send := func(text string) reply { return s.testCall(t, "sendMessage", "chat_id", "7", "text", text) }

	s.Fault(Fault{Method: "sendMessage", Contains: "bad", Code: 500, Description: "Internal Server Error"})
	if r := send("good"); !r.OK {
		t.Error(r)
	}
	if r := send("bad"); r.status != 500 {
		t.Error(r)
	}
	if r := send("bad"); !r.OK {
		t.Error("once means once", r)
	}

	s.Fault(Fault{Chat: 7, RetryAfter: 9, Times: 2, Skip: 1})
	if r := send("passes"); !r.OK {
		t.Error(r)
	}
	if r := send("x"); r.Description != "Too Many Requests: retry after 9" || r.Parameters.RetryAfter != 9 {
		t.Error(r)
	}
	s.ClearFaults()

	s.Fault(Fault{Method: "getUpdates", HTML: true})
	response, err := s.Client().Get(testBot + "getUpdates")
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(response.Body)
	response.Body.Close()
	if response.StatusCode != 502 || response.Header.Get("Content-Type") != "text/html" || !strings.HasPrefix(string(body), "<html>") {
		t.Errorf("%d %s", response.StatusCode, body)
	}

	before := len(s.Chat(7).Messages())
	s.Fault(Fault{Method: "sendMessage", Cut: true})
	s.Fault(Fault{Method: "sendMessage", Cut: true, Late: true})
	for range 2 {
		if response, err := s.Client().Get(testBot + "sendMessage?chat_id=7&text=x"); err == nil {
			response.Body.Close()
			t.Error("the connection was to be cut")
		}
	}
	if got := len(s.Chat(7).Messages()); got != before+1 {
		t.Errorf("%d new messages: only the late cut takes effect", got-before)
	}
	s.Fault(Fault{Delay: 20 * time.Millisecond})
	start := time.Now()
	if r := send("slow"); !r.OK || time.Since(start) < 20*time.Millisecond {
		t.Error("a delay only delays", r)
	}
	refused := s.Calls(CallFilter{Refused: true})
	if len(refused) != 4 || refused[3].Status != 0 {
		t.Errorf("%+v", refused)
	}
}

// TestCutOverASocket sees what a client over the network sees.
func TestCutOverASocket(t *testing.T) {
	t.Parallel()
	s, _ := started(t)
	web := newWeb(t, s)
	s.Fault(Fault{Cut: true})
	if response, err := http.Get(web + "/bot42:x/getMe"); err == nil {
		response.Body.Close()
		t.Error("no cut")
	}
}
