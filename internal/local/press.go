package local

import (
	"errors"
	"fmt"
	"strconv"
)

// The faults of pressing.
var (
	errNoMessage = errors.New("no such message")
	errNoButton  = errors.New("no such button")
)

// Press presses the inline button that holds the data and gives the query's number. Without Options.Record any data goes.
func (p *Person) Press(messageID int64, data string) (string, error) {
	if p.s.opt.Record {
		m, err := p.messageWith(messageID)
		if err != nil {
			return "", err
		}
		if !holds(m, data) {
			return "", fmt.Errorf("%w: %q under message %d", errNoButton, data, messageID)
		}
	}
	return p.Forge(messageID, data), nil
}

// Forge presses with data that no button needs to hold, as a changed client could.
func (p *Person) Forge(messageID int64, data string) string {
	p.c.mu.Lock()
	defer p.c.mu.Unlock()
	m := p.c.message(messageID)
	if m == nil { // date 0 is how Telegram marks a message that is gone
		m = &Message{MessageID: messageID, Chat: p.c.info}
		if !p.s.opt.Record {
			m.From, m.Date = p.s.botUser(p.s.botNumber()), p.s.Now().Unix()
		}
	}
	id := p.s.queries.add(p.c.id, p.s.Now())
	p.s.enqueue(p.c.id, updateCallback, callbackQuery{
		ID: id, From: p.c.user, Message: m, ChatInstance: strconv.FormatInt(p.c.id, 10), Data: data,
	})
	return id
}

// Inline asks the bot a question from another chat and gives the query's number.
func (p *Person) Inline(query string) string {
	id := p.s.queries.add(p.c.id, p.s.Now())
	p.c.mu.Lock()
	defer p.c.mu.Unlock()
	p.s.enqueue(p.c.id, updateInline, inlineQuery{ID: id, From: p.c.user, Query: query, ChatType: "sender"})
	return id
}

// messageWith finds a message in the person's chat.
func (p *Person) messageWith(id int64) (*Message, error) {
	p.c.mu.Lock()
	defer p.c.mu.Unlock()
	if m := p.c.message(id); m != nil {
		return m, nil
	}
	return nil, fmt.Errorf("%w: %d", errNoMessage, id)
}

// holds says whether a button of the message holds the data.
func holds(m *Message, data string) bool {
	if m.ReplyMarkup == nil {
		return false
	}
	for _, row := range m.ReplyMarkup.InlineKeyboard {
		for _, b := range row {
			if b.CallbackData == data && data != "" {
				return true
			}
		}
	}
	return false
}

// URLButtonError says that the pressed button opens an address: the bot gets no update.
type URLButtonError struct{ URL string }

// Error names the address.
func (e *URLButtonError) Error() string { return "the button opens " + e.URL }

// PressButton presses the n-th inline button of a message, counted from 1 in reading order, and gives the query's
// number. A button with an address gives *URLButtonError.
func (p *Person) PressButton(messageID int64, n int) (string, error) {
	m, err := p.messageWith(messageID)
	if err != nil {
		return "", err
	}
	if m.ReplyMarkup != nil {
		left := n
		for _, row := range m.ReplyMarkup.InlineKeyboard {
			if left < 1 || left > len(row) {
				left -= len(row)
				continue
			}
			switch b := row[left-1]; {
			case b.CallbackData != "":
				return p.Forge(messageID, b.CallbackData), nil
			case b.URL != "":
				return "", &URLButtonError{URL: b.URL}
			default:
				return "", fmt.Errorf("button %d under message %d asks nothing of the bot", n, messageID)
			}
		}
	}
	return "", fmt.Errorf("%w: number %d under message %d", errNoButton, n, messageID)
}

// PressKey presses the n-th button of the reply keyboard, counted from 1: it sends its text, or the contact.
func (p *Person) PressKey(n int) (Message, error) {
	keyboard := p.s.Chat(p.c.id).Keyboard()
	if keyboard != nil {
		for _, row := range keyboard.Keyboard {
			if n >= 1 && n <= len(row) {
				if b := row[n-1]; b.RequestContact {
					return p.SendContact("+77010000000"), nil
				}
				return p.Send(row[n-1].Text), nil
			}
			n -= len(row)
		}
	}
	return Message{}, errNoButton
}
