package handlers

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/locales"
)

// broadcastNotice tells the author that their broadcast stands still.
func (c *Conversation) broadcastNotice(t *turn, n notices.Notice) (bot.Reply, bool, error) {
	var about broadcasts.Trouble
	if err := json.Unmarshal(n.Args, &about); err != nil {
		return bot.Reply{}, false, fmt.Errorf("read a broadcast's trouble: %w", err)
	}
	args := locales.Args{"Number": strconv.FormatInt(about.Broadcast, 10), "Failures": strconv.Itoa(about.Failures), "Of": strconv.Itoa(about.Of)}
	switch about.Act {
	case broadcasts.Troubled:
		return bot.Reply{Text: t.language.T("BroadcastTroubleFailures", args)}, true, nil
	case broadcasts.Grown:
		return bot.Reply{Text: t.language.T("BroadcastTroubleGrown", args)}, true, nil
	}
	return bot.Reply{}, false, fmt.Errorf("no notice of a broadcast that is %q", about.Act)
}
