package local

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
)

func decode(t testing.TB, raw []byte, to any) {
	t.Helper()
	if err := json.Unmarshal(raw, to); err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
}

// TestFourWays sends the same call by query, form, JSON and multipart, with the name in any case.
func TestFourWays(t *testing.T) {
	t.Parallel()
	s, _ := started(t)
	const query = "chat_id=7&text=%D3%99&reply_markup=%7B%22inline_keyboard%22%3A%5B%5B%7B%22text%22%3A%22a%22%2C%22callback_data%22%3A%22b%22%7D%5D%5D%7D"
	var multi bytes.Buffer
	form := multipart.NewWriter(&multi)
	_ = form.WriteField("chat_id", "7")
	_ = form.WriteField("text", "ә")
	_ = form.WriteField("reply_markup", `{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}`)
	_ = form.Close()
	ways := []struct{ method, url, kind, body string }{
		{http.MethodGet, testBot + "sendmessage?" + query, "", ""},
		{http.MethodPost, testBot + "SENDMESSAGE", "application/x-www-form-urlencoded", query},
		{http.MethodPost, testBot + "sendMessage", "application/json; charset=utf-8", `{"chat_id":7,"text":"ә","disable_notification":null,"reply_markup":{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}}`},
		{http.MethodPost, testBot + "SendMessage", form.FormDataContentType(), multi.String()},
	}
	for _, w := range ways {
		r, err := http.NewRequestWithContext(t.Context(), w.method, w.url, strings.NewReader(w.body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", w.kind)
		response, err := s.Client().Do(r)
		m := answered(t, response, err).message(t)
		if m.Text != "ә" || m.ReplyMarkup == nil || m.ReplyMarkup.InlineKeyboard[0][0].CallbackData != "b" || m.From.ID != 42 {
			t.Errorf("%s: %+v", w.kind, m)
		}
	}
	calls := s.Calls(CallFilter{Method: "sendmessage"})
	if len(calls) != 4 {
		t.Fatal(len(calls))
	}
	first, _ := json.Marshal(calls[0].Params)
	for _, c := range calls {
		again, _ := json.Marshal(c.Params)
		if !bytes.Equal(first, again) || c.Method != "sendMessage" || c.Chat != 7 || c.Status != 200 {
			t.Errorf("%s %s", c.Method, again)
		}
	}
}

func TestTokens(t *testing.T) {
	t.Parallel()
	s, _ := started(t)
	for path, want := range map[string]int{
		"/bot42:x/getMe": 200, "/bot42/getMe": 401, "/botx:y/getMe": 401, "/bot42:/getMe": 401, "/bot:/getMe": 401,
		"/bot42:x": 404, "/bot": 404, "/bot42:x/": 404,
	} {
		response, err := s.Client().Get("http://x" + path)
		if got := answered(t, response, err); got.status != want || got.OK != (want == 200) {
			t.Errorf("%s: %d %s", path, got.status, got.Description)
		}
	}
}

func TestCommandsByLanguage(t *testing.T) {
	t.Parallel()
	s, _ := started(t)
	s.testCall(t, "setMyCommands", "commands", `[{"command":"find","description":"Найти"}]`)
	s.testCall(t, "setMyCommands", "commands", `[{"command":"find","description":"Іздеу"}]`, "language_code", "kk")
	s.testCall(t, "setMyCommands", "commands", `[{"command":"staff","description":"S"}]`, "scope", `{"type":"chat","chat_id":1001}`)
	for person, want := range map[int64]string{7: "Іздеу", 1002: "Найти", 1001: "S"} {
		if got := s.Commands(person); len(got) != 1 || got[0].Description != want {
			t.Errorf("%d: %+v", person, got)
		}
	}
	s.testCall(t, "deleteMyCommands", "language_code", "kk")
	if got := string(s.testCall(t, "getMyCommands", "language_code", "kk").Result); got != "[]" {
		t.Error(got)
	}
}
