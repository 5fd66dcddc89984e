package bot

// Limits of the Bot API that a reply must keep.
const (
	MaxText    = 4096 // UTF-16 units of a message after entities are parsed
	MaxCaption = 1024 // the same, under a file
	MaxData    = 64   // bytes of a button's callback data
	MaxToast   = 200  // UTF-16 units of the note that a press may show
)

// Reply is one message to the chat that the update came from. Texts are HTML
// in Telegram's dialect, escaped by whoever wrote them.
type Reply struct {
	Text     string
	Keyboard Keyboard
	// Edit changes the message whose button was pressed instead of writing a
	// new one. Where there is nothing to edit, a new message is sent.
	Edit bool
	// Toast is shown over the chat as the answer to a press; a Reply with
	// only a Toast sends no message.
	Toast string
	// Document, if set, is sent with Text as its caption.
	Document *Document
	// Picture shows Document as a picture: PNG or JPEG.
	Picture bool

	// Inline, if set, answers an inline query; it may be empty but not nil.
	Inline []InlineResult

	markup string // Keyboard as it is sent, where it was prepared
}

// Prepared returns the reply with its keyboard in the form in which it is
// sent, for replies that are kept and sent many times. The keyboard must not
// be changed afterwards.
func (r Reply) Prepared() Reply {
	if len(r.Keyboard) > 0 {
		r.markup = markup(r.Keyboard)
	}
	return r
}

// replyMarkup is the keyboard as it is sent, or "" when there is none.
func (r Reply) replyMarkup() string {
	switch {
	case len(r.Keyboard) == 0:
		return ""
	case r.markup != "":
		return r.markup
	}
	return markup(r.Keyboard)
}

// Keyboard is rows of buttons under a message.
type Keyboard [][]Button

// InlineResult is one message that a person can send into another chat.
type InlineResult struct {
	ID          string // at most 64 bytes
	Title       string
	Description string
	Text        string // HTML
	Keyboard    Keyboard
}

// Button either carries callback data or opens an address.
type Button struct {
	Label string
	Data  string
	URL   string
}

// Document is a file that the bot sends.
type Document struct {
	Name    string
	Content []byte
}

// Row makes a row of one button, the form that keeps long labels readable.
func Row(buttons ...Button) []Button { return buttons }
