package bot_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/local"
)

// fault is something that goes wrong on the way, and how it must be seen.
type fault struct {
	name  string
	serve http.HandlerFunc // nil: the local Telegram with plant
	plant local.Fault
	slow  bool // the caller waits a moment only

	code      int // 0: no answer
	after     time.Duration
	blocked   bool
	same      bool // not modified
	temporary bool
}

func faults() []fault {
	answers := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		}
	}
	return []fault{
		{name: "429", plant: local.Fault{RetryAfter: 7}, code: 429, after: 7 * time.Second},
		{name: "429 that does not say how long", plant: local.Fault{Code: 429}, code: 429, after: time.Second},
		{name: "403 blocked", plant: local.Fault{Code: 403, Description: "Forbidden: bot was blocked by the user"}, code: 403, blocked: true},
		{name: "400 not modified", plant: local.Fault{Code: 400, Description: "Bad Request: message is not modified: specified new message content"}, code: 400, same: true},
		{name: "400", plant: local.Fault{Code: 400, Description: "Bad Request: chat not found"}, code: 400},
		{name: "401", plant: local.Fault{Code: 401}, code: 401},
		{name: "404", plant: local.Fault{Code: 404}, code: 404},
		{name: "409", plant: local.Fault{Code: 409}, code: 409},
		{name: "500", plant: local.Fault{Code: 500}, code: 500, temporary: true},
		{name: "502 with a page", plant: local.Fault{HTML: true}, temporary: true},
		{name: "the connection is cut", plant: local.Fault{Cut: true}, temporary: true},
		{name: "time-out", plant: local.Fault{Delay: time.Minute}, slow: true, temporary: true},
		{name: "200 with a page", serve: answers(200, "<html>hello</html>"), temporary: true},
		{name: "200 with nothing", serve: answers(200, ""), temporary: true},
		{name: "200 cut in the middle", serve: func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			w.Header().Set("Content-Length", "1000")
			_, _ = io.WriteString(w, `{"ok":true,"result":`)
		}, temporary: true},
		{name: "200 that says no", serve: answers(200, `{"ok":false,"error_code":403,"description":"Forbidden: user is deactivated"}`), code: 403, blocked: true},
		{name: "200 that says to wait", serve: answers(200, `{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":3}}`), code: 429, after: 3 * time.Second},
		{name: "400 cut in the middle", serve: func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			w.Header().Set("Content-Length", "1000")
			w.WriteHeader(400)
			_, _ = io.WriteString(w, `{"ok":false,`)
		}, temporary: true},
		{name: "a refusal that repeats the address", serve: func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			w.WriteHeader(404)
			fmt.Fprintf(w, `{"ok":false,"error_code":404,"description":"nothing at %s"}`, r.URL.Path)
		}, code: 404},
		{name: "a way to nowhere", serve: func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			w.Header()["Location"] = []string{"http://%zz" + r.URL.Path}
			w.WriteHeader(307)
		}, temporary: true},
		{name: "a way in circles", serve: func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			http.Redirect(w, r, r.URL.Path, http.StatusSeeOther)
		}, temporary: true},
	}
}

// TestErrors: each fault is told apart, on a send, on an upload and on a poll,
// and the token is in no error, however it is printed.
func TestErrors(t *testing.T) {
	t.Parallel()
	for _, c := range faults() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			serve := http.Handler(c.serve)
			if c.serve == nil {
				server, err := local.New(local.Options{})
				if err != nil {
					t.Fatal(err)
				}
				defer server.Close()
				c.plant.Times = -1
				server.Fault(c.plant)
				serve = server.API()
			}
			server := httptest.NewServer(serve)
			defer server.Close()
			defer server.CloseClientConnections()
			for name, err := range calls(t, bot.NewTelegram(token, server.URL, nil), c.slow) {
				c.check(t, name+", as in earnest", err)
			}
			client := &http.Client{Transport: &http.Transport{}}
			defer client.CloseIdleConnections()
			for name, err := range calls(t, bot.NewTelegram(token, server.URL+"/", client), c.slow) {
				c.check(t, name, err)
			}
		})
	}
	t.Run("nobody there", func(t *testing.T) {
		t.Parallel()
		server := httptest.NewServer(http.NotFoundHandler())
		server.Close()
		for name, err := range calls(t, bot.NewTelegram(token, server.URL, nil), false) {
			fault{temporary: true}.check(t, name, err)
		}
	})
	t.Run("no address", func(t *testing.T) {
		t.Parallel()
		_, err := bot.NewTelegram(token, "http://[", nil).Call(t.Context(), "sendMessage", bot.Params{"text": "hello"})
		fault{temporary: true}.check(t, "send", err)
	})
}

