package bot_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/merzim/merzim/bot"
)

// TestResult: the result of a call is the same however the answer is laid out,
// and what is not JSON is no result.
func TestResult(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]string{
		`{"ok":true,"result":{"a":[1,"}"]}}`:                          `{"a":[1,"}"]}`,
		"{\"ok\":true,\"result\":[ 1, 2 ]}\r\n":                       `[ 1, 2 ]`,
		`{"ok":true,"result":"a\"}"}`:                                 `"a\"}"`,
		`{ "ok": true, "result": true }`:                              `true`,
		`{"result":7,"ok":true}`:                                      `7`,
		`{"ok":true,"result":{"a":1},"description":"Was set"}`:        `{"a":1}`,
		`{"ok":true,"result":{"a":1},"parameters":{"retry_after":1}}`: `{"a":1}`,
		`{"ok":true}`:               ``,
		`{"ok":true,"result":{}`:    `unreadable`,
		`{"ok":true,"result":}`:     `unreadable`,
		`{"ok":true,"result":1}}`:   `1`, // as the library has it: what follows the answer is not read
		`{"ok":true,"result":[1,]}`: `unreadable`,
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			_, _ = io.WriteString(w, answer)
		}))
		got, err := bot.NewTelegram(token, server.URL, nil).Call(context.Background(), "getChat", bot.Params{"chat_id": "7"})
		server.Close()
		if unreadable := want == "unreadable"; unreadable != (err != nil) || !unreadable && string(got) != want {
			t.Errorf("%s was read as %s, %v; want %s", answer, got, err, want)
		}
	}
}
