package handlers

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/locales"
)

// The form of an invitation and its questions.
const (
	formInvite = "invite"
	askRole    = "role"
	askAgency  = "agency"
	// pagePrefix begins the value of a button that turns a question's page.
	pagePrefix = "p-"
)

// inviteCommand asks to which role somebody is to be invited.
func (c *Conversation) inviteCommand(t *turn, _ roles.Holder) []bot.Reply {
	return c.begin(t, Form{Purpose: formInvite})
}

// inviteNext asks for the role, and for the bounds of staff: the region where
// the agency has bodies in the regions.
func (c *Conversation) inviteNext(t *turn, f *Form) (string, error) {
	switch {
	case f.Kind == "":
		return askRole, nil
	case f.Kind != string(roles.Staff):
		return "", nil
	case f.Agency == "":
		return askAgency, nil
	}
	if a, ok := t.know.Catalog.Agency(f.Agency); ok && a.Regional && f.Region == "" && !f.passed(askRegion) {
		return askRegion, nil
	}
	return "", nil
}

// invite makes the invitation and tells its link, this once.
func (c *Conversation) invite(t *turn, f *Form) ([]bot.Reply, error) {
	var failed error
	replies := c.asStaff(t, "/invite", staffCommand{[]roles.Role{roles.Admin}, func(c *Conversation, t *turn, h roles.Holder) []bot.Reply {
		g := roles.Grant{Role: roles.Role(f.Kind), Agency: f.Agency, Region: f.Region}
		if g.Check(t.know.Catalog) != nil {
			return t.oldButton()
		}
		i, token, err := c.o.Roles.Invite(t.ctx, roles.Person(h.Chat), g)
		if err != nil {
			failed = err
			return nil
		}
		return []bot.Reply{t.inPlace(bot.Reply{
			Text: t.language.T("InviteMade", locales.Args{
				"Role": t.grantText(g), "Link": c.o.InvitationLink(token), "Number": i.ID, "Until": t.moment(i.ExpiresAt),
			}),
			Keyboard: bot.Keyboard{{t.rolesButton()}, {t.homeButton()}},
		})}
	}})
	return replies, failed
}

func (c *Conversation) askRole(t *turn, f *Form) bot.Reply {
	var k bot.Keyboard
	for _, r := range roles.All() {
		k = append(k, []bot.Button{t.formButton(f, t.language.T(locales.Key("Role", r)), string(r))})
	}
	return bot.Reply{Text: t.language.T("AskRole"), Keyboard: k}
}

func (c *Conversation) takeRole(_ *turn, f *Form, value string) bool {
	if !slices.Contains(roles.All(), roles.Role(value)) {
		return false
	}
	f.Kind = value
	return true
}

func (c *Conversation) askAgency(t *turn, f *Form) bot.Reply {
	all := t.know.Catalog.Agencies
	pages := max(1, (len(all)+pageSize-1)/pageSize)
	page := min(f.Step, pages-1)
	var k bot.Keyboard
	for _, a := range all[page*pageSize : min((page+1)*pageSize, len(all))] {
		k = append(k, []bot.Button{t.formButton(f, a.Name.In(t.language.Code), a.ID)})
	}
	var row []bot.Button
	if page > 0 {
		row = append(row, t.formButton(f, t.language.T("ButtonPrevious"), pagePrefix+strconv.Itoa(page-1)))
	}
	if page < pages-1 {
		row = append(row, t.formButton(f, t.language.T("ButtonNext"), pagePrefix+strconv.Itoa(page+1)))
	}
	if row != nil {
		k = append(k, row)
	}
	return bot.Reply{Text: t.language.T("AskAgency") + "\n" + t.language.T("PageOf", locales.Args{"Page": page + 1, "Pages": pages}), Keyboard: k}
}

func (c *Conversation) takeAgency(t *turn, f *Form, value string) bool {
	if page, ok := strings.CutPrefix(value, pagePrefix); ok {
		n, ok := number(page)
		f.Step = n
		return ok
	}
	if _, ok := t.know.Catalog.Agency(value); !ok {
		return false
	}
	f.Agency = value
	return true
}

// writeAgency looks for the agency by a part of its name.
func (c *Conversation) writeAgency(t *turn, f *Form, text string) string {
	text = strings.ToLower(strings.TrimSpace(text))
	found := ""
	for _, a := range t.know.Catalog.Agencies {
		if a.ID == text || strings.Contains(strings.ToLower(a.Name.In(t.language.Code)), text) {
			if found != "" {
				return t.language.T("AgencySeveral")
			}
			found = a.ID
		}
	}
	if found == "" {
		return t.language.T("AgencyNotFound")
	}
	f.Agency = found
	return ""
}

// moment is a date and hour in words, in Almaty.
func (t *turn) moment(at time.Time) string {
	return t.language.Date(calendar.DateIn(at)) + ", " + at.In(calendar.Zone()).Format("15:04")
}
