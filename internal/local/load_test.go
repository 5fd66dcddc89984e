package local

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// TestManyAtOnce drives people, bot and clock together: for the race detector.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	s := newServer(t, Options{Record: true, Path: t.TempDir() + "/j"})
	events := s.Subscribe(t.Context())
	go func() {
		for range events { //nolint:revive // only read
		}
	}()
	const people, each = 8, 30
	var wait sync.WaitGroup
	for i := range people {
		wait.Go(func() {
			id := int64(100 + i)
			p := s.Person(id, PersonOptions{Lang: "ru"})
			for range each {
				m := p.Send("x")
				chat := strconv.FormatInt(id, 10)
				sent := s.testCall(t, "sendMessage", "chat_id", chat, "text", "<b>y</b>", "parse_mode", "HTML",
					"reply_to_message_id", strconv.FormatInt(m.MessageID, 10),
					"reply_markup", `{"inline_keyboard":[[{"text":"a","callback_data":"1"}]]}`).message(t)
				if _, err := p.Press(sent.MessageID, "1"); err != nil {
					t.Error(err)
				}
				s.testCall(t, "editMessageText", "chat_id", chat, "message_id", strconv.FormatInt(sent.MessageID, 10), "text", "z")
				s.AdvanceClock(1)
				s.Calls(CallFilter{Chat: id, Limit: 3})
				s.Chat(id).Messages()
			}
		})
	}
	wait.Go(func() {
		offset, seen := int64(0), 0
		for seen < 2*people*each {
			for _, id := range ids(t, s.testUpdates(t, strconv.FormatInt(offset, 10))) {
				if id < offset {
					t.Error("an update came again", id)
				}
				offset = id + 1
				seen++
			}
		}
		s.testUpdates(t, strconv.FormatInt(offset, 10))
	})
	wait.Wait()
	if !s.Idle(t.Context()) {
		t.Error("not idle")
	}
}

const benchForm = "chat_id=77&parse_mode=HTML&text=%3Cb%3E%D0%A3%D0%B4%D0%BE%D1%81%D1%82%D0%BE%D0%B2%D0%B5%D1%80%D0%B5%D0%BD%D0%B8%D0%B5%3C%2Fb%3E&reply_markup=%7B%22inline_keyboard%22%3A%5B%5B%7B%22text%22%3A%22a%22%2C%22callback_data%22%3A%22b%22%7D%5D%5D%7D"

// BenchmarkSendMessage is what one sendMessage costs the server without recording.
func BenchmarkSendMessage(b *testing.B) {
	s := newServer(b, Options{AnyChat: true})
	api := s.API()
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			r := httptest.NewRequest(http.MethodPost, "/bot42:x/sendMessage", strings.NewReader(benchForm))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			w := httptest.NewRecorder()
			api.ServeHTTP(w, r)
			if w.Code != http.StatusOK {
				b.Fatal(w.Body.String())
			}
		}
	})
}

// BenchmarkUpdate is what one update costs, from the person to the bot's poll.
func BenchmarkUpdate(b *testing.B) {
	s := newServer(b, Options{})
	p := s.Person(7, PersonOptions{})
	api := s.API()
	b.ReportAllocs()
	for i := range b.N {
		p.Send("Подал 2 ноября на удостоверение")
		if i%100 == 99 {
			r := httptest.NewRequest(http.MethodGet, "/bot42:x/getUpdates?offset="+strconv.FormatInt(s.queue.next-1, 10), http.NoBody)
			api.ServeHTTP(httptest.NewRecorder(), r)
		}
	}
}
