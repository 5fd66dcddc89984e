package handlers

import (
	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/search"
	"github.com/merzim/merzim/internal/screening"
)

// awaitWrong is the state in which the next message says what is wrong.
const awaitWrong = "wrong"

// maxKeptQuestion bounds the question kept for a report, in characters.
const maxKeptQuestion = 200

// wrong is the press on "this is wrong": the report counts at once, a sentence
// of explanation is welcome.
func (c *Conversation) wrong(t *turn, s *catalog.Service) []bot.Reply {
	if err := c.o.Feedback.ReportWrong(t.ctx, t.update.ID, s.ID, t.language.Code); err != nil {
		c.o.Log.Warn("feedback not stored", "update", t.update.ID, "error", err)
		return []bot.Reply{{Text: t.language.T("NotStored")}}
	}
	t.session.Await, t.session.AwaitKey = awaitWrong, t.update.ID
	return []bot.Reply{{
		Text:     t.language.T("WrongThanks"),
		Keyboard: bot.Keyboard{{t.button(t.language.T("ButtonNothingToAdd"), verbCard, s.ID, caseCode(s, nil))}},
	}}
}

// explain stores the sentence that was awaited.
func (c *Conversation) explain(t *turn, key int64) []bot.Reply {
	if err := c.o.Feedback.Explain(t.ctx, key, t.update.Text); err != nil {
		c.o.Log.Warn("feedback not stored", "update", t.update.ID, "error", err)
		return []bot.Reply{{Text: t.language.T("NotStored")}}
	}
	return []bot.Reply{{Text: t.language.T("WrongStored"), Keyboard: bot.Keyboard{{t.homeButton()}}}}
}

// keepQuestion remembers, screened, what was asked in vain until the next
// message, so that one press can report it.
func (t *turn) keepQuestion(nearest string) {
	runes := []rune(screening.Clean(t.update.Text))
	t.session.Unfound, t.session.Nearest = string(runes[:min(len(runes), maxKeptQuestion)]), nearest
}

// unanswered notes, for whoever improves the search, what was asked in vain, and
// says that there is no such service.
func (c *Conversation) unanswered(t *turn, near []search.Hit) bot.Reply {
	nearest := ""
	if len(near) > 0 {
		nearest = near[0].ID
	}
	if err := c.o.Feedback.NoteUnanswered(t.ctx, t.update.ID, t.language.Code, t.update.Text, nearest); err != nil {
		c.o.Log.Warn("unanswered question not noted", "update", t.update.ID, "error", err)
	}
	return t.notFound(near)
}

// missing is the press on "this is not in the list".
func (c *Conversation) missing(t *turn, question, nearest string) []bot.Reply {
	if question == "" {
		return t.oldButton()
	}
	if err := c.o.Feedback.ReportMissing(t.ctx, t.update.ID, t.language.Code, question, nearest); err != nil {
		c.o.Log.Warn("missing service not stored", "update", t.update.ID, "error", err)
		return []bot.Reply{{Text: t.language.T("NotStored")}}
	}
	return edited(bot.Reply{Text: t.language.T("MissingThanks"), Keyboard: bot.Keyboard{{t.homeButton()}}})
}
