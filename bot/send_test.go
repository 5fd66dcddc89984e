package bot_test

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/local"
)

// wire is what Telegram was asked, one line a call: method, status, then the
// parameters that the test names.
func (h *house) wire(names ...string) []string {
	var list []string
	for _, c := range h.server.Calls(local.CallFilter{}) {
		line := fmt.Sprintf("%s %d", c.Method, c.Status)
		for _, name := range names {
			if value, ok := c.Params[name]; ok {
				line += fmt.Sprintf(" %v", value)
			}
		}
		list = append(list, line)
	}
	return list
}

// press is what a person's press on a new message of the bot makes.
func (h *house) press(t *testing.T) bot.Update {
	t.Helper()
	raw, err := h.telegram.Call(t.Context(), "sendMessage", bot.Params{
		"chat_id": "7", "text": "old", "reply_markup": `{"inline_keyboard":[[{"text":"a","callback_data":"1|a"}]]}`,
	})
	if err != nil {
		t.Fatal(err)
	}
	var m local.Message
	if err := json.Unmarshal(raw, &m); err != nil {
		t.Fatal(err)
	}
	id, err := h.dana.Press(m.MessageID, "1|a")
	if err != nil {
		t.Fatal(err)
	}
	return bot.Update{ID: 1, Chat: dana, Kind: bot.KindPress, PressID: id, MessageID: int(m.MessageID), Data: "1|a"}
}

