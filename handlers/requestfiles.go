package handlers

import (
	"bytes"
	"fmt"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/handlers/request"
	"github.com/merzim/merzim/internal/ics"
	"github.com/merzim/merzim/internal/proof"
	"github.com/merzim/merzim/internal/requests"
)

// timeline is one page of what happened to a request.
func (c *Conversation) timeline(t *turn, r requests.Request, field string) ([]bot.Reply, bool) {
	page, ok := number(field)
	if !ok {
		return nil, false
	}
	events, err := c.o.Requests.Events(t.ctx, t.update.Chat, r.ID)
	if err != nil {
		return c.notStored(t, err), true
	}
	pages := max(1, (len(events)+request.TimelinePage-1)/request.TimelinePage)
	page = min(page, pages-1)
	replies := t.behindRequest(r, t.requests().Timeline(r, events, page))
	nav := t.pages(page, pages, func(p int) (string, []string) {
		return verbTimeline, []string{fmt.Sprint(r.ID), fmt.Sprint(p)}
	})
	if nav != nil {
		replies[0].Keyboard = append(bot.Keyboard{nav}, replies[0].Keyboard...)
	}
	return replies, true
}

// history sends the request's history as a PDF.
func (c *Conversation) history(t *turn, r requests.Request) []bot.Reply {
	events, err := c.o.Requests.Events(t.ctx, t.update.Chat, r.ID)
	if err != nil {
		return c.notStored(t, err)
	}
	var file bytes.Buffer
	writer := proof.Writer{Texts: t.know.Texts, Holidays: t.know.Catalog.Calendar.HolidayName}
	if err := writer.Write(&file, t.requests().History(r, events)); err != nil {
		c.o.Log.Error("history not written", "update", t.update.ID, "error", err)
		return []bot.Reply{{Text: t.language.T("FileNotMade")}}
	}
	return []bot.Reply{{
		Text:     t.language.T("HistorySent"),
		Document: &bot.Document{Name: fmt.Sprintf("merzim-%d-%s.pdf", r.ID, t.language.Code), Content: file.Bytes()},
	}}
}

// calendarFile sends the day to wait for as a file for the phone's calendar.
func (c *Conversation) calendarFile(t *turn, r requests.Request) []bot.Reply {
	events, err := c.o.Requests.Events(t.ctx, t.update.Chat, r.ID)
	if err != nil {
		return c.notStored(t, err)
	}
	event, ok := t.requests().Day(r, fmt.Sprintf("request-%d", r.ID), len(events))
	if !ok {
		return edited(t.requestCard(r, false))
	}
	var file bytes.Buffer
	if err := (ics.Writer{Texts: t.know.Texts, Days: t.know.Catalog.Calendar}).Write(&file, event); err != nil {
		c.o.Log.Error("calendar file not written", "update", t.update.ID, "error", err)
		return []bot.Reply{{Text: t.language.T("FileNotMade")}}
	}
	return []bot.Reply{{
		Text:     t.language.T("CalendarSent"),
		Document: &bot.Document{Name: fmt.Sprintf("merzim-%d.ics", r.ID), Content: file.Bytes()},
	}}
}
