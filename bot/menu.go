package bot

import (
	"context"
	"encoding/json"
	"fmt"
)

// MenuItem is one command of the bot's menu.
type MenuItem struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

// SetMenu sets the menu of commands for people with a language, or for
// everybody else when the language is empty.
func SetMenu(ctx context.Context, c Caller, language string, items []MenuItem) error {
	list, err := json.Marshal(items)
	if err != nil {
		return fmt.Errorf("set menu: %w", err)
	}
	params := Params{"commands": string(list)}
	if language != "" {
		params["language_code"] = language
	}
	_, err = c.Call(ctx, "setMyCommands", params)
	return err
}

// Me asks Telegram who the bot is and returns its username.
func Me(ctx context.Context, c Caller) (username string, err error) {
	raw, err := c.Call(ctx, "getMe", nil)
	if err != nil {
		return "", err
	}
	var me struct {
		Username string `json:"username"`
	}
	if err := json.Unmarshal(raw, &me); err != nil {
		return "", fmt.Errorf("read getMe: %w", err)
	}
	return me.Username, nil
}

// SetWebhook tells Telegram where to send updates.
func SetWebhook(ctx context.Context, c Caller, url, secret string) error {
	_, err := c.Call(ctx, "setWebhook", Params{"url": url, "secret_token": secret, "allowed_updates": allowedUpdates})
	return err
}

// DropWebhook makes Telegram keep updates for polling.
func DropWebhook(ctx context.Context, c Caller) error {
	_, err := c.Call(ctx, "deleteWebhook", nil)
	return err
}

// SetChatMenu sets the menu of commands of one chat, in place of everybody's.
func SetChatMenu(ctx context.Context, c Caller, chat int64, items []MenuItem) error {
	list, err := json.Marshal(items)
	if err != nil {
		return fmt.Errorf("set a chat's menu: %w", err)
	}
	_, err = c.Call(ctx, "setMyCommands", Params{"commands": string(list), "scope": chatScope(chat)})
	return err
}

// DropChatMenu gives a chat everybody's menu again.
func DropChatMenu(ctx context.Context, c Caller, chat int64) error {
	_, err := c.Call(ctx, "deleteMyCommands", Params{"scope": chatScope(chat)})
	return err
}

func chatScope(chat int64) string { return fmt.Sprintf(`{"type":"chat","chat_id":%d}`, chat) }