// calls makes one call of each sort and returns their errors.
func calls(t *testing.T, telegram *bot.Telegram, slow bool) map[string]error {
	ctx := t.Context()
	if slow {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, 100*time.Millisecond)
		defer cancel()
	}
	out := map[string]error{}
	_, out["send"] = telegram.Call(ctx, "sendMessage", bot.Params{"chat_id": "7", "text": "hello"})
	_, out["poll"] = telegram.Call(ctx, "getUpdates", nil)
	_, out["upload"] = telegram.Upload(ctx, "sendDocument", bot.Params{"chat_id": "7"}, "document", bot.Document{Name: "a.pdf", Content: []byte("%PDF")})
	return out
}

func (c fault) check(t *testing.T, name string, err error) {
	t.Helper()
	if err == nil {
		t.Errorf("%s: no error", name)
		return
	}
	var refused *bot.Error
	var network *bot.NetworkError
	if c.code == 0 {
		if !errors.As(err, &network) {
			t.Errorf("%s: %T %v", name, err, err)
		}
	} else if !errors.As(err, &refused) || refused.Code != c.code || refused.Method == "" {
		t.Errorf("%s: %T %+v, want code %d", name, err, err, c.code)
	}
	if got := bot.RetryAfter(err); got != c.after {
		t.Errorf("%s: retry after %s, want %s", name, got, c.after)
	}
	if bot.Blocked(err) != c.blocked || bot.NotModified(err) != c.same || bot.Temporary(err) != c.temporary {
		t.Errorf("%s: blocked %v, not modified %v, temporary %v: %v", name, bot.Blocked(err), bot.NotModified(err), bot.Temporary(err), err)
	}
	for e := err; e != nil; e = errors.Unwrap(e) {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
			if text := fmt.Sprintf(verb, e); strings.Contains(text, "AAsecret") || strings.Contains(text, "hello") {
				t.Errorf("%s: a secret in %s", name, text)
			}
		}
	}
}

// TestAddress: the base address may end with a slash and hold what a URL holds.
func TestAddress(t *testing.T) {
	t.Parallel()
	got := make(chan string, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got <- r.URL.EscapedPath()
		_, _ = io.WriteString(w, `{"ok":true,"result":{"username":"merzim_bot"}}`)
	}))
	defer server.Close()
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	for base, want := range map[string]string{"": "", "/": "", "/api": "/api", "/a%20b/": "/a%20b"} {
		name, err := bot.Me(t.Context(), bot.NewTelegram(token, server.URL+base, client))
		if path := <-got; err != nil || name != "merzim_bot" || path != want+"/bot"+token+"/getMe" {
			t.Errorf("%q: %s, %s, %v", base, path, name, err)
		}
	}
}

// TestSetUp: the calls of a start reach Telegram as meant.
func TestSetUp(t *testing.T) {
	t.Parallel()
	h := newHouse(t, echo)
	menu := []bot.MenuItem{{Command: "start", Description: "Басына"}}
	steps := []struct {
		method string
		do     func(bot.Caller) error
		want   map[string]string
	}{
		{"setMyCommands", func(c bot.Caller) error { return bot.SetMenu(t.Context(), c, "kk", menu) }, map[string]string{
			"commands": `[{"command":"start","description":"Басына"}]`, "language_code": "kk",
		}},
		{"setMyCommands", func(c bot.Caller) error { return bot.SetMenu(t.Context(), c, "", menu) }, map[string]string{
			"commands": `[{"command":"start","description":"Басына"}]`,
		}},
		{"setWebhook", func(c bot.Caller) error {
			return bot.SetWebhook(t.Context(), c, "https://example.kz/telegram/webhook", "secret")
		}, map[string]string{
			"url": "https://example.kz/telegram/webhook", "secret_token": "secret", "allowed_updates": `["message","callback_query","inline_query","my_chat_member"]`,
		}},
		{"deleteWebhook", func(c bot.Caller) error { return bot.DropWebhook(t.Context(), c) }, map[string]string{}},
	}
	after := int64(0)
	for _, s := range steps {
		if err := s.do(h.telegram); err != nil {
			t.Errorf("%s: %v", s.method, err)
		}
		for _, c := range h.server.Calls(local.CallFilter{After: after}) {
			after = c.Seq
			got := map[string]string{}
			for name, value := range c.Params {
				got[name] = fmt.Sprintf("%s", value)
			}
			if c.Method != s.method || !reflect.DeepEqual(got, s.want) {
				t.Errorf("%s %v, want %s %v", c.Method, got, s.method, s.want)
			}
		}
	}
	if name, err := bot.Me(t.Context(), h.telegram); name != "merzim_local_bot" || err != nil {
		t.Error(name, err)
	}
}

