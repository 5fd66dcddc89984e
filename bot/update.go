package bot

import "time"

// Kind says what a person (or Telegram itself) did.
type Kind string

// The kinds of update that reach a conversation.
const (
	KindText    Kind = "text"    // a written message; Text holds it
	KindPress   Kind = "press"   // an inline button; Data holds its callback data
	KindFile    Kind = "file"    // a document; File describes it
	KindMedia   Kind = "media"   // voice, photo, sticker, location …: nothing that can be read; File is the photo
	KindInline  Kind = "inline"  // @bot words, typed in any chat; Text holds the words
	KindBlocked Kind = "blocked" // the person stopped the bot
	KindJoined  Kind = "joined"  // the person started the bot again after a stop
	KindGroup   Kind = "group"   // any message outside a private chat
	KindOther   Kind = "other"   // what this version does not know; answered by nothing
)

// Update is one thing that happened in one chat.
type Update struct {
	ID        int64 // grows; the key that makes effects happen once
	Chat      int64
	Kind      Kind
	At        time.Time // when Telegram received it; zero where Telegram does not say
	From      Person
	Text      string
	Command   string // without the slash and the bot's name: "start"
	Args      string // what followed the command
	MessageID int    // the message written, or the one that holds the pressed button
	Data      string // callback data of a press
	PressID   string // what answers the press
	InlineID  string // what answers an inline query
	Foreign   bool   // a press on a message of another chat than the presser's own
	File      File
}

// Person is what Telegram tells of the sender. It is never stored or logged;
// only Language is used, until the person has chosen one.
type Person struct {
	ID        int64
	FirstName string
	Language  string // IETF tag such as "kk", "ru-RU"; may be empty
}

// File is a document or photo that a person sent.
type File struct {
	ID   string
	Name string // "" of a photo, as the size is 0
	Size int64  // bytes
}
