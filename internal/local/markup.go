package local

import (
	"encoding/json"
	"slices"
)

// Telegram's bounds of keyboards.
const (
	maxButtons = 100    // inline buttons a message
	maxMarkup  = 10_000 // bytes of all labels and data
)

// markup is what reply_markup asks for; all empty when there is none.
type markup struct {
	inline *Keyboard
	reply  *ReplyKeyboard
	remove bool
}

// markup reads and checks reply_markup.
func (c *call) markup() (markup, *apiError) {
	raw := c.param("reply_markup")
	if raw == "" {
		return markup{}, nil
	}
	var usual struct {
		Rows [][]wireButton `json:"inline_keyboard"`
	}
	if json.Unmarshal([]byte(raw), &usual) == nil && usual.Rows != nil && !hasNil(usual.Rows) {
		keyboard, err := inlineKeyboard(usual.Rows)
		return markup{inline: keyboard}, err
	}
	return slowMarkup(raw)
}

// hasNil says whether a row was null.
func hasNil(rows [][]wireButton) bool {
	return slices.ContainsFunc(rows, func(row []wireButton) bool { return row == nil })
}

// slowMarkup reads what is no plain inline keyboard, and finds out what is wrong with it.
func slowMarkup(raw string) (markup, *apiError) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal([]byte(raw), &members); err != nil {
		if json.Valid([]byte(raw)) {
			return markup{}, badRequest("object expected as reply markup")
		}
		return markup{}, badRequest("can't parse reply keyboard markup JSON object")
	}
	if rows, ok := members["inline_keyboard"]; ok {
		if _, err := rowsOf("inline_keyboard", rows); err != nil {
			return markup{}, err
		}
		return markup{}, badRequest("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
	}
	if rows, ok := members["keyboard"]; ok {
		keyboard, err := replyKeyboard(rows, []byte(raw))
		return markup{reply: keyboard}, err
	}
	_, remove := members["remove_keyboard"]
	return markup{remove: remove}, nil
}

// rowsOf splits a keyboard into its buttons' JSON.
func rowsOf(field string, raw json.RawMessage) ([][]json.RawMessage, *apiError) {
	var rows []json.RawMessage
	if string(raw) == "null" || json.Unmarshal(raw, &rows) != nil {
		return nil, badRequest("field \"%s\" must be of type Array", field)
	}
	out := make([][]json.RawMessage, len(rows))
	for i, row := range rows {
		if string(row) == "null" || json.Unmarshal(row, &out[i]) != nil {
			return nil, badRequest("field \"%s\" must be an Array of Arrays", field)
		}
	}
	return out, nil
}

// inlineKeyboard checks each button; a keyboard without buttons is none.
func inlineKeyboard(rows [][]wireButton) (*Keyboard, *apiError) {
	keyboard := &Keyboard{}
	count, size := 0, 0
	for _, row := range rows {
		buttons := make([]Button, 0, len(row))
		for _, one := range row {
			b, err := one.checked()
			if err != nil {
				return nil, err
			}
			count++
			size += len(b.Text) + len(b.CallbackData) + len(b.URL)
			buttons = append(buttons, b)
		}
		if len(buttons) > 0 {
			keyboard.InlineKeyboard = append(keyboard.InlineKeyboard, buttons)
		}
	}
	switch {
	case count > maxButtons, size > maxMarkup:
		return nil, badRequest("reply markup is too long")
	case count == 0:
		return nil, nil
	}
	return keyboard, nil
}

// replyKeyboard reads a reply keyboard; a button may be a bare text.
func replyKeyboard(raw json.RawMessage, whole []byte) (*ReplyKeyboard, *apiError) {
	rows, err := rowsOf("keyboard", raw)
	if err != nil {
		return nil, err
	}
	keyboard := &ReplyKeyboard{}
	var options struct {
		OneTime     bool   `json:"one_time_keyboard"`
		Placeholder string `json:"input_field_placeholder"`
	}
	if json.Unmarshal(whole, &options) != nil {
		return nil, badRequest("can't parse reply keyboard markup JSON object")
	}
	keyboard.OneTimeKeyboard, keyboard.Placeholder = options.OneTime, options.Placeholder
	for _, row := range rows {
		var buttons []ReplyButton
		for _, one := range row {
			var b ReplyButton
			if json.Unmarshal(one, &b.Text) != nil && json.Unmarshal(one, &b) != nil || b.Text == "" {
				return nil, badRequest("can't parse keyboard button: KeyboardButton must be a String or an Object with a text")
			}
			buttons = append(buttons, b)
		}
		if len(buttons) > 0 {
			keyboard.Keyboard = append(keyboard.Keyboard, buttons)
		}
	}
	return keyboard, nil
}

// replyParameters is the newer way to say what a message replies to.
type replyParameters struct {
	MessageID int64 `json:"message_id"`
	Lenient   bool  `json:"allow_sending_without_reply"`
}

func (c *call) replyParameters() (replyParameters, bool) {
	var p replyParameters
	raw := c.param("reply_parameters")
	return p, raw != "" && json.Unmarshal([]byte(raw), &p) == nil
}
