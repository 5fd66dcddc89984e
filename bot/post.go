package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
)

// Post is a message to one of many, sent unasked: what a broadcast consists of.
type Post struct {
	Chat       int64
	Text       string // HTML; under a file its caption
	Keyboard   Keyboard
	Attachment *Attachment // nil: none
	MessageID  int64       // of the message that EditPost changes
}

// Attachment is a picture or document that many get.
type Attachment struct {
	Photo   bool   // shown as a picture, otherwise a file
	FileID  string // how Telegram calls it; "" while it has to be uploaded
	Name    string
	Content []byte // needed only without FileID
}

// Posted is what Telegram made of a post.
type Posted struct {
	MessageID int64
	FileID    string // of the attachment
}

// Post makes one attempt to send. Unlike a reply it is not retried here: whoever
// keeps the account of it decides. It waits while a 429 pauses everybody, and one
// that it meets pauses everybody.
func (s *Sender) Post(ctx context.Context, p Post) (Posted, error) {
	method, params := "sendMessage", p.params("text")
	a := p.Attachment
	field := ""
	if a != nil {
		method, field, params = "sendDocument", "document", p.params("caption")
		if a.Photo {
			method, field = "sendPhoto", "photo"
		}
		if a.FileID != "" {
			params[field] = a.FileID
		}
	}
	var answer []byte
	err := s.attempt(ctx, method, func() (err error) {
		if a != nil && a.FileID == "" {
			answer, err = s.telegram.Upload(ctx, method, params, field, Document{Name: a.Name, Content: a.Content})
			return err
		}
		answer, err = s.telegram.Call(ctx, method, params)
		return err
	})
	if err != nil {
		return Posted{}, err
	}
	return posted(method, answer)
}

// EditPost makes one attempt to change the text of a post that was sent. One
// that reads so already is a success.
func (s *Sender) EditPost(ctx context.Context, p Post) error {
	method, params := "editMessageText", p.params("text")
	if p.Attachment != nil {
		method, params = "editMessageCaption", p.params("caption")
	}
	params["message_id"] = strconv.FormatInt(p.MessageID, 10)
	err := s.attempt(ctx, method, func() error {
		_, err := s.telegram.Call(ctx, method, params)
		return err
	})
	if NotModified(err) {
		return nil
	}
	return err
}

// params are the values of a call with a text, or with a caption.
func (p Post) params(text string) Params {
	params := textParams(p.Chat, Reply{Text: p.Text, Keyboard: p.Keyboard})
	if text != "text" {
		params[text] = params["text"]
		delete(params, "text")
		delete(params, "link_preview_options")
	}
	return params
}

func (s *Sender) attempt(ctx context.Context, method string, call func() error) error {
	if err := s.waitForResume(ctx); err != nil {
		return err
	}
	err := call()
	if after := RetryAfter(err); after > 0 {
		s.pauseAll(method, after)
	}
	return err
}

// posted reads the message that came of a post. One that can't be read was sent
// all the same; nobody can edit it later.
func posted(method string, answer []byte) (Posted, error) {
	var m struct {
		MessageID int64 `json:"message_id"`
		Document  struct {
			FileID string `json:"file_id"`
		}
		Photo []struct {
			FileID string `json:"file_id"`
		}
	}
	if err := json.Unmarshal(answer, &m); err != nil {
		return Posted{}, &NetworkError{Method: method, Cause: fmt.Sprintf("unreadable message: %v", err), Lost: true}
	}
	out := Posted{MessageID: m.MessageID, FileID: m.Document.FileID}
	if n := len(m.Photo); n > 0 {
		out.FileID = m.Photo[n-1].FileID // the largest
	}
	return out, nil
}
