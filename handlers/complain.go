package handlers

import (
	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog/understand"
)

// complaintForms are the purposes of forms about complaints.
func complaintForms(string) (form, bool) { return form{}, false }

// complaintQuestions are the questions that only they ask.
func complaintQuestions(string) (question, bool) { return question{}, false }

// pressComplaint answers the buttons of complaints.
func (c *Conversation) pressComplaint(*turn, string, []string) ([]bot.Reply, bool) { return nil, false }

// complainSentence answers a sentence that tells of a refusal, or of a delay
// without a service; false leaves it to others.
func (c *Conversation) complainSentence(*turn, understand.Meaning) ([]bot.Reply, bool) {
	return nil, false
}

// moneySentence answers a sentence that tells of money asked for.
func (c *Conversation) moneySentence(*turn, understand.Meaning) ([]bot.Reply, bool) {
	return nil, false
}
