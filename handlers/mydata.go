package handlers

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/privacy"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/internal/subscriptions"
	"github.com/merzim/merzim/locales"
)

const (
	// maxListed bounds the requests, and the complaints, of the summary; the
	// file holds all.
	maxListed  = 12
	myDataFile = "merzim-mydata.json"
)

// myData gives a person everything held of them: in words, and as a file.
func (c *Conversation) myData(t *turn) []bot.Reply {
	held, err := c.o.Privacy.Export(t.ctx, t.update.Chat, t.now)
	if err != nil {
		return c.notStored(t, err)
	}
	if t.memory {
		held.Session = t.held.readable()
	}
	file, err := json.MarshalIndent(held, "", "  ")
	if err != nil {
		return c.notStored(t, fmt.Errorf("write what is held: %w", err))
	}
	return []bot.Reply{
		{Text: t.summary(held), Keyboard: bot.Keyboard{{t.button(t.language.T("ButtonForget"), verbForget)}, {t.homeButton()}}},
		{Text: t.language.T("MyDataFile"), Document: &bot.Document{Name: myDataFile, Content: append(file, '\n')}},
	}
}

// summary is what is held, in words.
func (t *turn) summary(h privacy.Held) string {
	var b textLines
	b.add(t.language.T("MyDataHead"))
	b.add(t.language.T("MyDataLanguage", locales.Args{"Language": t.language.T("LanguageName")}))
	if h.Person != nil {
		if h.Person.ConsentAt != nil {
			b.add(t.language.T("MyDataConsent", locales.Args{"Date": t.language.Date(calendar.DateIn(*h.Person.ConsentAt))}))
		}
		regions := t.know.Catalog.Regions
		if i := slices.IndexFunc(regions, func(r catalog.Region) bool { return r.ID == h.Person.Region }); i >= 0 {
			b.add(t.language.T("MyDataRegion", locales.Args{"Region": regions[i].Name.In(t.language.Code)}))
		}
		for _, kind := range h.Person.Mutes {
			b.add(t.language.T("MyDataMuted", locales.Args{"Kind": locales.HTML(t.language.T(locales.Key("NoticesOf", kind)))}))
		}
	}
	b.add(t.language.T("MyDataRequests", locales.Args{"Number": len(h.Requests)}))
	for _, r := range h.Requests[:min(len(h.Requests), maxListed)] {
		b.add(t.language.T("MyDataRequest", locales.Args{
			"Service": t.serviceTitle(r.Service), "Filed": t.written(r.Filed), "State": t.requests().State(requests.State(r.State)),
		}))
	}
	b.add(t.language.T("MyDataComplaints", locales.Args{"Number": len(h.Complaints)}))
	for _, c := range h.Complaints[:min(len(h.Complaints), maxListed)] {
		b.add(t.language.T("MyDataComplaint", locales.Args{"Number": c.Number, "Service": t.serviceTitle(c.Service), "Date": t.language.Date(calendar.DateIn(c.CreatedAt))}))
	}
	for _, s := range h.Subscriptions[:min(len(h.Subscriptions), maxListed)] {
		b.add(t.language.T("MyDataTopic", locales.Args{"Topic": t.topicName(subscriptions.Topic{Kind: subscriptions.Kind(s.Kind), ID: s.Topic})}))
	}
	if h.Role != nil {
		grant := roles.Grant{Role: roles.Role(h.Role.Role), Agency: h.Role.Agency, Region: h.Role.Region}
		b.add(t.language.T("MyDataRole", locales.Args{"Role": t.grantText(grant)}))
	}
	sent := 0
	for _, n := range h.Notices {
		if n.State == string(notices.Sent) {
			sent++
		}
	}
	b.add(t.language.T("MyDataNotices", locales.Args{"Number": sent}))
	if len(h.Requests) > maxListed || len(h.Complaints) > maxListed || len(h.Subscriptions) > maxListed {
		b.add(t.language.T("MyDataMore"))
	}
	return b.String()
}

// written says a stored filing, "2026-11-03" or "2026-11-03 10:00", as a date.
func (t *turn) written(filing string) string {
	f, err := calendar.ParseFiling(filing)
	if err != nil {
		return filing
	}
	return t.language.Date(f.Date)
}

// textLines gathers lines of a message.
type textLines struct{ text string }

func (l *textLines) add(line string) {
	if l.text != "" {
		l.text += "\n"
	}
	l.text += line
}

func (l *textLines) String() string { return l.text }
