package handlers

import "github.com/merzim/merzim/bot"

// pressPrivacy answers the buttons about what is held of a person.
func (c *Conversation) pressPrivacy(*turn, string, []string) ([]bot.Reply, bool) { return nil, false }
