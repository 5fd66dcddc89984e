package bot

import "context"

// Notify sends a message that nobody asked for, in one attempt: who sends it
// keeps the pace, and decides by the error what becomes of it. A 429 holds
// replies back as well; the pace is the caller's to hold.
func (s *Sender) Notify(ctx context.Context, chat int64, r Reply) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	_, err := s.telegram.Call(ctx, "sendMessage", textParams(chat, r))
	if after := RetryAfter(err); after > 0 {
		s.pauseAll("sendMessage", after)
	}
	return err
}
