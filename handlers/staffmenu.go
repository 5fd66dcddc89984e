package handlers

import (
	"slices"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/locales"
)

// staffMenu are the commands of those with a role, in the order of their menu.
func staffMenu() []MenuItem {
	return []MenuItem{
		{Command: "console", Key: "MenuConsole"}, {Command: "report", Key: "MenuReport"}, {Command: "broadcast", Key: "MenuBroadcast"}, {Command: "broadcasts", Key: "MenuBroadcasts"},
		{Command: "invite", Key: "MenuInvite"}, {Command: "roles", Key: "ButtonRoles"},
	}
}

// MenuOf is the menu of a person with a role: what the role adds, then
// everybody's.
func MenuOf(language *locales.Language, role roles.Role) (items []bot.MenuItem) {
	for _, item := range append(staffMenu(), Menu()...) {
		if command, ok := staffCommands(item.Command); ok && !slices.Contains(command.of, role) {
			continue
		}
		items = append(items, bot.MenuItem{Command: item.Command, Description: language.T(item.Key)})
	}
	return items
}

// menuInLanguage writes the menu of a person with a role anew after they chose
// another language.
func (c *Conversation) menuInLanguage(t *turn) {
	if h, ok, err := c.role(t); err == nil && ok {
		c.o.SetMenu(t.ctx, t.update.Chat, MenuOf(t.language, h.Role))
	}
}
