package local

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"
)

// TestRefusals states what each wrong call is answered with: Telegram's own code and words.
func TestRefusals(t *testing.T) {
	t.Parallel()
	many := `{"inline_keyboard":[` + strings.Repeat(`[{"text":"b","callback_data":"d"}],`, 100) + `[{"text":"b","callback_data":"d"}]]}`
	keyboard := func(button string) string { return `{"inline_keyboard":[[` + button + `]]}` }
	cases := []struct {
		name, method string
		params       []string
		code         int
		description  string
	}{
		{"no chat", "sendMessage", []string{"text", "x"}, 400, "Bad Request: chat_id is empty"},
		{"unknown chat", "sendMessage", []string{"chat_id", "99", "text", "x"}, 400, "Bad Request: chat not found"},
		{"a name for a chat", "sendMessage", []string{"chat_id", "@nobody", "text", "x"}, 400, "Bad Request: chat not found"},
		{"never wrote", "sendMessage", []string{"chat_id", "1001", "text", "x"}, 403, "Forbidden: bot can't initiate conversation with a user"},
		{"no text", "sendMessage", []string{"chat_id", "7"}, 400, "Bad Request: message text is empty"},
		{"blank text", "sendMessage", []string{"chat_id", "7", "text", " \n\t "}, 400, "Bad Request: message text is empty"},
		{"tags only", "sendMessage", []string{"chat_id", "7", "text", "<b> </b>", "parse_mode", "HTML"}, 400, "Bad Request: message text is empty"},
		{"4097 units", "sendMessage", []string{"chat_id", "7", "text", strings.Repeat("ә", 4097)}, 400, "Bad Request: message is too long"},
		{"2049 emoji", "sendMessage", []string{"chat_id", "7", "text", strings.Repeat("😀", 2049)}, 400, "Bad Request: message is too long"},
		{"bad utf-8", "sendMessage", []string{"chat_id", "7", "text", "a\xff"}, 400, "Bad Request: strings must be encoded in UTF-8"},
		{"unknown mode", "sendMessage", []string{"chat_id", "7", "text", "a", "parse_mode", "bb"}, 400, "Bad Request: unsupported parse_mode"},
		{"unknown tag", "sendMessage", []string{"chat_id", "7", "text", "ә<x>", "parse_mode", "html"}, 400, `Bad Request: can't parse entities: Unsupported start tag "x" at byte offset 2`},
		{"null keyboard", "sendMessage", []string{"chat_id", "7", "text", "a", "reply_markup", `{"inline_keyboard":null}`}, 400, `Bad Request: field "inline_keyboard" must be of type Array`},
		{"flat keyboard", "sendMessage", []string{"chat_id", "7", "text", "a", "reply_markup", `{"inline_keyboard":[{"text":"a","callback_data":"b"}]}`}, 400, `Bad Request: field "inline_keyboard" must be an Array of Arrays`},
		{"markup no object", "sendMessage", []string{"chat_id", "7", "text", "a", "reply_markup", `[]`}, 400, "Bad Request: object expected as reply markup"},
		{"markup torn", "sendMessage", []string{"chat_id", "7", "text", "a", "reply_markup", `{`}, 400, "Bad Request: can't parse reply keyboard markup JSON object"},
		{"101 buttons", "sendMessage", []string{"chat_id", "7", "text", "a", "reply_markup", many}, 400, "Bad Request: reply markup is too long"},
		{"65 bytes of data", "sendMessage", []string{"chat_id", "7", "text", "a", "reply_markup", keyboard(`{"text":"b","callback_data":"` + strings.Repeat("я", 32) + `1"}`)}, 400, "Bad Request: BUTTON_DATA_INVALID"},
		{"no data", "sendMessage", []string{"chat_id", "7", "text", "a", "reply_markup", keyboard(`{"text":"b","callback_data":""}`)}, 400, "Bad Request: BUTTON_DATA_INVALID"},
		{"no action", "sendMessage", []string{"chat_id", "7", "text", "a", "reply_markup", keyboard(`{"text":"b"}`)}, 400, "Bad Request: can't parse inline keyboard button: Text buttons are not allowed in the inline keyboard"},
		{"a short web app", "sendMessage", []string{"chat_id", "7", "text", "a", "reply_markup", keyboard(`{"text":"b","web_app":{"url":"tg:x"}}`)}, 400, "Bad Request: inline keyboard button Web App URL 'tg:x' is invalid: Only HTTPS links are allowed"},
		{"a word for a button", "sendMessage", []string{"chat_id", "7", "text", "a", "reply_markup", keyboard(`"b"`)}, 400, "Bad Request: can't parse inline keyboard button: InlineKeyboardButton must be an Object"},
		{"null row", "sendMessage", []string{"chat_id", "7", "text", "a", "reply_markup", `{"inline_keyboard":[null]}`}, 400, `Bad Request: field "inline_keyboard" must be an Array of Arrays`},
		{"no label", "sendMessage", []string{"chat_id", "7", "text", "a", "reply_markup", keyboard(`{"callback_data":"b"}`)}, 400, `Bad Request: can't parse inline keyboard button: Can't find field "text"`},
		{"localhost", "sendMessage", []string{"chat_id", "7", "text", "a", "reply_markup", keyboard(`{"text":"b","url":"http://localhost/"}`)}, 400, "Bad Request: inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL"},
		{"127.0.0.1", "sendMessage", []string{"chat_id", "7", "text", "a", "reply_markup", keyboard(`{"text":"b","url":"http://127.0.0.1:8080/x"}`)}, 400, "Bad Request: inline keyboard button URL 'http://127.0.0.1:8080/x' is invalid: Wrong HTTP URL"},
		{"script", "sendMessage", []string{"chat_id", "7", "text", "a", "reply_markup", keyboard(`{"text":"b","url":"javascript://a.b"}`)}, 400, "Bad Request: inline keyboard button URL 'javascript://a.b' is invalid: Wrong HTTP URL"},
		{"reply to nothing", "sendMessage", []string{"chat_id", "7", "text", "a", "reply_to_message_id", "77"}, 400, "Bad Request: message to be replied not found"},
		{"edit nothing", "editMessageText", []string{"chat_id", "7", "message_id", "77", "text", "a"}, 400, "Bad Request: message to edit not found"},
		{"edit the person's", "editMessageText", []string{"chat_id", "7", "message_id", "1", "text", "a"}, 400, "Bad Request: message can't be edited"},
		{"edit nothing new", "editMessageText", []string{"chat_id", "7", "message_id", "2", "text", "bot's", "reply_markup", keyboard(`{"text":"b","callback_data":"d"}`)}, 400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"},
		{"edit the same keyboard", "editMessageReplyMarkup", []string{"chat_id", "7", "message_id", "2", "reply_markup", keyboard(`{"text":"b","callback_data":"d"}`)}, 400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"},
		{"delete nothing", "deleteMessage", []string{"chat_id", "7", "message_id", "77"}, 400, "Bad Request: message to delete not found"},
		{"unknown query", "answerCallbackQuery", []string{"callback_query_id", "1"}, 400, "Bad Request: query is too old and response timeout expired or query ID is invalid"},
		{"long toast", "answerCallbackQuery", []string{"callback_query_id", "1", "text", strings.Repeat("a", 201)}, 400, "Bad Request: MESSAGE_TOO_LONG"},
		{"no document", "sendDocument", []string{"chat_id", "7"}, 400, "Bad Request: there is no document in the request"},
		{"unknown file", "sendDocument", []string{"chat_id", "7", "document", "nope"}, 400, "Bad Request: wrong file identifier/HTTP URL specified"},
		{"bad action", "sendChatAction", []string{"chat_id", "7", "action", "sleeping"}, 400, "Bad Request: wrong parameter action in request"},
		{"bad command", "setMyCommands", []string{"commands", `[{"command":"Find","description":"x"}]`}, 400, "Bad Request: BOT_COMMAND_INVALID"},
		{"unknown method", "sendTelepathy", nil, 404, "Not Found"},
		{"webhook address", "setWebhook", []string{"url", "ftp://x.y"}, 400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"},
		{"webhook secret", "setWebhook", []string{"url", "https://x.y", "secret_token", "a b"}, 400, "Bad Request: secret token contains unallowed characters"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s, p := started(t)
			p.Send("hello")
			s.testCall(t, "sendMessage", "chat_id", "7", "text", "bot's", "reply_markup", keyboard(`{"text":"b","callback_data":"d"}`))
			got := s.testCall(t, c.method, c.params...)
			if got.OK || got.status != c.code || got.Code != c.code || got.Description != c.description {
				t.Errorf("%d %q, want %d %q", got.Code, got.Description, c.code, c.description)
			}
			if n := len(s.Chat(7).Messages()); n != 2 {
				t.Errorf("a refused call left %d messages", n)
			}
		})
	}
}

func TestLongestPasses(t *testing.T) {
	t.Parallel()
	s, _ := started(t)
	for _, text := range []string{strings.Repeat("ә", 4096), strings.Repeat("😀", 2048), "<b>" + strings.Repeat("&lt;", 4096) + "</b>"} {
		if r := s.testCall(t, "sendMessage", "chat_id", "7", "text", text, "parse_mode", "HTML"); !r.OK {
			t.Error(r.Description)
		}
	}
	data := strings.Repeat("я", 32)
	r := s.testCall(t, "sendMessage", "chat_id", "7", "text", "a", "reply_markup", `{"inline_keyboard":[[{"text":"b","callback_data":"`+data+`"}]]}`)
	if !r.OK {
		t.Error(r.Description)
	}
}

func TestBlockedAndDeactivated(t *testing.T) {
	t.Parallel()
	s, p := started(t)
	send := func() string { return s.testCall(t, "sendMessage", "chat_id", "7", "text", "a").Description }
	p.Block()
	if got := send(); got != "Forbidden: bot was blocked by the user" {
		t.Error(got)
	}
	p.Send("back") // writing unblocks
	if got := send(); got != "" {
		t.Error(got)
	}
	list := s.testUpdates(t, "0")
	if len(list) != 3 || list[0]["my_chat_member"] == nil || list[1]["my_chat_member"] == nil || list[2]["message"] == nil {
		t.Errorf("updates %s", list)
	}
	p.Deactivate()
	if got := send(); got != "Forbidden: user is deactivated" {
		t.Error(got)
	}
}

func TestFiles(t *testing.T) {
	t.Parallel()
	s, p := started(t)
	got := s.testUpload(t, "sendDocument", "document", "Шағым №1.pdf", []byte("%PDF-1.4"), "chat_id", "7", "caption", "<b>дайын</b>", "parse_mode", "HTML").message(t)
	if got.Document == nil || got.Document.FileName != "Шағым №1.pdf" || got.Document.FileSize != 8 || got.Caption != "дайын" || len(got.CaptionEntities) != 1 {
		t.Errorf("%+v", got)
	}
	if name, data, ok := s.FileBytes(got.Document.FileID); !ok || name != "Шағым №1.pdf" || string(data) != "%PDF-1.4" {
		t.Error(name, data, ok)
	}
	if r := s.testUpload(t, "sendDocument", "document", "a.txt", nil, "chat_id", "7"); r.Description != "Bad Request: file must be non-empty" {
		t.Error(r.Description)
	}
	if r := s.testUpload(t, "sendDocument", "document", "a.txt", []byte("a"), "chat_id", "7", "caption", strings.Repeat("a", 1025)); r.Description != "Bad Request: message caption is too long" {
		t.Error(r.Description)
	}
	if r := s.testUpload(t, "sendDocument", "document", "big", make([]byte, maxDocument+1), "chat_id", "7"); r.Code != 413 {
		t.Error(r)
	}
	if r := s.testUpload(t, "sendPhoto", "photo", "big.png", make([]byte, maxPhoto+1), "chat_id", "7"); r.Description != fmt.Sprintf(`Bad Request: file "big.png" of size %d bytes is too big for a photo`, maxPhoto+1) {
		t.Error(r.Description)
	}
	if r := s.testUpload(t, "sendPhoto", "photo", "a.png", []byte("no picture"), "chat_id", "7"); r.Description != "Bad Request: IMAGE_PROCESS_FAILED" {
		t.Error(r.Description)
	}
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 3, 2))); err != nil {
		t.Fatal(err)
	}
	photo := s.testUpload(t, "sendPhoto", "photo", "a.png", picture.Bytes(), "chat_id", "7").message(t)
	if len(photo.Photo) != 1 || photo.Photo[0].Width != 3 {
		t.Errorf("%+v", photo)
	}
	sent, err := p.SendFile("list.csv", []byte("a,b"))
	if err != nil {
		t.Fatal(err)
	}
	var info struct {
		Path string `json:"file_path"`
	}
	decode(t, s.testCall(t, "getFile", "file_id", sent.Document.FileID).Result, &info)
	response, err := s.Client().Get("http://x/file/bot42:secret/" + info.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var body bytes.Buffer
	_, _ = body.ReadFrom(response.Body)
	if body.String() != "a,b" {
		t.Errorf("%d %s", response.StatusCode, body.String())
	}
}
