package main

import (
	"context"
	"time"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/handlers"
	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/locales"
)

// openBroadcasts is the store of broadcasts. An agency's services are those of
// the catalogue in force; who writes or approves must hold the role at the start.
func openBroadcasts(db *database.DB, c clock.Clock, s cases, inForce func() *catalog.Catalog) *broadcasts.Store {
	store := broadcasts.NewStore(db, c, s.outbox, func(agency string) (ids []string) {
		for _, service := range inForce().Services {
			if service.Agency == agency {
				ids = append(ids, service.ID)
			}
		}
		return ids
	})
	store.Entitled, store.Approvers = s.roles.Entitled, s.roles.Approvers
	return store
}

// newEngine is what sends broadcasts, at the pace that notices keep too.
func (a *app) newEngine(sender *bot.Sender, pace *notices.Pace) *broadcasts.Engine {
	return broadcasts.NewEngine(broadcasts.Options{
		Store: a.broadcasts,
		Send: func(ctx context.Context, m broadcasts.Message) (int64, string, error) {
			posted, err := sender.Post(ctx, a.post(m))
			return posted.MessageID, posted.FileID, err
		},
		Edit: func(ctx context.Context, m broadcasts.Message) error { return sender.EditPost(ctx, a.post(m)) },
		Judge: func(err error) notices.Verdict {
			v := judge(err)
			v.Unsure = bot.Unsure(err)
			return v
		},
		Label: func(language string, at time.Time) string {
			return a.knowledge.Load().Texts.In(language).T("BroadcastCorrected", locales.Args{"Time": at.In(calendar.Zone()).Format("15:04")})
		},
		Pace: pace, Clock: a.clock, Log: a.log,
	})
}

// post is one person's message of a broadcast as the messenger takes it.
func (a *app) post(m broadcasts.Message) bot.Post {
	p := bot.Post{
		Chat: m.Chat, Text: m.Text, MessageID: m.MessageID,
		Keyboard: handlers.BroadcastKeyboard(a.knowledge.Load().Texts.In(m.Language), m.Broadcast),
	}
	if f := m.File; f != nil {
		p.Attachment = &bot.Attachment{Photo: f.Kind == broadcasts.Photo, FileID: f.TelegramID, Name: f.Name, Content: f.Content}
	}
	return p
}
