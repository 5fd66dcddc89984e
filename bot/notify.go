package bot

import "context"

// Notify sends a message that nobody asked for, in one attempt: who sends it
// keeps the pace, and decides by the error what becomes of it. A 429 holds
// replies back as well; the pace is the caller's to hold.
func (s *Sender) Notify(ctx context.Context, chat int64, r Reply) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	method, err := "sendMessage", error(nil)
	if r.Document != nil {
		var field string
		method, field = r.upload()
		_, err = s.telegram.Upload(ctx, method, captionParams(chat, r), field, *r.Document)
	} else {
		_, err = s.telegram.Call(ctx, method, textParams(chat, r))
	}
	if after := RetryAfter(err); after > 0 {
		s.pauseAll(method, after)
	}
	return err
}
