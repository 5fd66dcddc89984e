package handlers

import "github.com/merzim/merzim/bot"

// trackForms are the purposes of forms about requests.
func trackForms(string) (form, bool) { return form{}, false }

// trackQuestions are the questions that only they ask.
func trackQuestions(string) (question, bool) { return question{}, false }

// pressTrack answers the buttons of requests.
func (c *Conversation) pressTrack(*turn, string, []string) ([]bot.Reply, bool) { return nil, false }