// TestMessages: the exact calls that replies cause.
func TestMessages(t *testing.T) {
	t.Parallel()
	text := bot.Update{ID: 1, Chat: dana, Kind: bot.KindText, MessageID: 5}
	cases := []struct {
		name    string
		replies []bot.Reply
		want    []string
	}{
		{"none", nil, nil},
		{"one", say("<b>Сәлем</b> &lt;"), []string{`sendMessage {"chat_id":7,"link_preview_options":{"is_disabled":true},"parse_mode":"HTML","text":"<b>Сәлем</b> &lt;"}`}},
		{"in their order", []bot.Reply{{Text: "a"}, {Text: "b"}}, []string{
			`sendMessage {"chat_id":7,"link_preview_options":{"is_disabled":true},"parse_mode":"HTML","text":"a"}`,
			`sendMessage {"chat_id":7,"link_preview_options":{"is_disabled":true},"parse_mode":"HTML","text":"b"}`,
		}},
		{"a change where no button was pressed", []bot.Reply{{Text: "a", Edit: true}}, []string{`sendMessage {"chat_id":7,"link_preview_options":{"is_disabled":true},"parse_mode":"HTML","text":"a"}`}},
		{"a note where no button was pressed", []bot.Reply{{Toast: "x"}}, nil},
		{"buttons", []bot.Reply{{Text: "a", Keyboard: bot.Keyboard{bot.Row(bot.Button{Label: "<1>", Data: "1|a"}, bot.Button{Label: "2", Data: "1|b"}), {}, bot.Row(bot.Button{Label: "egov", URL: "https://egov.kz/?a=1&b=2"})}}}, []string{
			`sendMessage {"chat_id":7,"link_preview_options":{"is_disabled":true},"parse_mode":"HTML","reply_markup":{"inline_keyboard":[[{"callback_data":"1|a","text":"<1>"},{"callback_data":"1|b","text":"2"}],[{"text":"egov","url":"https://egov.kz/?a=1&b=2"}]]},"text":"a"}`,
		}},
		{"buttons that were prepared", []bot.Reply{bot.Reply{Text: "a", Keyboard: bot.Keyboard{bot.Row(bot.Button{Label: "1", Data: "1|a"})}}.Prepared()}, []string{
			`sendMessage {"chat_id":7,"link_preview_options":{"is_disabled":true},"parse_mode":"HTML","reply_markup":{"inline_keyboard":[[{"callback_data":"1|a","text":"1"}]]},"text":"a"}`,
		}},
		{"rows without buttons", []bot.Reply{{Text: "a", Keyboard: bot.Keyboard{{}, {}}}}, []string{
			`sendMessage {"chat_id":7,"link_preview_options":{"is_disabled":true},"parse_mode":"HTML","reply_markup":{"inline_keyboard":[]},"text":"a"}`,
		}},
		{"a file", []bot.Reply{{Text: "<i>хат</i>", Document: &bot.Document{Name: "өтініш.pdf", Content: []byte("%PDF-1")}, Keyboard: bot.Keyboard{bot.Row(bot.Button{Label: "1", Data: "1|a"})}}}, []string{
			`sendDocument {"caption":"<i>хат</i>","chat_id":7,"document":{"file":"өтініш.pdf","size":6},"parse_mode":"HTML","reply_markup":{"inline_keyboard":[[{"callback_data":"1|a","text":"1"}]]}}`,
		}},
		{"a file without words", []bot.Reply{{Document: &bot.Document{Name: "a.csv", Content: []byte("a,b")}}}, []string{
			`sendDocument {"chat_id":7,"document":{"file":"a.csv","size":3},"parse_mode":"HTML"}`,
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t, echo)
			if err := h.sender.Deliver(t.Context(), text, c.replies); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, call := range h.server.Calls(local.CallFilter{}) {
				raw, err := json.Marshal(call.Params)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, call.Method+" "+sorted(t, raw))
			}
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("asked\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

// sorted writes JSON with its keys in order and its letters as they are.
func sorted(t *testing.T, raw []byte) string {
	t.Helper()
	var value any
	if err := json.Unmarshal(raw, &value); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(out.String())
}

// TestPresses: a press is answered once, whatever else happens, and the
// message is changed where it can be.
func TestPresses(t *testing.T) {
	t.Parallel()
	edit := []bot.Reply{{Text: "new", Edit: true}}
	refuses := func(code int, description string) func(*house, *bot.Update) {
		return func(h *house, _ *bot.Update) {
			h.server.Fault(local.Fault{Method: "editMessageText", Code: code, Description: description})
		}
	}
	cases := []struct {
		name    string
		replies []bot.Reply
		prepare func(*house, *bot.Update)
		want    []string
		fails   bool
	}{
		{"nothing to say", nil, nil, []string{"answerCallbackQuery 200"}, false},
		{"a note", []bot.Reply{{Toast: "Дайын"}}, nil, []string{"answerCallbackQuery 200 Дайын"}, false},
		{"two notes", []bot.Reply{{Text: "a"}, {Toast: "one"}, {Toast: "two"}}, nil, []string{"answerCallbackQuery 200 one", "sendMessage 200 a"}, false},
		{"a change", edit, nil, []string{"answerCallbackQuery 200", "editMessageText 200 new"}, false},
		{"a change and a message", append([]bot.Reply{{Text: "more"}}, edit...), nil, []string{"answerCallbackQuery 200", "sendMessage 200 more", "editMessageText 200 new"}, false},
		{"no change", []bot.Reply{{Text: "old", Edit: true, Keyboard: bot.Keyboard{bot.Row(bot.Button{Label: "a", Data: "1|a"})}}}, nil, []string{"answerCallbackQuery 200", "editMessageText 400 old"}, false},
		{"the message is gone", edit, func(_ *house, u *bot.Update) { u.MessageID += 50 }, []string{"answerCallbackQuery 200", "editMessageText 400 new", "sendMessage 200 new"}, false},
		{"the message is too old", edit, refuses(400, "Bad Request: message can't be edited"), []string{"answerCallbackQuery 200", "editMessageText 400 new", "sendMessage 200 new"}, false},
		{"the message has no such number", edit, refuses(400, "Bad Request: MESSAGE_ID_INVALID"), []string{"answerCallbackQuery 200", "editMessageText 400 new", "sendMessage 200 new"}, false},
		{"the message is a file", edit, refuses(400, "Bad Request: there is no text in the message to edit"), []string{"answerCallbackQuery 200", "editMessageText 400 new", "sendMessage 200 new"}, false},
		{"the text is refused", edit, refuses(400, "Bad Request: can't parse entities"), []string{"answerCallbackQuery 200", "editMessageText 400 new"}, true},
		{"the message is of another chat", edit, func(_ *house, u *bot.Update) { u.Foreign = true }, []string{"answerCallbackQuery 200", "sendMessage 200 new"}, false},
		{"the message is unknown", edit, func(_ *house, u *bot.Update) { u.MessageID = 0 }, []string{"answerCallbackQuery 200", "sendMessage 200 new"}, false},
		{"the press is too old", edit, func(_ *house, u *bot.Update) { u.PressID = "0" }, []string{"answerCallbackQuery 400", "editMessageText 200 new"}, false},
		{"the person has left", edit, func(h *house, _ *bot.Update) { h.dana.Block() }, []string{"answerCallbackQuery 200", "editMessageText 403 new"}, true},
		{"a first failure ends it", []bot.Reply{{Text: "<b>"}, {Text: "after"}}, nil, []string{"answerCallbackQuery 200", "sendMessage 400 <b>"}, true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t, echo)
			u := h.press(t)
			if c.prepare != nil {
				c.prepare(h, &u)
			}
			if err := h.sender.Deliver(t.Context(), u, c.replies); (err != nil) != c.fails {
				t.Error(err)
			}
			h.expect(t, "asked", h.wire("text")[1:], c.want...)
		})
	}
}

// TestInline: an inline query is answered, also with nothing.
func TestInline(t *testing.T) {
	t.Parallel()
	h := newHouse(t, echo)
	for _, results := range [][]bot.InlineResult{{}, {{ID: "id-card", Title: "Жеке куәлік", Text: "<b>x</b>"}}} {
		u := bot.Update{ID: 1, Chat: dana, Kind: bot.KindInline, InlineID: h.dana.Inline("x")}
		if err := h.sender.Deliver(t.Context(), u, []bot.Reply{{Inline: results}}); err != nil {
			t.Error(err)
		}
	}
	var answers []int
	for _, c := range h.server.Calls(local.CallFilter{Method: "answerInlineQuery"}) {
		var list []any
		if err := json.Unmarshal(c.Params["results"].(json.RawMessage), &list); err != nil || c.Status != 200 {
			t.Error(c.Status, err)
		}
		answers = append(answers, len(list))
	}
	if !reflect.DeepEqual(answers, []int{0, 1}) {
		t.Error("answered with so many:", answers)
	}
}

// TestToasts: a note fits Telegram's limit, which counts in UTF-16 units.
func TestToasts(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, text, want string }{
		{"short", "Дайын", "Дайын"},
		{"nothing", "", ""},
		{"as long as can be", strings.Repeat("қ", 200), strings.Repeat("қ", 200)},
		{"one too long", strings.Repeat("қ", 201), strings.Repeat("қ", 199) + "…"},
		{"pictures that fit", strings.Repeat("🪪", 100), strings.Repeat("🪪", 100)},
		{"pictures that do not", strings.Repeat("🪪", 101), strings.Repeat("🪪", 99) + "…"},
		{"a picture at the end", strings.Repeat("x", 199) + "🪪", strings.Repeat("x", 199) + "…"},
	}
	for _, c := range cases {
		got := bot.Cut(c.text, bot.MaxToast)
		if got != c.want || len(utf16.Encode([]rune(got))) > bot.MaxToast {
			t.Errorf("%s: %d units, %q", c.name, len(utf16.Encode([]rune(got))), got)
		}
	}
	h := newHouse(t, echo)
	if err := h.sender.Deliver(t.Context(), h.press(t), []bot.Reply{{Toast: strings.Repeat("🪪", 500)}}); err != nil {
		t.Error(err)
	}
	h.expect(t, "asked", h.wire()[1:], "answerCallbackQuery 200")
}