// TestWhatPeopleDo: everything that a person can do arrives as what it is.
func TestWhatPeopleDo(t *testing.T) {
	t.Parallel()
	h := newHouse(t, echo)
	group := h.server.Group(-5, "Көше")
	from := bot.Person{ID: dana, FirstName: "Дана", Language: "kk"}
	in := func(u bot.Update) bot.Update { u.Chat, u.From = dana, from; return u }
	shown := map[string]any{}
	sent, err := h.telegram.Call(t.Context(), "sendMessage", bot.Params{
		"chat_id": "7", "text": "choose", "reply_markup": `{"inline_keyboard":[[{"text":"a","callback_data":"1|card|x"}]]}`,
	})
	if err != nil {
		t.Fatal(err)
	}
	number, _ := strconv.Atoi(strings.TrimPrefix(strings.Split(string(sent), ",")[0], `{"message_id":`))
	cases := []struct {
		name string
		do   func() any // may return what is compared with PressID and so on
		want bot.Update
	}{
		{"joins a group", func() any { return nil }, bot.Update{Kind: bot.KindOther, Chat: -5, From: bot.Person{ID: 2, FirstName: "Admin"}}},
		{"a question", func() any { h.dana.Send("жеке куәлік"); return nil }, in(bot.Update{Kind: bot.KindText, Text: "жеке куәлік"})},
		{"a command", func() any { h.dana.Send("/Start@merzim_local_bot  abc  d "); return nil }, in(bot.Update{Kind: bot.KindText, Text: "/Start@merzim_local_bot  abc  d", Command: "start", Args: "abc  d"})},
		{"a command alone", func() any { h.dana.Send("/help"); return nil }, in(bot.Update{Kind: bot.KindText, Text: "/help", Command: "help"})},
		{"a command in the middle", func() any { h.dana.Send("see /help"); return nil }, in(bot.Update{Kind: bot.KindText, Text: "see /help"})},
		{"a voice", func() any { h.dana.SendVoice(); return nil }, in(bot.Update{Kind: bot.KindMedia})},
		{"a photo", func() any { return h.dana.SendPhoto().Photo[0].FileID }, in(bot.Update{Kind: bot.KindMedia})},
		{"a sticker", func() any { h.dana.SendSticker(); return nil }, in(bot.Update{Kind: bot.KindMedia})},
		{"a contact", func() any { h.dana.SendContact("+77010000000"); return nil }, in(bot.Update{Kind: bot.KindMedia})},
		{"a file", func() any {
			m, err := h.dana.SendFile("өтініш.pdf", []byte("%PDF"))
			if err != nil {
				t.Fatal(err)
			}
			return m.Document.FileID
		}, in(bot.Update{Kind: bot.KindFile, File: bot.File{Name: "өтініш.pdf", Size: 4}})},
		{"a press", func() any {
			id, err := h.dana.Press(int64(number), "1|card|x")
			if err != nil {
				t.Fatal(err)
			}
			return id
		}, in(bot.Update{Kind: bot.KindPress, Data: "1|card|x", MessageID: number})},
		{"a press on what is gone", func() any { return h.dana.Forge(999, "1|card|x") }, in(bot.Update{Kind: bot.KindPress, Data: "1|card|x", MessageID: 999})},
		{"an inline query", func() any { return h.dana.Inline("паспорт") }, in(bot.Update{Kind: bot.KindInline, Text: "паспорт"})},
		{"stops the bot", func() any { h.dana.Block(); return nil }, in(bot.Update{Kind: bot.KindBlocked})},
		{"starts it again", func() any { h.dana.Unblock(); return nil }, in(bot.Update{Kind: bot.KindJoined})},
		{"writes in a group", func() any { group.Send(h.dana, "/start my secret"); return nil }, bot.Update{Kind: bot.KindGroup, Chat: -5, From: from}},
		{"throws the bot out", func() any { group.Kick(); return nil }, bot.Update{Kind: bot.KindOther, Chat: -5, From: bot.Person{ID: 2, FirstName: "Admin"}}},
	}
	for _, c := range cases {
		shown[c.name] = c.do()
	}
	raw, err := h.telegram.Call(t.Context(), "getUpdates", nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := bot.ParseUpdates(raw, noneKnown)
	if err != nil || len(got) != len(cases) {
		t.Fatalf("%d updates, %v", len(got), err)
	}
	for i, c := range cases {
		u := got[i]
		if i > 0 && u.ID != got[i-1].ID+1 {
			t.Errorf("%s: number %d", c.name, u.ID)
		}
		if press := c.want.Kind == bot.KindPress || c.want.Kind == bot.KindInline; press != u.At.IsZero() {
			t.Errorf("%s: at %s", c.name, u.At)
		} else if !press && time.Since(u.At) > time.Minute {
			t.Errorf("%s: at %s", c.name, u.At)
		}
		if id, ok := shown[c.name].(string); ok && u.PressID+u.File.ID+u.InlineID != id {
			t.Errorf("%s: %+v has not the number %s", c.name, u, id)
		}
		if (c.want.Kind == bot.KindText || c.want.Kind == bot.KindMedia || c.want.Kind == bot.KindFile || c.want.Kind == bot.KindGroup) && u.MessageID == 0 {
			t.Errorf("%s: no message number", c.name)
		}
		if c.want.MessageID == 0 {
			u.MessageID = 0
		}
		u.ID, u.At, u.PressID, u.File.ID, u.InlineID = 0, time.Time{}, "", "", ""
		if u != c.want {
			t.Errorf("%s:\n%+v, want\n%+v", c.name, u, c.want)
		}
	}
}

// TestRareUpdates: what the local Telegram never sends.
func TestRareUpdates(t *testing.T) {
	t.Parallel()
	private := func(rest string) string {
		return `{"update_id":1,"message":{"message_id":3,"date":1,"chat":{"id":7,"type":"private"}` + rest + `}}`
	}
	cases := []struct {
		name, raw string
		want      bot.Update
		bad       bool
	}{
		{"a press from an inline message", `{"update_id":1,"callback_query":{"id":"9","from":{"id":7},"inline_message_id":"x","data":"d"}}`, bot.Update{ID: 1, Chat: 7, Kind: bot.KindPress, From: bot.Person{ID: 7}, Data: "d", PressID: "9"}, false},
		{"a press in another chat", `{"update_id":1,"callback_query":{"id":"9","from":{"id":7},"message":{"message_id":3,"date":1,"chat":{"id":-5,"type":"group"}},"data":"d"}}`, bot.Update{ID: 1, Chat: 7, Kind: bot.KindPress, From: bot.Person{ID: 7}, MessageID: 3, Data: "d", PressID: "9", Foreign: true}, false},
		{"a game's press", `{"update_id":1,"callback_query":{"id":"9","from":{"id":7},"game_short_name":"g"}}`, bot.Update{ID: 1, Chat: 7, Kind: bot.KindPress, From: bot.Person{ID: 7}, PressID: "9"}, false},
		{"a message from nobody", private(`,"text":"x"`), bot.Update{ID: 1, Chat: 7, Kind: bot.KindText, At: time.Unix(1, 0), MessageID: 3, Text: "x"}, false},
		{"a channel", `{"update_id":1,"channel_post":{"message_id":3,"date":1,"chat":{"id":-100,"type":"channel"},"text":"x"}}`, bot.Update{ID: 1, Kind: bot.KindOther}, false},
		{"a change of a message", `{"update_id":1,"edited_message":{"message_id":3,"date":1,"chat":{"id":7,"type":"private"},"text":"x"}}`, bot.Update{ID: 1, Kind: bot.KindOther}, false},
		{"something new", `{"update_id":1,"telepathy":{"text":"x"}}`, bot.Update{ID: 1, Kind: bot.KindOther}, false},
		{"a command's length past the end", private(`,"text":"/a","entities":[{"type":"bot_command","offset":0,"length":99}]`), bot.Update{ID: 1, Chat: 7, Kind: bot.KindText, At: time.Unix(1, 0), MessageID: 3, Text: "/a"}, false},
		{"a command without length", private(`,"text":"/a","entities":[{"type":"bot_command","offset":0,"length":0}]`), bot.Update{ID: 1, Chat: 7, Kind: bot.KindText, At: time.Unix(1, 0), MessageID: 3, Text: "/a"}, false},
		{"a command of less than no length", private(`,"text":"/a","entities":[{"type":"bot_command","offset":0,"length":-5}]`), bot.Update{ID: 1, Chat: 7, Kind: bot.KindText, At: time.Unix(1, 0), MessageID: 3, Text: "/a"}, false},
		{"a command that ends inside a letter", private(`,"text":"/қ","entities":[{"type":"bot_command","offset":0,"length":2}]`), bot.Update{ID: 1, Chat: 7, Kind: bot.KindText, At: time.Unix(1, 0), MessageID: 3, Text: "/қ"}, false},
		{"a command before a Kazakh letter", private(`,"text":"/aқ","entities":[{"type":"bot_command","offset":0,"length":2}]`), bot.Update{ID: 1, Chat: 7, Kind: bot.KindText, At: time.Unix(1, 0), MessageID: 3, Text: "/aқ", Command: "a", Args: "қ"}, false},
		{"a command before a line", private(`,"text":"/a\nb","entities":[{"type":"bot_command","offset":0,"length":2}]`), bot.Update{ID: 1, Chat: 7, Kind: bot.KindText, At: time.Unix(1, 0), MessageID: 3, Text: "/a\nb", Command: "a", Args: "b"}, false},
		{"no number", `{"message":{"message_id":3,"date":1,"chat":{"id":7,"type":"private"},"text":"x"}}`, bot.Update{}, true},
		{"a number below zero", `{"update_id":-1}`, bot.Update{}, true},
		{"a number that is a text", `{"update_id":"1"}`, bot.Update{}, true},
		{"a message that is a number", `{"update_id":1,"message":5}`, bot.Update{}, true},
		{"nothing", ``, bot.Update{}, true},
		{"null", `null`, bot.Update{}, true},
		{"a list", `[]`, bot.Update{}, true},
	}
	for _, c := range cases {
		got, err := bot.ParseUpdate([]byte(c.raw))
		if c.bad != (err != nil) || !c.bad && got != c.want {
			t.Errorf("%s:\n%+v, %v, want\n%+v", c.name, got, err, c.want)
		}
	}
}

// TestPoisonBatch: an update that cannot be read costs itself alone, and can
// be confirmed.
func TestPoisonBatch(t *testing.T) {
	t.Parallel()
	message := `"message":{"message_id":3,"date":1,"chat":{"id":7,"type":"private"},"text":"x"}`
	got, err := bot.ParseUpdates([]byte(`[{"update_id":1,`+message+`},{"update_id":2,"message":5},{"update_id":3,`+message+`},7,{"update_id":4,"message":{"text":[]}}]`), noneKnown)
	want := []bot.Kind{bot.KindText, bot.KindOther, bot.KindText, bot.KindOther}
	if err != nil || len(got) != len(want) {
		t.Fatalf("%+v, %v", got, err)
	}
	for i, kind := range want {
		if got[i].ID != int64(i+1) || got[i].Kind != kind {
			t.Errorf("%+v, want number %d, %s", got[i], i+1, kind)
		}
	}
	if _, err := bot.ParseUpdates([]byte(`{"update_id":1}`), noneKnown); err == nil {
		t.Error("no list was taken for one")
	}
}

// noneKnown is a bot that has fetched nothing yet.
func noneKnown(int64) bool { return false }

// TestKnownUpdates: what was fetched before is left out, wherever its number
// stands and whatever it holds.
func TestKnownUpdates(t *testing.T) {
	t.Parallel()
	message := `"message":{"message_id":3,"date":1,"chat":{"id":7,"type":"private"},"text":"],}[{\\\",{\"update_id\":2"}`
	got, err := bot.ParseUpdates([]byte(" [\n{ \"update_id\" : 1, "+message+"} , {"+message+`,"update_id":2},{"update_id":3,`+message+`},
		{"update_id":4,`+message+`},{"update_id":5,"message":{"text":[]}},{"update_id":6}, {"update_id":7},{"update_id":"8"},{"update_id":-9},[10,{"update_id":10}]
		] `), func(id int64) bool { return id%2 == 1 })
	var ids []int64
	for _, u := range got {
		ids = append(ids, u.ID)
	}
	if want := []int64{2, 4, 6}; err != nil || !slices.Equal(ids, want) {
		t.Errorf("got the updates %d, %v; want %d", ids, err, want)
	}
	if len(got) > 0 && got[0].Text != `],}[{\",{"update_id":2` {
		t.Errorf("the text became %q", got[0].Text)
	}
	for _, none := range []string{`[]`, ` [ ] `} {
		if got, err := bot.ParseUpdates([]byte(none), noneKnown); err != nil || len(got) != 0 {
			t.Errorf("%q: %+v, %v", none, got, err)
		}
	}
	for _, broken := range []string{``, `[`, `]`, `null`, `7`, `"[]"`} {
		if _, err := bot.ParseUpdates([]byte(broken), noneKnown); err == nil {
			t.Errorf("%q was taken for a list", broken)
		}
	}
}

// FuzzParseUpdate: whatever comes in, it is an update or an error.
func FuzzParseUpdate(f *testing.F) {
	for _, raw := range []string{
		`{"update_id":1,"message":{"message_id":3,"from":{"id":7,"first_name":"Дана","language_code":"kk"},"date":1,"chat":{"id":7,"type":"private"},"text":"/start@b abc","entities":[{"type":"bot_command","offset":0,"length":8}]}}`,
		`{"update_id":1,"message":{"message_id":3,"date":1,"chat":{"id":7,"type":"private"},"text":"/a","entities":[{"type":"bot_command","offset":0,"length":99}]}}`,
		`{"update_id":1,"message":{"message_id":3,"date":1,"chat":{"id":7,"type":"private"},"document":{"file_id":"f","file_name":"a","file_size":5}}}`,
		`{"update_id":1,"message":{"message_id":3,"date":1,"chat":{"id":-7,"type":"group"},"text":"x"}}`,
		`{"update_id":1,"callback_query":{"id":"9","from":{"id":7},"message":{"message_id":3,"date":1,"chat":{"id":7,"type":"private"}},"data":"1|x"}}`,
		`{"update_id":1,"callback_query":{"id":"9","from":{"id":7},"data":"1|x"}}`,
		`{"update_id":1,"inline_query":{"id":"9","from":{"id":7},"query":"x"}}`,
		`{"update_id":1,"my_chat_member":{"chat":{"id":7,"type":"private"},"from":{"id":7},"date":1,"new_chat_member":{"status":"kicked"}}}`,
		`{"update_id":1,"message":{}}`, `{"update_id":1,"my_chat_member":{}}`, `{"update_id":1}`, `[]`, `null`, ``,
	} {
		f.Add([]byte(raw))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		u, err := bot.ParseUpdate(raw)
		if err != nil {
			return
		}
		switch {
		case u.ID <= 0, u.Kind == "":
			t.Fatalf("%+v", u)
		case u.Kind == bot.KindGroup && (u.Text != "" || u.Command != ""):
			t.Fatalf("what a group says is kept: %+v", u)
		case u.Command != "" && (u.Kind != bot.KindText || !strings.HasPrefix(strings.ToLower(u.Text), "/"+u.Command)):
			t.Fatalf("a command from nowhere: %+v", u)
		case u.Kind == bot.KindPress && u.Chat != u.From.ID:
			t.Fatalf("a press that is answered to somebody else: %+v", u)
		}
		batch := append(append([]byte("["), raw...), ']')
		if list, err := bot.ParseUpdates(batch, noneKnown); err != nil || len(list) != 1 || list[0] != u {
			t.Fatalf("in a batch it is %+v, %v, not %+v", list, err, u)
		}
	})
}
