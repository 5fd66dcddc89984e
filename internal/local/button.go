package local

import "strings"

// Telegram's bounds of buttons.
const (
	maxCallbackData = 64  // bytes
	maxCopyText     = 256 // units
)

// wireButton is an inline button as a bot sends it: what is absent differs from what is empty.
type wireButton struct {
	Text             *string   `json:"text"`
	CallbackData     *string   `json:"callback_data"`
	URL              *string   `json:"url"`
	WebApp           *WebApp   `json:"web_app"`
	SwitchInline     *string   `json:"switch_inline_query"`
	SwitchInlineHere *string   `json:"switch_inline_query_current_chat"`
	CopyText         *CopyText `json:"copy_text"`
}

// checked gives the button, or Telegram's refusal.
func (b *wireButton) checked() (Button, *apiError) {
	if b.Text == nil {
		return Button{}, badRequest("can't parse inline keyboard button: Can't find field \"text\"")
	}
	out := Button{Text: *b.Text, WebApp: b.WebApp, SwitchInline: b.SwitchInline, SwitchInlineHere: b.SwitchInlineHere, CopyText: b.CopyText}
	if out.Text == "" {
		return Button{}, badRequest("inline keyboard button text must be non-empty")
	}
	switch {
	case b.URL != nil:
		checked, ok := checkedURL(*b.URL)
		if !ok {
			return Button{}, badRequest("inline keyboard button URL '%s' is invalid: Wrong HTTP URL", *b.URL)
		}
		return Button{Text: out.Text, URL: checked}, nil
	case b.CallbackData != nil:
		if n := len(*b.CallbackData); n == 0 || n > maxCallbackData {
			return Button{}, badRequest("BUTTON_DATA_INVALID")
		}
		return Button{Text: out.Text, CallbackData: *b.CallbackData}, nil
	case out.WebApp != nil:
		if checked, ok := checkedURL(out.WebApp.URL); !ok || !strings.HasPrefix(checked, "https://") {
			return Button{}, badRequest("inline keyboard button Web App URL '%s' is invalid: Only HTTPS links are allowed", out.WebApp.URL)
		}
	case out.CopyText != nil:
		if n := units(out.CopyText.Text); n == 0 || n > maxCopyText {
			return Button{}, badRequest("BUTTON_COPY_TEXT_INVALID")
		}
	case out.SwitchInline != nil, out.SwitchInlineHere != nil:
	default:
		return Button{}, badRequest("can't parse inline keyboard button: Text buttons are not allowed in the inline keyboard")
	}
	return out, nil
}
