package local

import (
	"fmt"
	"net/http"
	"strconv"
)

// apiError is a refusal as the Bot API words it.
type apiError struct {
	code        int
	description string
	retryAfter  int // seconds, for 429
}

// Error makes apiError an error for the in-process callers.
func (e *apiError) Error() string { return strconv.Itoa(e.code) + " " + e.description }

// badRequest is a 400 with Telegram's prefix.
func badRequest(format string, args ...any) *apiError {
	return &apiError{code: http.StatusBadRequest, description: "Bad Request: " + fmt.Sprintf(format, args...)}
}

// forbidden is a 403 with Telegram's prefix.
func forbidden(what string) *apiError {
	return &apiError{code: http.StatusForbidden, description: "Forbidden: " + what}
}

// conflict is a 409 with Telegram's prefix.
func conflict(what string) *apiError {
	return &apiError{code: http.StatusConflict, description: "Conflict: " + what}
}

// tooMany is a 429; seconds is at least 1.
func tooMany(seconds int) *apiError {
	return &apiError{
		code:        http.StatusTooManyRequests,
		description: "Too Many Requests: retry after " + strconv.Itoa(seconds),
		retryAfter:  seconds,
	}
}

// The refusals without a variable part.
func errChatNotFound() *apiError    { return badRequest("chat not found") }
func errBlocked() *apiError         { return forbidden("bot was blocked by the user") }
func errDeactivated() *apiError     { return forbidden("user is deactivated") }
func errNotStarted() *apiError      { return forbidden("bot can't initiate conversation with a user") }
func errKicked() *apiError          { return forbidden("bot was kicked from the group chat") }
func errTextEmpty() *apiError       { return badRequest("message text is empty") }
func errTooLong() *apiError         { return badRequest("message is too long") }
func errCaptionLong() *apiError     { return badRequest("message caption is too long") }
func errEditNotFound() *apiError    { return badRequest("message to edit not found") }
func errNotEditable() *apiError     { return badRequest("message can't be edited") }
func errDeleteNotFound() *apiError  { return badRequest("message to delete not found") }
func errDeleteForbidden() *apiError { return badRequest("message can't be deleted for everyone") }
func errReplyNotFound() *apiError   { return badRequest("message to be replied not found") }
func errTooLarge() *apiError {
	return &apiError{code: http.StatusRequestEntityTooLarge, description: "Request Entity Too Large"}
}
func errNotModified() *apiError {
	return badRequest("message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message")
}
func errQueryTooOld() *apiError {
	return badRequest("query is too old and response timeout expired or query ID is invalid")
}
