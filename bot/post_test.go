package bot_test

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"net"
	"testing"
	"time"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/local"
)

// picture is a small one that Telegram takes.
func picture(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, 20, 10))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestPosts: the calls of a post, of the second one with the same file, and of
// their corrections.
func TestPosts(t *testing.T) {
	t.Parallel()
	h := newHouse(t, echo)
	mute := bot.Keyboard{bot.Row(bot.Button{Label: "x", Data: "1|m"})}
	text, err := h.sender.Post(t.Context(), bot.Post{Chat: dana, Text: "<b>a</b>", Keyboard: mute})
	if err != nil || text.MessageID == 0 || text.FileID != "" {
		t.Error(text, err)
	}
	var last bot.Posted
	for _, photo := range []bool{true, false} {
		a := &bot.Attachment{Photo: photo, Name: "a.png", Content: picture(t)}
		first, err := h.sender.Post(t.Context(), bot.Post{Chat: dana, Text: "a", Attachment: a})
		if err != nil || first.FileID == "" {
			t.Fatal(first, err)
		}
		second, err := h.sender.Post(t.Context(), bot.Post{Chat: arman, Text: "a", Attachment: &bot.Attachment{Photo: photo, FileID: first.FileID}})
		if err != nil || second.FileID != first.FileID {
			t.Error(second, err)
		}
		last = second
	}
	for range 2 { // the second changes nothing, which is fine
		if err := h.sender.EditPost(t.Context(), bot.Post{Chat: dana, MessageID: text.MessageID, Text: "b"}); err != nil {
			t.Error(err)
		}
		if err := h.sender.EditPost(t.Context(), bot.Post{Chat: arman, MessageID: last.MessageID, Text: "b", Attachment: &bot.Attachment{}}); err != nil {
			t.Error(err)
		}
	}
	want := []string{
		"sendMessage 200 <b>a</b>", "sendPhoto 200 a", "sendPhoto 200 a", "sendDocument 200 a", "sendDocument 200 a",
		"editMessageText 200 b", "editMessageCaption 200 b", "editMessageText 400 b", "editMessageCaption 400 b",
	}
	got := h.wire("text", "caption")
	for i := range want {
		if len(got) != len(want) || got[i] != want[i] {
			t.Fatalf("%q, want %q", got, want)
		}
	}
}

// TestPostFails: one attempt only, and what each failure means.
func TestPostFails(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault                              local.Fault
		blocked, unsure, temporary, waited bool
	}{
		"blocked":              {fault: local.Fault{Code: 403}, blocked: true},
		"refused":              {fault: local.Fault{Code: 400}},
		"away":                 {fault: local.Fault{Code: 500}, temporary: true},
		"a gateway's page":     {fault: local.Fault{HTML: true}, temporary: true},
		"cut":                  {fault: local.Fault{Cut: true}, temporary: true, unsure: true},
		"done, its answer cut": {fault: local.Fault{Cut: true, Late: true}, temporary: true, unsure: true},
		"too many":             {fault: local.Fault{RetryAfter: 1}, waited: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t, echo)
			h.server.Fault(c.fault)
			_, err := h.sender.Post(t.Context(), bot.Post{Chat: dana, Text: "a"})
			if err == nil || bot.Blocked(err) != c.blocked || bot.Unsure(err) != c.unsure || bot.Temporary(err) != c.temporary || (bot.RetryAfter(err) > 0) != c.waited {
				t.Error(err)
			}
			if n := len(h.wire()); n != 1 {
				t.Error(n, "calls")
			}
			before := time.Now()
			if err := h.sender.Deliver(t.Context(), bot.Update{ID: 1, Chat: arman, Kind: bot.KindText}, say("b")); err != nil {
				t.Error(err)
			}
			if held := time.Since(before) > 900*time.Millisecond; held != c.waited {
				t.Error("replies were held:", held)
			}
		})
	}
}

// TestNobodyThere: a call that found no server took no effect.
func TestNobodyThere(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	_ = l.Close()
	_, err = bot.NewTelegram(token, "http://"+address, nil).Call(t.Context(), "sendMessage", bot.Params{"chat_id": "7", "text": "a"})
	var n *bot.NetworkError
	if !errors.As(err, &n) || bot.Unsure(err) || !bot.Temporary(err) {
		t.Errorf("%#v", err)
	}
}
