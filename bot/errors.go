package bot

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Error is Telegram's refusal of a call. It never holds the token.
type Error struct {
	Method      string
	Code        int // HTTP status as Telegram repeats it in error_code
	Description string
	RetryAfter  time.Duration // only with code 429
}

func (e *Error) Error() string {
	return fmt.Sprintf("telegram refused %s: %d %s", e.Method, e.Code, e.Description)
}

// NetworkError says that no answer came: refused, cut, timed out, or an answer
// that is not the Bot API's. The call may or may not have taken effect.
type NetworkError struct {
	Method string
	Cause  string // already freed of the address, which holds the token
	Lost   bool   // the call had left: it may have taken effect
}

func (e *NetworkError) Error() string {
	return fmt.Sprintf("telegram unreachable for %s: %s", e.Method, e.Cause)
}

// Blocked reports that the person cannot be written to: they stopped the bot
// or their account is gone.
func Blocked(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Code == http.StatusForbidden
}

// Refused reports that Telegram will never take this message: it is malformed,
// or there is no such chat. A wrong token is none of the message's fault.
func Refused(err error) bool {
	var e *Error
	return errors.As(err, &e) && (e.Code == http.StatusBadRequest || e.Code == http.StatusRequestEntityTooLarge)
}

// NotModified reports an edit that would change nothing: a success for us.
func NotModified(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Code == http.StatusBadRequest && strings.Contains(e.Description, "message is not modified")
}

// editRefused reports that the message can't be edited (gone, too old, not
// ours): the text must go out as a new message.
func editRefused(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Code == http.StatusBadRequest &&
		(strings.Contains(e.Description, "message to edit not found") ||
			strings.Contains(e.Description, "message can't be edited") ||
			strings.Contains(e.Description, "MESSAGE_ID_INVALID") ||
			strings.Contains(e.Description, "there is no text in the message to edit"))
}

// RetryAfter returns how long Telegram asks everyone to wait (429), or zero.
func RetryAfter(err error) time.Duration {
	var e *Error
	if errors.As(err, &e) && e.Code == http.StatusTooManyRequests {
		return max(e.RetryAfter, time.Second)
	}
	return 0
}

// Unsure reports that nobody knows whether the call took effect: it had left and
// no answer came. A gateway's 5xx is an answer: it did not.
func Unsure(err error) bool {
	var n *NetworkError
	return errors.As(err, &n) && n.Lost
}

// Temporary reports that the same call may go through later: no answer, or a
// fault on Telegram's side. A 429 is not among them, see RetryAfter.
func Temporary(err error) bool {
	var n *NetworkError
	if errors.As(err, &n) {
		return true
	}
	var e *Error
	return errors.As(err, &e) && e.Code >= 500
}
