package handlers

import (
	"encoding/json"
	"fmt"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/reports"
)

// DigestMessages is how many messages a digest is sent as, each a notice of its
// own: so none is sent twice because another one failed.
const DigestMessages = 4

// DigestArgs are the arguments of a notice of the kind notices.Digest.
type DigestArgs struct {
	From calendar.Date `json:"from"`
	To   calendar.Date `json:"to"`
	Part int           `json:"part"` // from 0
}

// digestNotice writes one message of a digest. Who is no analyst any more, or
// has ended the subscription meanwhile, gets none.
func (c *Conversation) digestNotice(t *turn, n notices.Notice) (bot.Reply, bool, error) {
	var args DigestArgs
	if err := json.Unmarshal(n.Args, &args); err != nil {
		return bot.Reply{}, false, fmt.Errorf("read a digest's arguments: %w", err)
	}
	if c.o.Reports == nil || args.Part < 0 || args.Part >= DigestMessages {
		return bot.Reply{}, false, nil
	}
	if is, err := c.o.Reports.Analyst(t.ctx, n.Chat); err != nil || !is {
		return bot.Reply{}, false, err
	}
	if on, err := c.o.Reports.Subscribed(t.ctx, n.Chat); err != nil || !on {
		return bot.Reply{}, false, err
	}
	d, err := c.o.Reports.Compose(t.ctx, t.reportWords(), reports.Period{From: args.From, To: args.To})
	if err != nil || args.Part >= digestParts(d) {
		return bot.Reply{}, false, err
	}
	reply := digestPart(d, args.Part)
	if args.Part == DigestMessages-1 {
		reply.Keyboard = bot.Keyboard{{t.digestButton(false)}}
	}
	return reply, true, nil
}
