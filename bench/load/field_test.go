package main

import (
	"strings"
	"testing"
)

func TestNumber(t *testing.T) {
	t.Parallel()
	part := func(name, value string) string {
		return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n"
	}
	for _, c := range []struct {
		name, body, query string
		want              int64
		ok                bool
	}{
		{"form", "chat_id=42&text=a", "", 42, true},
		{"form, later", "text=chat_id&chat_id=42", "", 42, true},
		{"form, a longer name first", "from_chat_id=7&chat_id=42", "", 42, true},
		{"form, only a longer name", "from_chat_id=7", "", 0, false},
		{"JSON", `{"chat_id":42,"text":"a"}`, "", 42, true},
		{"JSON, spaced", `{"text":"a", "chat_id": 42}`, "", 42, true},
		{"JSON, as text", `{"chat_id":"42"}`, "", 42, true},
		{"JSON, named in the text", `{"text":"\"chat_id\":7","chat_id":42}`, "", 42, true},
		{"JSON, a longer name first", `{"from_chat_id":7,"chat_id":42}`, "", 42, true},
		{"multipart", part("text", "a") + part("chat_id", "42") + "--b--\r\n", "", 42, true},
		{"multipart, a longer name first", part("from_chat_id", "7") + part("chat_id", "42"), "", 42, true},
		{"multipart without it", part("text", "a"), "", 0, false},
		{"query", "", "chat_id=42", 42, true},
		{"negative", "chat_id=-1", "", -1, true},
		{"no number", "chat_id=@channel", "", 0, false},
		{"nothing", "", "", 0, false},
	} {
		if got, ok := fieldChat.number([]byte(c.body), []byte(c.query)); got != c.want || ok != c.ok {
			t.Errorf("%s: got %d, %v; want %d, %v", c.name, got, ok, c.want, c.ok)
		}
	}
}

func TestParseStat(t *testing.T) {
	t.Parallel()
	line := "77 (a) b) S 1 70 70 0 -1 4194560 500 0 0 0 12 3 4 1 20 0 9 0 100 1000000 250 18446744073709551615 1 1"
	pgrp, ticks, pages, ended, ok := parseStat(line)
	if pgrp != 70 || ticks != 20 || pages != 250 || ended || !ok {
		t.Errorf("got %d, %d, %d, %v, %v; want 70, 20, 250, false, true", pgrp, ticks, pages, ended, ok)
	}
	if _, _, _, ended, _ = parseStat(strings.Replace(line, ") S", ") Z", 1)); !ended {
		t.Error("a process that has ended was taken for a running one")
	}
	for _, bad := range []string{"", "77 (a) S 1 70", "no parenthesis"} {
		if _, _, _, _, ok := parseStat(bad); ok {
			t.Errorf("%q was taken", bad)
		}
	}
}

func TestBotFlag(t *testing.T) {
	t.Parallel()
	var c contestants
	if err := c.Set("a=X=1 ./a serve"); err != nil || c[0] != (contestant{"a", "X=1 ./a serve"}) {
		t.Errorf("got %v, %v", c, err)
	}
	for _, bad := range []string{"a=again", "a", "=x", "b=", "redis=x", "../b=x"} {
		if c.Set(bad) == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}
