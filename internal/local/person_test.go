package local

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestPressing(t *testing.T) {
	t.Parallel()
	s, p := started(t)
	m := s.testCall(t, "sendMessage", "chat_id", "7", "text", "x", "reply_markup",
		`{"inline_keyboard":[[{"text":"a","callback_data":"1"}],[{"text":"b","url":"https://egov.kz"},{"text":"c","callback_data":"3"}]]}`).message(t)
	if _, err := p.Press(m.MessageID, "9"); !errors.Is(err, errNoButton) {
		t.Error(err)
	}
	if _, err := p.Press(99, "1"); !errors.Is(err, errNoMessage) {
		t.Error(err)
	}
	var address *URLButtonError
	if _, err := p.PressButton(m.MessageID, 2); !errors.As(err, &address) || address.URL != "https://egov.kz/" {
		t.Error(err)
	}
	if _, err := p.PressButton(m.MessageID, 4); !errors.Is(err, errNoButton) {
		t.Error(err)
	}
	id, err := p.PressButton(m.MessageID, 3)
	if err != nil {
		t.Fatal(err)
	}
	p.Forge(m.MessageID, "forged")
	list := s.testUpdates(t, "0")
	var q callbackQuery
	decode(t, list[0]["callback_query"], &q)
	if q.ID != id || q.Data != "3" || q.From.ID != 7 || q.Message.Text != "x" || len(list) != 2 {
		t.Errorf("%+v", q)
	}
	events := s.Subscribe(t.Context())
	if r := s.testCall(t, "answerCallbackQuery", "callback_query_id", id, "text", "ok", "show_alert", "true"); !r.OK {
		t.Error(r)
	}
	if e := <-events; e.Kind != EventAnswer || e.Chat != 7 || e.Answer.Text != "ok" || !e.Answer.Alert {
		t.Errorf("%+v", e)
	}
	if r := s.testCall(t, "answerCallbackQuery", "callback_query_id", id); r.Code != 400 {
		t.Error("a query takes one answer", r)
	}
	late, _ := p.PressButton(m.MessageID, 1)
	s.AdvanceClock(queryLifetime + time.Second)
	if r := s.testCall(t, "answerCallbackQuery", "callback_query_id", late); r.Code != 400 {
		t.Error("too late", r)
	}
}

func TestReplyKeyboard(t *testing.T) {
	t.Parallel()
	s, p := started(t)
	s.testCall(t, "sendMessage", "chat_id", "7", "text", "x", "reply_markup", `{"keyboard":[["Иә"],[{"text":"Телефон","request_contact":true}]]}`)
	if m, err := p.PressKey(1); err != nil || m.Text != "Иә" {
		t.Error(m, err)
	}
	if m, err := p.PressKey(2); err != nil || m.Contact == nil || m.Contact.UserID != 7 {
		t.Error(m, err)
	}
	s.testCall(t, "sendMessage", "chat_id", "7", "text", "y", "reply_markup", `{"remove_keyboard":true}`)
	if s.Chat(7).Keyboard() != nil {
		t.Error("it stayed")
	}
}

func TestWhatPeopleSend(t *testing.T) {
	t.Parallel()
	s, p := started(t)
	p.Send("/start abc")
	p.SendVoice()
	p.SendPhoto()
	p.SendSticker()
	p.SendContact("+7701")
	if err := p.Edit(1, "/start again"); err != nil {
		t.Error(err)
	}
	inline := p.Inline("паспорт")
	p.Send(strings.Repeat("ә", 5000))
	list := s.testUpdates(t, "0")
	var kinds []string
	for _, u := range list {
		for kind := range u {
			if kind != "update_id" {
				kinds = append(kinds, kind)
			}
		}
	}
	if got := strings.Join(kinds, " "); got != "message message message message message edited_message inline_query message message" {
		t.Error(got)
	}
	var first Message
	decode(t, list[0]["message"], &first)
	if len(first.Entities) != 1 || first.Entities[0] != (Entity{Type: "bot_command", Length: 6}) || first.From.LanguageCode != "kk" {
		t.Errorf("%+v", first)
	}
	if r := s.testCall(t, "answerInlineQuery", "inline_query_id", inline, "results", `[{"type":"article","id":"1"}]`); !r.OK {
		t.Error(r)
	}
	if r := s.testCall(t, "answerInlineQuery", "inline_query_id", inline, "results", `[]`); r.Code != 400 {
		t.Error(r)
	}
}

func TestGroups(t *testing.T) {
	t.Parallel()
	s, p := started(t)
	g := s.Group(-5, "Көше")
	g.Send(p, "talk among people")
	g.Send(p, "/start")
	g.Send(p, "hey @merzim_local_bot")
	if n := s.PendingUpdates(); n != 3 {
		t.Error("joined, a command and a mention, not", n)
	}
	if r := s.testCall(t, "sendMessage", "chat_id", "-5", "text", "x"); !r.OK {
		t.Error(r)
	}
	g.Kick()
	if r := s.testCall(t, "sendMessage", "chat_id", "-5", "text", "x"); r.Description != "Forbidden: bot was kicked from the group chat" {
		t.Error(r)
	}
}

func TestSlowListenerIsLetGo(t *testing.T) {
	t.Parallel()
	s := newServer(t, Options{})
	events := s.Subscribe(t.Context())
	p := s.Person(7, PersonOptions{})
	for range subscriberBuffer {
		p.Send("x")
	}
	n := 0
	for range events {
		n++
	}
	if n != subscriberBuffer {
		t.Error(n)
	}
	ctx, cancel := context.WithCancel(t.Context())
	other := s.Subscribe(ctx)
	cancel()
	if _, open := <-other; open {
		t.Error("still open")
	}
	answers := s.Subscribe(t.Context(), EventClock, "unknown")
	p.Send("x")
	s.AdvanceClock(time.Hour)
	if e := <-answers; e.Kind != EventClock || e.Offset != time.Hour {
		t.Errorf("%+v", e)
	}
}

func TestDeleteAfterTwoDays(t *testing.T) {
	t.Parallel()
	s, _ := started(t)
	m := s.testCall(t, "sendMessage", "chat_id", "7", "text", "x").message(t)
	s.AdvanceClock(49 * time.Hour)
	id, _ := json.Marshal(m.MessageID)
	if r := s.testCall(t, "deleteMessage", "chat_id", "7", "message_id", string(id)); r.Description != "Bad Request: message can't be deleted for everyone" {
		t.Error(r)
	}
}
