package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
	"github.com/segmentio/encoding/json"
)

// callTimeout is how long a send may take before it is given up and retried.
const callTimeout = 30 * time.Second

// DefaultAPI is the address of the official Bot API, the part before "/bot".
const DefaultAPI = "https://api.telegram.org"

// Telegram calls the Bot API. This file alone knows telegram-bot-api: its
// types carry updates and answers, its MakeRequest carries every call, also
// of methods that v5.5.1 has no type for. Its client is replaced by one with
// time limits, and its errors (which hold the token) never leave this file.
type Telegram struct {
	api  tgbotapi.BotAPI
	poll doer // for a getUpdates that waits long
	send doer // for everything else
}

// NewTelegram makes a client; it calls nothing yet, so that a bot can start
// while Telegram is away. A nil client takes those made for the Bot API.
func NewTelegram(token, apiURL string, client *http.Client) *Telegram {
	t := &Telegram{api: tgbotapi.BotAPI{Token: token}, poll: client, send: client}
	if client == nil {
		t.poll, t.send = newHTTPClient(), newSendClient()
	}
	if apiURL == "" {
		apiURL = DefaultAPI
	}
	t.api.SetAPIEndpoint(strings.TrimSuffix(strings.ReplaceAll(apiURL, "%", "%%"), "/") + "/bot%s/%s")
	return t
}

// Params are the named values of a call; structures are sent as JSON.
type Params map[string]string

// Call makes one call of the Bot API and returns its result. Errors are
// *Error or *NetworkError and hold neither the token nor the parameters.
func (t *Telegram) Call(ctx context.Context, method string, params Params) ([]byte, error) {
	api := t.api
	link := &link{ctx: ctx, client: t.send, token: t.api.Token, form: form(params)}
	if method == "getUpdates" && params["timeout"] != "0" {
		link.client = t.poll
	}
	api.Client = link
	answer, err := api.MakeRequest(method, nil) // the parameters are in the link's form
	if err != nil {
		return nil, link.explain(method, answer, err)
	}
	return link.resultOf(answer), nil
}

// Upload makes a call that carries one file.
func (t *Telegram) Upload(ctx context.Context, method string, params Params, field string, doc Document) ([]byte, error) {
	api := t.api
	link := &link{ctx: ctx, client: t.send, token: t.api.Token}
	api.Client = link
	files := []tgbotapi.RequestFile{{Name: field, Data: tgbotapi.FileReader{Name: doc.Name, Reader: bytes.NewReader(doc.Content)}}}
	answer, err := api.UploadFiles(method, tgbotapi.Params(params), files)
	if err != nil {
		return nil, link.explain(method, answer, err)
	}
	return link.resultOf(answer), nil
}

// link is the library's HTTP client for one call: it adds the context and
// remembers what really happened, which the library's errors lose.
type link struct {
	ctx    context.Context
	client doer
	token  string
	form   []byte // the body to send; empty leaves the library's own
	result []byte // kept from the library, which would read it twice over
	status int
	refuse *Error
	fault  string
	lost   bool // with fault: the call had left
}

// Do sends the request. An answer that is not the Bot API's JSON, or that says
// "ok": false, is remembered here with its code before the library sees it.
func (l *link) Do(req *http.Request) (*http.Response, error) {
	req = req.WithContext(l.ctx)
	if len(l.form) > 0 {
		req.Body, req.ContentLength = io.NopCloser(bytes.NewReader(l.form)), int64(len(l.form))
		req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(l.form)), nil }
	}
	resp, err := l.client.Do(req)
	if err != nil {
		l.fault, l.lost = withoutAddress(err), !neverLeft(err)
		return nil, errors.New(l.fault)
	}
	l.status = resp.StatusCode
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	resp.Body.Close()
	if err != nil {
		l.fault, l.lost = "answer cut: "+withoutAddress(err), true
		return nil, errors.New(l.fault)
	}
	if resp.StatusCode == http.StatusOK {
		if l.result = plainResult(body); l.result != nil {
			body = []byte(resultKept)
		}
		resp.Body = io.NopCloser(bytes.NewReader(body))
		return resp, nil
	}
	var answer tgbotapi.APIResponse
	if json.Unmarshal(body, &answer) != nil || answer.ErrorCode == 0 {
		l.fault = fmt.Sprintf("status %d without a Bot API answer", resp.StatusCode)
		return nil, errors.New(l.fault)
	}
	l.refuse = l.refusal(&answer)
	return nil, errors.New("refused")
}

// resultOf is the result of the call, kept here or read by the library.
func (l *link) resultOf(answer *tgbotapi.APIResponse) []byte {
	if l.result != nil {
		return l.result
	}
	return answer.Result
}

// explain turns whatever the library returned into one of our two errors. The
// library's own error is of no use: after an upload it has lost the code.
func (l *link) explain(method string, answer *tgbotapi.APIResponse, err error) error {
	var lib *tgbotapi.Error
	if l.refuse == nil && errors.As(err, &lib) && answer != nil {
		l.refuse = l.refusal(answer)
	}
	switch {
	case l.refuse != nil:
		l.refuse.Method = method
		return l.refuse
	case l.fault != "":
		return &NetworkError{Method: method, Cause: l.withoutToken(l.fault), Lost: l.lost}
	default:
		return &NetworkError{Method: method, Cause: fmt.Sprintf("status %d, unreadable answer", l.status), Lost: true}
	}
}

// withoutToken is the second net under withoutAddress: a server or a proxy may
// repeat the address in what it says.
func (l *link) withoutToken(text string) string {
	if l.token == "" {
		return text
	}
	return strings.ReplaceAll(text, l.token, "(token)")
}