// TestRetries: what may go through later is tried again with growing pauses,
// what is refused is not.
func TestRetries(t *testing.T) {
	t.Parallel()
	words, file := say("x"), []bot.Reply{{Document: &bot.Document{Name: "a.pdf", Content: []byte("%PDF-1")}}}
	cases := []struct {
		name    string
		replies []bot.Reply
		plant   []local.Fault
		took    time.Duration
		want    []string
		fails   bool
	}{
		{"a bad gateway", words, []local.Fault{{HTML: true}}, 250 * time.Millisecond, []string{"sendMessage 502", "sendMessage 200"}, false},
		{"cut", words, []local.Fault{{Cut: true}, {Cut: true}}, 750 * time.Millisecond, []string{"sendMessage 0", "sendMessage 0", "sendMessage 200"}, false},
		{"three times", words, []local.Fault{{Code: 500}, {Cut: true}, {HTML: true}}, 1750 * time.Millisecond, []string{"sendMessage 500", "sendMessage 0", "sendMessage 502", "sendMessage 200"}, false},
		{"four times", words, []local.Fault{{Code: 500, Times: 4}}, 1750 * time.Millisecond, []string{"sendMessage 500", "sendMessage 500", "sendMessage 500", "sendMessage 500"}, true},
		{"no answer in time", words, []local.Fault{{Delay: time.Hour}}, 30*time.Second + 250*time.Millisecond, []string{"sendMessage 200"}, false},
		{"refused", words, []local.Fault{{Code: 400}}, 0, []string{"sendMessage 400"}, true},
		{"a file is sent whole again", file, []local.Fault{{Cut: true}, {HTML: true}}, 750 * time.Millisecond, []string{"sendDocument 0 {a.pdf 6}", "sendDocument 502 {a.pdf 6}", "sendDocument 200 {a.pdf 6}"}, false},
		{"a file after a wait", file, []local.Fault{{RetryAfter: 2}}, 2 * time.Second, []string{"sendDocument 429 {a.pdf 6}", "sendDocument 200 {a.pdf 6}"}, false},
		{"waiting is no failure", words, []local.Fault{{RetryAfter: 3, Times: 10}}, 30 * time.Second, append(slices429(10), "sendMessage 200"), false},
		{"waiting among failures", words, []local.Fault{{Code: 500, Times: 3}, {RetryAfter: 1}}, 2750 * time.Millisecond, []string{"sendMessage 500", "sendMessage 500", "sendMessage 500", "sendMessage 429", "sendMessage 200"}, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				h := newHouse(t, echo)
				for _, f := range c.plant {
					h.server.Fault(f)
				}
				start := time.Now()
				if err := h.sender.Deliver(t.Context(), bot.Update{ID: 1, Chat: dana}, c.replies); (err != nil) != c.fails {
					t.Error(err)
				}
				if took := time.Since(start); took != c.took {
					t.Errorf("took %s, want %s", took, c.took)
				}
				h.expect(t, "asked", h.wire("document"), c.want...)
			})
		})
	}
}

