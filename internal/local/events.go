package local

import (
	"encoding/json"
	"time"
)

// The kinds of events.
const (
	EventMessage  = "message"  // a new message, the bot's or a person's
	EventEdit     = "edit"     // a message changed
	EventDelete   = "delete"   // a message went
	EventAnswer   = "answer"   // a callback query was answered
	EventAction   = "action"   // the bot is typing
	EventKeyboard = "keyboard" // the reply keyboard of a chat changed
	EventCall     = "call"     // a Bot API call ended
	EventUpdate   = "update"   // an update was created
	EventChat     = "chat"     // a chat appeared, or was blocked, unblocked, deactivated
	EventCommands = "commands" // a commands menu changed
	EventClock    = "clock"    // the clock was moved
)

// Event is one thing that happened. Only the fields of its kind are set.
type Event struct {
	Seq       int64           `json:"seq"`
	Kind      string          `json:"kind"`
	Chat      int64           `json:"chat,omitempty"`
	Message   *Message        `json:"message,omitempty"`
	MessageID int64           `json:"message_id,omitempty"`
	Answer    *Answer         `json:"answer,omitempty"`
	Action    string          `json:"action,omitempty"`
	Keyboard  *ReplyKeyboard  `json:"keyboard,omitempty"`
	Call      *Call           `json:"call,omitempty"`
	UpdateID  int64           `json:"update_id,omitempty"`
	Update    json.RawMessage `json:"update,omitempty"`
	Now       time.Time       `json:"now,omitzero"`
	Offset    time.Duration   `json:"offset,omitempty"` // nanoseconds
}

// Answer is what the bot said to a pressed button.
type Answer struct {
	QueryID string `json:"query_id"`
	Text    string `json:"text,omitempty"`
	Alert   bool   `json:"show_alert,omitempty"`
	URL     string `json:"url,omitempty"`
}

// eventKinds lists the kinds in the order of their bits.
func eventKinds() [11]string {
	return [...]string{
		EventMessage, EventEdit, EventDelete, EventAnswer, EventAction, EventKeyboard, EventCall, EventUpdate, EventChat,
		EventCommands, EventClock,
	}
}