func (l *link) refusal(answer *tgbotapi.APIResponse) *Error {
	e := &Error{Code: answer.ErrorCode, Description: l.withoutToken(answer.Description)}
	if answer.Parameters != nil {
		e.RetryAfter = time.Duration(answer.Parameters.RetryAfter) * time.Second
	}
	return e
}

// ParseUpdate reads one update as Telegram sends it.
func ParseUpdate(raw []byte) (Update, error) {
	var in tgbotapi.Update
	if err := json.Unmarshal(raw, &in); err != nil {
		return Update{}, fmt.Errorf("read update: %w", err)
	}
	return convert(&in)
}

func convert(in *tgbotapi.Update) (Update, error) {
	u := Update{ID: int64(in.UpdateID), Kind: KindOther}
	switch {
	case in.Message != nil && in.Message.Chat != nil:
		fromMessage(&u, in.Message)
	case in.CallbackQuery != nil && in.CallbackQuery.From != nil:
		fromPress(&u, in.CallbackQuery)
	case in.InlineQuery != nil && in.InlineQuery.From != nil:
		q := in.InlineQuery
		u.Kind, u.Chat, u.From, u.InlineID, u.Text = KindInline, q.From.ID, person(q.From), q.ID, q.Query
	case in.MyChatMember != nil:
		fromMembership(&u, in.MyChatMember)
	}
	if u.ID <= 0 {
		return u, fmt.Errorf("read update: no update id")
	}
	return u, nil
}

func fromMessage(u *Update, m *tgbotapi.Message) {
	u.Chat, u.MessageID, u.Text = m.Chat.ID, m.MessageID, m.Text
	u.At = time.Unix(int64(m.Date), 0)
	u.From = person(m.From)
	switch {
	case !m.Chat.IsPrivate():
		u.Kind, u.Text = KindGroup, ""
	case m.Document != nil:
		u.Kind = KindFile
		u.File = File{ID: m.Document.FileID, Name: m.Document.FileName, Size: int64(m.Document.FileSize)}
	case m.Text != "":
		u.Kind = KindText
		u.Command, u.Args = command(m)
	default:
		u.Kind = KindMedia
		if n := len(m.Photo); n > 0 { // the largest of its sizes
			u.File = File{ID: m.Photo[n-1].FileID}
		}
	}
}

// command takes "/start@bot abc" apart; both are empty for other texts. The
// library's own way panics on a length that the text does not have.
func command(m *tgbotapi.Message) (name, args string) {
	if !m.IsCommand() {
		return "", ""
	}
	end := m.Entities[0].Length // UTF-16 units, and bytes: commands are ASCII
	if end < 2 || end > len(m.Text) || m.Text[0] != '/' || !utf8.ValidString(m.Text[:end]) {
		return "", ""
	}
	name, _, _ = strings.Cut(m.Text[1:end], "@")
	return strings.ToLower(name), strings.TrimSpace(m.Text[end:])
}

func fromPress(u *Update, q *tgbotapi.CallbackQuery) {
	u.Kind, u.Data, u.PressID = KindPress, q.Data, q.ID
	u.From = person(q.From)
	u.Chat = q.From.ID
	if q.Message != nil && q.Message.Chat != nil {
		u.MessageID = q.Message.MessageID
		u.Foreign = q.Message.Chat.ID != q.From.ID
	}
}

func fromMembership(u *Update, m *tgbotapi.ChatMemberUpdated) {
	u.Chat, u.From = m.Chat.ID, person(&m.From)
	u.At = time.Unix(int64(m.Date), 0)
	if !m.Chat.IsPrivate() {
		return
	}
	switch m.NewChatMember.Status {
	case "kicked":
		u.Kind = KindBlocked
	case "member":
		u.Kind = KindJoined
	}
}

func person(p *tgbotapi.User) Person {
	if p == nil {
		return Person{}
	}
	return Person{ID: p.ID, FirstName: p.FirstName, Language: p.LanguageCode}
}

// markup renders a keyboard as Telegram's inline_keyboard. No rows give an
// empty list, never null, which Telegram refuses.
func markup(k Keyboard) string {
	raw, err := json.Marshal(tgbotapi.InlineKeyboardMarkup{InlineKeyboard: inlineRows(k)})
	if err != nil { // strings and slices always marshal
		return `{"inline_keyboard":[]}`
	}
	return string(raw)
}

func inlineRows(k Keyboard) [][]tgbotapi.InlineKeyboardButton {
	rows := make([][]tgbotapi.InlineKeyboardButton, 0, len(k))
	for _, row := range k {
		out := make([]tgbotapi.InlineKeyboardButton, 0, len(row))
		for _, b := range row {
			if b.URL != "" {
				out = append(out, tgbotapi.NewInlineKeyboardButtonURL(b.Label, b.URL))
			} else {
				out = append(out, tgbotapi.NewInlineKeyboardButtonData(b.Label, b.Data))
			}
		}
		if len(out) > 0 {
			rows = append(rows, out)
		}
	}
	return rows
}

// inlineResults renders the answers to an inline query as articles.
func inlineResults(results []InlineResult) string {
	list := make([]tgbotapi.InlineQueryResultArticle, 0, len(results))
	for _, r := range results {
		article := tgbotapi.NewInlineQueryResultArticleHTML(r.ID, r.Title, r.Text)
		article.Description = r.Description
		if rows := inlineRows(r.Keyboard); len(rows) > 0 {
			article.ReplyMarkup = &tgbotapi.InlineKeyboardMarkup{InlineKeyboard: rows}
		}
		list = append(list, article)
	}
	raw, err := json.Marshal(list)
	if err != nil { // strings and slices always marshal
		return "[]"
	}
	return string(raw)
}

func chatID(id int64) string { return strconv.FormatInt(id, 10) }