func slices429(n int) (list []string) {
	for range n {
		list = append(list, "sendMessage 429")
	}
	return list
}

// TestEverybodyWaits: one 429 holds everybody back for as long as Telegram
// asked, and not longer.
func TestEverybodyWaits(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		h := newHouse(t, echo)
		h.server.Fault(local.Fault{Chat: dana, RetryAfter: 5})
		start := time.Now()
		took := map[int64]time.Duration{}
		var mu sync.Mutex
		var all sync.WaitGroup
		deliver := func(chat int64) {
			all.Go(func() {
				if err := h.sender.Deliver(t.Context(), bot.Update{ID: 1, Chat: chat}, say("x")); err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				took[chat] = time.Since(start)
			})
		}
		deliver(dana)
		time.Sleep(time.Second)
		deliver(arman)
		all.Wait()
		if took[dana] != 5*time.Second || took[arman] != 5*time.Second {
			t.Error("waited", took)
		}
		if n := len(h.server.Calls(local.CallFilter{Chat: arman, Refused: true})); n != 0 {
			t.Errorf("%d calls were made during the wait", n)
		}
		before := time.Now()
		if err := h.sender.Deliver(t.Context(), bot.Update{ID: 2, Chat: arman}, say("y")); err != nil || time.Since(before) != 0 {
			t.Error("after the wait:", err, time.Since(before))
		}
	})
}

// TestNoPace: replies do not wait for a pace of ours.
func TestNoPace(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		h := newHouse(t, echo)
		start := time.Now()
		for range 100 {
			if err := h.sender.Deliver(t.Context(), bot.Update{ID: 1, Chat: dana}, say("x")); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(start); took != 0 {
			t.Error("a hundred replies took", took)
		}
	})
}

// TestDeliverEnds: waiting ends with the context.
func TestDeliverEnds(t *testing.T) {
	t.Parallel()
	for name, plant := range map[string]local.Fault{
		"in the wait": {RetryAfter: 600}, "between tries": {Code: 500, Times: -1}, "in a call": {Delay: time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				h := newHouse(t, echo)
				h.server.Fault(plant)
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				start := time.Now()
				if err := h.sender.Deliver(ctx, bot.Update{ID: 1, Chat: dana}, say("x")); err == nil {
					t.Error("delivered")
				}
				if took := time.Since(start); took > time.Second {
					t.Error("took", took)
				}
			})
		})
	}
}
