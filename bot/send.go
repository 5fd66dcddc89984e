package bot

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"sync/atomic"
	"time"
	"unicode/utf16"
)

// Retries of one call that Telegram did not answer or failed to carry out.
const (
	sendAttempts   = 4
	firstSendPause = 250 * time.Millisecond // doubles with each retry
)

// noPreview keeps links in a card from growing a preview under it;
// telegram-bot-api has no type for it.
const noPreview = `{"is_disabled":true}`

// Caller makes one call of the Bot API; Telegram is the real one.
type Caller interface {
	Call(ctx context.Context, method string, params Params) ([]byte, error)
	Upload(ctx context.Context, method string, params Params, field string, doc Document) ([]byte, error)
}

// Pace is the pace of messages that nobody asked for. Replies never wait for
// it; it is told of them.
type Pace interface {
	// Charge counts a reply to a chat. It returns at once.
	Charge(ctx context.Context, chat int64)
	// Hold makes what is paced wait as long as Telegram asks everybody to.
	Hold(ctx context.Context, d time.Duration)
}

// Sender sends replies. It never waits for a pace of its own: only a 429
// holds it back, and then everyone waits as long as Telegram asked.
type Sender struct {
	telegram Caller
	log      *slog.Logger
	pace     Pace
	resume   atomic.Int64 // unix nanoseconds until which a 429 pauses everybody
}

// NewSender makes a sender; pace may be nil where nothing is sent unasked.
func NewSender(c Caller, pace Pace, log *slog.Logger) *Sender {
	return &Sender{telegram: c, pace: pace, log: log}
}

// Deliver answers a press and sends the replies in order. It returns the
// first failure that retrying did not cure.
func (s *Sender) Deliver(ctx context.Context, u Update, replies []Reply) error {
	if u.PressID != "" {
		s.answerPress(ctx, u, replies)
	}
	for _, r := range replies {
		if r.Inline != nil {
			if err := s.answerInline(ctx, u, r); err != nil {
				return err
			}
			continue
		}
		if r.Text == "" && r.Document == nil {
			continue
		}
		if err := s.reply(ctx, u, r); err != nil {
			return err
		}
	}
	return nil
}

// answerPress stops the button's spinner and shows the toast, if any. A press
// that is too old to be answered still gets its reply.
func (s *Sender) answerPress(ctx context.Context, u Update, replies []Reply) {
	params := Params{"callback_query_id": u.PressID}
	for _, r := range replies {
		if r.Toast != "" {
			params["text"] = cut(r.Toast, MaxToast)
			break
		}
	}
	if _, err := s.call(ctx, "answerCallbackQuery", params); err != nil {
		s.log.Debug("press not answered", "update", u.ID, "error", err)
	}
}

// inlineCache is how long, in seconds, Telegram may answer the same words of
// the same person by itself.
const inlineCache = "60"

func (s *Sender) answerInline(ctx context.Context, u Update, r Reply) error {
	_, err := s.call(ctx, "answerInlineQuery", Params{
		"inline_query_id": u.InlineID, "results": inlineResults(r.Inline), "cache_time": inlineCache, "is_personal": "true",
	})
	return err
}

func (s *Sender) reply(ctx context.Context, u Update, r Reply) error {
	if s.pace != nil {
		s.pace.Charge(ctx, u.Chat)
	}
	if r.Document != nil {
		return s.sendDocument(ctx, u, r)
	}
	params := textParams(u.Chat, r)
	if !r.Edit || u.MessageID == 0 || u.PressID == "" || u.Foreign { // a foreign message's number means another message here
		_, err := s.call(ctx, "sendMessage", params)
		return err
	}
	params["message_id"] = strconv.Itoa(u.MessageID)
	_, err := s.call(ctx, "editMessageText", params)
	switch {
	case err == nil, NotModified(err):
		return nil
	case editRefused(err):
		delete(params, "message_id")
		_, err = s.call(ctx, "sendMessage", params)
	}
	return err
}

// textParams are the parameters of a written message.
func textParams(chat int64, r Reply) Params {
	params := Params{"chat_id": chatID(chat), "text": r.Text, "parse_mode": "HTML", "link_preview_options": noPreview}
	if m := r.replyMarkup(); m != "" {
		params["reply_markup"] = m
	}
	return params
}

// captionParams are the parameters of a file with what is written under it.
func captionParams(chat int64, r Reply) Params {
	params := Params{"chat_id": chatID(chat), "parse_mode": "HTML"}
	if r.Text != "" {
		params["caption"] = r.Text
	}
	if m := r.replyMarkup(); m != "" {
		params["reply_markup"] = m
	}
	return params
}

// upload is the method that sends the reply's file, and the file's field.
func (r Reply) upload() (method, field string) {
	if r.Picture {
		return "sendPhoto", "photo"
	}
	return "sendDocument", "document"
}

func (s *Sender) sendDocument(ctx context.Context, u Update, r Reply) error {
	params := captionParams(u.Chat, r)
	method, field := r.upload()
	return s.again(ctx, method, func(ctx context.Context) error {
		_, err := s.telegram.Upload(ctx, method, params, field, *r.Document)
		return err
	})
}

func (s *Sender) call(ctx context.Context, method string, params Params) (result []byte, err error) {
	err = s.again(ctx, method, func(ctx context.Context) error {
		result, err = s.telegram.Call(ctx, method, params)
		return err
	})
	return result, err
}

// again makes a call until it goes through, is refused for good, or the
// context ends. Waiting after a 429 does not count as a failure.
func (s *Sender) again(ctx context.Context, method string, call func(context.Context) error) error {
	pause := firstSendPause
	for failures := 0; ; {
		if err := s.waitForResume(ctx); err != nil {
			return err
		}
		one, cancel := context.WithTimeout(ctx, callTimeout)
		err := call(one)
		cancel()
		if after := RetryAfter(err); after > 0 {
			s.pauseAll(method, after)
			if s.pace != nil {
				s.pace.Hold(ctx, after)
			}
			continue
		}
		if !Temporary(err) {
			return err
		}
		if failures++; failures == sendAttempts {
			return err
		}
		s.log.Warn("call failed, trying again", "method", method, "try", failures, "error", err)
		if waitErr := sleep(ctx, pause); waitErr != nil {
			return errors.Join(err, waitErr)
		}
		pause *= 2
	}
}

func (s *Sender) pauseAll(method string, after time.Duration) {
	until := time.Now().Add(after).UnixNano()
	for {
		was := s.resume.Load()
		if was >= until || s.resume.CompareAndSwap(was, until) {
			break
		}
	}
	s.log.Warn("Telegram asks to wait", "method", method, "retry_after", after)
}

func (s *Sender) waitForResume(ctx context.Context) error {
	for {
		left := time.Until(time.Unix(0, s.resume.Load()))
		if left <= 0 {
			return nil
		}
		if err := sleep(ctx, left); err != nil {
			return err
		}
	}
}

// sleep waits, or returns early with the context's error.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// cut shortens a text to at most n characters as Telegram counts them, in
// UTF-16 units.
func cut(s string, n int) string {
	used, fits := 0, 0 // fits: bytes that leave room for the dots
	for i, r := range s {
		if used < n {
			fits = i
		}
		if used += utf16.RuneLen(r); used > n {
			return s[:fits] + "…"
		}
	}
	return s
}
