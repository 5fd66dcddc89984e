package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/merzim/merzim/internal/local"
	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/internal/subscriptions"
)

// idle waits until the bot has answered.
func (s *stage) idle() {
	s.t.Helper()
	if !s.server.Idle(context.Background()) {
		s.t.Fatal("no answer")
	}
}

// last is the newest message in a chat.
func (s *stage) last(chat int64) local.Message {
	s.t.Helper()
	s.idle()
	all := s.told(chat)
	if len(all) == 0 {
		s.t.Fatalf("nothing was told to %d", chat)
	}
	return all[len(all)-1]
}

// Whoever accepts an invitation has a menu of their own and a way into the
// console; forgetting takes both.
func TestAnInvitationInTheWholeBot(t *testing.T) {
	t.Parallel()
	s := newStage(t, "2026-11-23 10:00", "sqlite::memory:")
	_, token, err := s.cases.roles.Invite(t.Context(), roles.CommandLine(), roles.Grant{Role: roles.Staff, Agency: "police-migration"})
	if err != nil {
		t.Fatal(err)
	}
	p := s.server.Person(7, local.PersonOptions{Lang: "ru", FirstName: "A"})
	p.Send("/start i-" + token)
	s.idle()
	var menu string
	for _, c := range s.server.Calls(local.CallFilter{Method: "setMyCommands"}) {
		menu += fmt.Sprintf("%s %s", c.Params["scope"], c.Params["commands"])
	}
	if !strings.Contains(menu, `"chat_id":7`) || !strings.Contains(menu, `"broadcasts"`) || strings.Contains(menu, `"invite"`) {
		t.Errorf("the menu: %s", menu)
	}
	p.Send("/console")
	if text := s.last(7).Text; !strings.Contains(text, "/console/login/") {
		t.Errorf("the way into the console: %s", text)
	}
	p.Send("/forget")
	s.idle()
	p.Send("/help")
	s.idle()
	if _, err := s.cases.privacy.Forget(t.Context(), 7); err != nil {
		t.Fatal(err)
	}
	p.Send("/console")
	s.idle()
	if dropped := s.server.Calls(local.CallFilter{Method: "deleteMyCommands"}); len(dropped) != 1 {
		t.Errorf("%d menus dropped", len(dropped))
	}
}

// A broadcast of the bot reaches its subscriber with the press that mutes the
// next one.
func TestABroadcastInTheWholeBot(t *testing.T) {
	t.Parallel()
	s := newStage(t, "2026-11-23 10:00", "sqlite::memory:")
	if err := s.appoint(t.Context(), 8, roles.Grant{Role: roles.Staff, Agency: "police-migration"}); err != nil {
		t.Fatal(err)
	}
	reader := s.citizen(7, "ru")
	if err := s.cases.topics.Subscribe(t.Context(), 7, subscriptions.Topic{Kind: subscriptions.Service, ID: "id-card"}); err != nil {
		t.Fatal(err)
	}
	author := s.server.Person(8, local.PersonOptions{Lang: "ru", FirstName: "B"})
	send := func() {
		t.Helper()
		for _, text := range []string{"/broadcast", "Ертең жұмыс істемейді", "Завтра не работает"} {
			author.Send(text)
			s.idle()
		}
		for _, n := range []int{1, 21} { // everybody of the agency, in the whole country
			if _, err := author.PressButton(s.last(8).MessageID, n); err != nil {
				t.Fatal(err)
			}
			s.idle()
		}
		if _, err := author.SendFile("plan.pdf", []byte("%PDF")); err != nil {
			t.Fatal(err)
		}
		if _, err := author.PressButton(s.last(8).MessageID, 1); err != nil {
			t.Fatal(err)
		}
		s.idle()
		if _, err := s.engine.Once(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	send()
	got := s.server.Calls(local.CallFilter{Method: "sendDocument", Chat: 7})
	if len(got) != 1 || !strings.Contains(fmt.Sprint(got[0].Params), "Завтра не работает") {
		t.Fatalf("it came %d times: %v", len(got), got)
	}
	if preview := s.server.Calls(local.CallFilter{Method: "sendDocument", Chat: 8}); len(preview) != 2 {
		t.Errorf("%d previews", len(preview))
	}
	var answer struct {
		Result local.Message `json:"result"`
	}
	if err := json.Unmarshal(got[0].Response, &answer); err != nil {
		t.Fatal(err)
	}
	if _, err := reader.PressButton(answer.Result.MessageID, 2); err != nil {
		t.Fatal(err)
	}
	s.idle()
	send()
	if got := s.server.Calls(local.CallFilter{Method: "sendDocument", Chat: 7}); len(got) != 1 {
		t.Errorf("muted, and it came %d times", len(got))
	}
}
