package local

// User is a person or the bot, as the Bot API shows them.
type User struct {
	ID           int64  `json:"id"`
	IsBot        bool   `json:"is_bot"`
	FirstName    string `json:"first_name"`
	LastName     string `json:"last_name,omitempty"`
	Username     string `json:"username,omitempty"`
	LanguageCode string `json:"language_code,omitempty"`
}

// ChatInfo is the chat inside a message.
type ChatInfo struct {
	ID        int64  `json:"id"`
	Type      string `json:"type"`
	Title     string `json:"title,omitempty"`
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
	Username  string `json:"username,omitempty"`
}

// Entity marks a part of a text; offset and length count UTF-16 units.
type Entity struct {
	Type     string `json:"type"`
	Offset   int    `json:"offset"`
	Length   int    `json:"length"`
	URL      string `json:"url,omitempty"`
	Language string `json:"language,omitempty"`
}

// Message is one message as the Bot API shows it. Stored messages are never changed: an edit stores a new one.
type Message struct {
	MessageID       int64       `json:"message_id"`
	From            *User       `json:"from,omitempty"`
	Chat            ChatInfo    `json:"chat"`
	Date            int64       `json:"date"`
	EditDate        int64       `json:"edit_date,omitempty"`
	ReplyTo         *Message    `json:"reply_to_message,omitempty"`
	Text            string      `json:"text,omitempty"`
	Entities        []Entity    `json:"entities,omitempty"`
	Caption         string      `json:"caption,omitempty"`
	CaptionEntities []Entity    `json:"caption_entities,omitempty"`
	Document        *Document   `json:"document,omitempty"`
	Photo           []PhotoSize `json:"photo,omitempty"`
	Voice           *Voice      `json:"voice,omitempty"`
	Sticker         *Sticker    `json:"sticker,omitempty"`
	Contact         *Contact    `json:"contact,omitempty"`
	ReplyMarkup     *Keyboard   `json:"reply_markup,omitempty"`
}

// Document is a file sent as a file. Sizes are bytes.
type Document struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	FileName     string `json:"file_name,omitempty"`
	MimeType     string `json:"mime_type,omitempty"`
	FileSize     int    `json:"file_size"`
}

// PhotoSize is one size of a photo, in pixels.
type PhotoSize struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	Width        int    `json:"width"`
	Height       int    `json:"height"`
	FileSize     int    `json:"file_size"`
}

// Voice is a voice message; the duration is in seconds.
type Voice struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	Duration     int    `json:"duration"`
	MimeType     string `json:"mime_type,omitempty"`
	FileSize     int    `json:"file_size"`
}

// Sticker is a sticker with the emoji that stands for it.
type Sticker struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	Type         string `json:"type"`
	Width        int    `json:"width"`
	Height       int    `json:"height"`
	IsAnimated   bool   `json:"is_animated"`
	IsVideo      bool   `json:"is_video"`
	Emoji        string `json:"emoji,omitempty"`
}

// Contact is a shared phone number.
type Contact struct {
	PhoneNumber string `json:"phone_number"`
	FirstName   string `json:"first_name"`
	UserID      int64  `json:"user_id,omitempty"`
}

// Keyboard is the inline keyboard under a message.
type Keyboard struct {
	InlineKeyboard [][]Button `json:"inline_keyboard"`
}

// Button is one inline button; exactly one action is set.
type Button struct {
	Text             string    `json:"text"`
	URL              string    `json:"url,omitempty"`
	CallbackData     string    `json:"callback_data,omitempty"`
	WebApp           *WebApp   `json:"web_app,omitempty"`
	SwitchInline     *string   `json:"switch_inline_query,omitempty"`
	SwitchInlineHere *string   `json:"switch_inline_query_current_chat,omitempty"`
	CopyText         *CopyText `json:"copy_text,omitempty"`
}

// WebApp is the address of a web app behind a button.
type WebApp struct {
	URL string `json:"url"`
}

// CopyText is what a button puts on the clipboard.
type CopyText struct {
	Text string `json:"text"`
}

// ReplyKeyboard is the keyboard shown instead of the letters.
type ReplyKeyboard struct {
	Keyboard        [][]ReplyButton `json:"keyboard"`
	OneTimeKeyboard bool            `json:"one_time_keyboard,omitempty"`
	Placeholder     string          `json:"input_field_placeholder,omitempty"`
}

// ReplyButton is one button of a reply keyboard: it sends its text, or the person's contact.
type ReplyButton struct {
	Text            string `json:"text"`
	RequestContact  bool   `json:"request_contact,omitempty"`
	RequestLocation bool   `json:"request_location,omitempty"`
}

// Command is one line of the commands menu.
type Command struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

// callbackQuery is the payload of a pressed button's update.
type callbackQuery struct {
	ID           string   `json:"id"`
	From         *User    `json:"from"`
	Message      *Message `json:"message,omitempty"`
	ChatInstance string   `json:"chat_instance"`
	Data         string   `json:"data"`
}

// inlineQuery is the payload of an inline question's update.
type inlineQuery struct {
	ID       string `json:"id"`
	From     *User  `json:"from"`
	Query    string `json:"query"`
	Offset   string `json:"offset"`
	ChatType string `json:"chat_type,omitempty"`
}

// chatMember is the payload of my_chat_member.
type chatMember struct {
	Chat ChatInfo     `json:"chat"`
	From *User        `json:"from"`
	Date int64        `json:"date"`
	Old  memberStatus `json:"old_chat_member"`
	New  memberStatus `json:"new_chat_member"`
}

// memberStatus is what the bot is in a chat: member, kicked, left.
type memberStatus struct {
	User      *User  `json:"user"`
	Status    string `json:"status"`
	UntilDate *int64 `json:"until_date,omitempty"`
}
