package local

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"strconv"
	"testing"
	"time"

	"github.com/merzim/merzim/internal/testserver"
)

func TestOffsets(t *testing.T) {
	t.Parallel()
	s, p := started(t)
	for _, text := range []string{"a", "b", "c", "d"} {
		p.Send(text)
	}
	all := ids(t, s.testUpdates(t, "0"))
	if len(all) != 4 || s.PendingUpdates() != 4 {
		t.Fatal(all, s.PendingUpdates())
	}
	if got := ids(t, s.testUpdates(t, strconv.FormatInt(all[1], 10))); !reflect.DeepEqual(got, all[1:]) {
		t.Error(got)
	}
	if s.PendingUpdates() != 3 {
		t.Error("an offset confirms what is below it")
	}
	if got := ids(t, s.testUpdates(t, "-1")); !reflect.DeepEqual(got, all[3:]) {
		t.Error("a negative offset counts from the end", got)
	}
	if s.PendingUpdates() != 1 {
		t.Error("a negative offset forgets what is before it")
	}
	s.testCall(t, "getUpdates", "offset", strconv.FormatInt(all[3]+1, 10), "allowed_updates", `["callback_query"]`)
	p.Send("not wanted")
	if s.PendingUpdates() != 0 {
		t.Error("allowed_updates is remembered")
	}
	if r := s.testCall(t, "getUpdates", "allowed_updates", "nonsense"); r.Code != 400 {
		t.Error(r)
	}
}

func TestPollWakesAtOnce(t *testing.T) {
	t.Parallel()
	s, p := started(t)
	got := make(chan []map[string]json.RawMessage, 1)
	go func() {
		var list []map[string]json.RawMessage
		r := s.testCall(t, "getUpdates", "timeout", "50")
		_ = json.Unmarshal(r.Result, &list)
		got <- list
	}()
	testserver.Eventually(t, "the poll", func() bool { s.queue.mu.Lock(); defer s.queue.mu.Unlock(); return s.queue.poll != nil })
	p.Send("wake")
	select {
	case list := <-got:
		if len(list) != 1 {
			t.Error(list)
		}
	case <-time.After(40 * time.Second):
		t.Error("the poll slept on")
	}
}

func TestPollConflicts(t *testing.T) {
	t.Parallel()
	s, _ := started(t)
	older := make(chan reply, 1)
	hold := func() {
		go func() { older <- s.testCall(t, "getUpdates", "timeout", "50") }()
		testserver.Eventually(t, "the poll", func() bool { s.queue.mu.Lock(); defer s.queue.mu.Unlock(); return s.queue.poll != nil })
	}
	hold()
	s.testCall(t, "getUpdates")
	if r := <-older; r.Code != 409 || r.Description != "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running" {
		t.Error(r)
	}
	hold()
	s.testCall(t, "setWebhook", "url", "http://127.0.0.1:1/hook")
	if r := <-older; r.Code != 409 {
		t.Error(r)
	}
	if r := s.testCall(t, "getUpdates"); r.Code != 409 || r.Description != "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first" {
		t.Error(r)
	}
	s.testCall(t, "deleteWebhook")
	if r := s.testCall(t, "getUpdates"); !r.OK {
		t.Error(r)
	}
}

func TestPollEndsWithItsContext(t *testing.T) {
	t.Parallel()
	s, p := started(t)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, testBot+"getUpdates?timeout=50", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	if response, err := s.Client().Do(r); err == nil {
		response.Body.Close()
		t.Error("the poll outlived its context")
	}
	p.Send("x")
	if got := s.testUpdates(t, "0"); len(got) != 1 {
		t.Error("an update was lost with a poll that had gone", got)
	}
}

func TestIdle(t *testing.T) {
	t.Parallel()
	s, p := started(t)
	if !s.Idle(t.Context()) {
		t.Error("nothing to do is idle")
	}
	p.Send("x")
	short, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if s.Idle(short) {
		t.Error("an update is waiting")
	}
	idle := make(chan bool, 1)
	go func() { idle <- s.Idle(t.Context()) }()
	list := ids(t, s.testUpdates(t, "0"))
	s.testUpdates(t, strconv.FormatInt(list[0]+1, 10))
	if !<-idle {
		t.Error("confirmed but not idle")
	}
}
