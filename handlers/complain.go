package handlers

import "github.com/merzim/merzim/bot"

// complaintForms are the purposes of forms about complaints.
func complaintForms(string) (form, bool) { return form{}, false }

// complaintQuestions are the questions that only they ask.
func complaintQuestions(string) (question, bool) { return question{}, false }

// pressComplaint answers the buttons of complaints.
func (c *Conversation) pressComplaint(*turn, string, []string) ([]bot.Reply, bool) { return nil, false }
