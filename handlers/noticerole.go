package handlers

import (
	"encoding/json"
	"fmt"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/locales"
)

// roleEndedNotice tells a person which role of theirs was ended, and what that
// closes, and takes its commands out of their menu: the role may have been ended
// where no bot is, in the console or from the command line. Its arguments are the
// roles.Grant. Who has a role again is told nothing.
func (c *Conversation) roleEndedNotice(t *turn, n notices.Notice) (bot.Reply, bool, error) {
	var g roles.Grant
	if err := json.Unmarshal(n.Args, &g); err != nil {
		return bot.Reply{}, false, fmt.Errorf("read which role was ended: %w", err)
	}
	if _, again, err := c.role(t); err != nil || again {
		return bot.Reply{}, false, err
	}
	c.o.SetMenu(t.ctx, n.Chat, nil)
	return bot.Reply{Text: t.language.T("RoleEnded", locales.Args{"Role": t.grantText(g)}), Keyboard: bot.Keyboard{{t.homeButton()}}}, true, nil
}
