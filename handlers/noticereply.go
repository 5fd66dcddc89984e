package handlers

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/locales"
)

// replyNotice brings what the agency's staff answered to a complaint here, in
// the person's language where they wrote both. It is told whatever became of the
// complaint since, unless the person took it back.
func (c *Conversation) replyNotice(t *turn, n notices.Notice, complaint *complaints.Complaint) (bot.Reply, bool, error) {
	var args complaints.AnswerArgs
	if err := json.Unmarshal(n.Args, &args); err != nil {
		return bot.Reply{}, false, fmt.Errorf("read a notice of an answer: %w", err)
	}
	text, found, err := c.o.Complaints.AnswerOf(t.ctx, n.Chat, n.Complaint, args.Event)
	if err != nil || !found || complaint.State == complaints.Withdrawn {
		return bot.Reply{}, false, err
	}
	return bot.Reply{
		Text: t.language.T("NoticeReply", locales.Args{
			"Number": complaint.Number.String(), "Service": t.serviceTitle(complaint.Service), "Answer": text.In(t.language.Code),
		}),
		Keyboard: bot.Keyboard{{t.button(t.language.T("ButtonComplaint"), verbComplaint, strconv.FormatInt(complaint.ID, 10))}, t.muteKindRow(notices.Answer)},
	}, true, nil
}
