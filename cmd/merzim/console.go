package main

import (
	"context"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/internal/config"
	"github.com/merzim/merzim/internal/console"
	"github.com/merzim/merzim/internal/console/broadcastpages"
	"github.com/merzim/merzim/internal/console/reportpages"
	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/locales"
)

// newConsole is the web site of staff on the app's stores.
func (a *app) newConsole(o appOptions, pages ...console.Page) *console.Console {
	return console.New(console.Options{
		Roles: a.cases.roles, Requests: a.cases.requests, Complaints: a.cases.complaints, Uploads: a.cases.uploads, People: a.cases.people, Memory: a.memory,
		Catalog:        func() *catalog.Catalog { return a.knowledge.Load().Catalog },
		Texts:          func() *locales.Texts { return a.knowledge.Load().Texts },
		PublicURL:      publicURL(o.publicURL),
		InvitationLink: a.invitationLink(o),
		MadeUp:         a.analysts.Demo, Pages: pages, Clock: o.clock, Log: o.log,
	})
}

// reportPages are the analysts' part of the console.
func (a *app) reportPages() []console.Page {
	return reportpages.Pages(reportpages.Options{
		Reports: a.analysts.Store, Catalog: func() *catalog.Catalog { return a.knowledge.Load().Catalog }, Clock: a.clock, Log: a.log,
	})
}

// invitationLink makes invitations' addresses.
func (a *app) invitationLink(o appOptions) func(token string) string {
	return func(token string) string {
		if o.token == localToken {
			return localInvitation(publicURL(o.publicURL), token)
		}
		return invitation(a.botName(), token)
	}
}

// login makes a one-time link into the console.
func (a *app) login(ctx context.Context, chat int64) (address, code string, err error) {
	l, err := a.console.LoginLink(ctx, chat)
	return l.URL, l.Code, err
}

// broadcastPage is the part in which staff and admins write to many.
func (a *app) broadcastPage(o appOptions) console.Page {
	return broadcastpages.Page(broadcastpages.Options{
		Store: a.broadcasts, Preview: a.engine.Preview, Poke: a.engine.Poke, SendRate: o.sendRate,
		Catalog: func() *catalog.Catalog { return a.knowledge.Load().Catalog }, Log: a.log,
	})
}

// publicURL is where people reach the program's pages: as set, or on this
// machine.
func publicURL(set string) string {
	if set == "" {
		return "http://" + config.DefaultHTTPAddr
	}
	return set
}

// invitation is the deep link that accepts an invitation. While the bot's name
// is not known, it is the command that does the same.
func invitation(bot, token string) string {
	if bot == "" {
		return "/start " + roles.StartPrefix + token
	}
	return "https://t.me/" + bot + "?start=" + roles.StartPrefix + token
}

// localInvitation is the same on the chat page.
func localInvitation(page, token string) string {
	return page + "/?start=" + roles.StartPrefix + token
}
