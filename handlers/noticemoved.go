package handlers

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/locales"
)

// maxChanged bounds the changed days that a notice lists.
const maxChanged = 6

// movedNotice tells that a new calendar moved the due date: was, is, because.
// Several changes of which nothing was told yet are told as one.
func (c *Conversation) movedNotice(t *turn, r *requests.Request) (bot.Reply, bool, error) {
	if !r.State.Open() || r.Muted || r.Due == 0 {
		return bot.Reply{}, false, nil
	}
	events, err := c.o.Requests.Events(t.ctx, r.Chat, r.ID)
	if err != nil {
		return bot.Reply{}, false, err
	}
	was, days, err := untoldMove(events)
	if err != nil || was == 0 || was == r.Due {
		return bot.Reply{}, false, err
	}
	key := "NoticeMoved"
	if r.Kind == catalog.MinimumWait {
		key = "NoticeMovedEarliest"
	}
	text := t.caseLine(r) + "\n" + t.movedText(key, was, r.Due)
	if why := t.whyMoved(days); why != "" {
		text += "\n" + t.language.T("NoticeBecause") + "\n" + why
	}
	return bot.Reply{Text: text, Keyboard: bot.Keyboard{{t.openRequestButton(r)}, t.muteRequestRow(r), t.muteKindRow(notices.Recount)}}, true, nil
}

func (t *turn) movedText(key string, was, is calendar.Date) string {
	return t.language.T(key, locales.Args{"Was": t.language.Date(was), "Is": t.language.Date(is), "Weekday": t.language.WeekdayShort(is)})
}

// untoldMove is the date that the person knows of, and the days that moved it
// since; 0 when there is nothing that they do not know.
func untoldMove(events []requests.Event) (was calendar.Date, days []requests.ChangedDay, err error) {
	for _, e := range events {
		switch e.Kind {
		case requests.EventRecounted:
			if was == 0 {
				if was, err = calendar.ParseDate(e.Was); err != nil {
					return 0, nil, fmt.Errorf("a moved date: %w", err)
				}
			}
			var more []requests.ChangedDay
			if err := json.Unmarshal([]byte(e.Note), &more); err != nil {
				return 0, nil, fmt.Errorf("the days of a moved date: %w", err)
			}
			days = append(days, more...)
		case requests.EventTold:
			if e.Now == string(notices.Recount) {
				was, days = 0, nil
			}
		case requests.EventReceipt, requests.EventCase, requests.EventStart, requests.EventExtended, requests.EventResumed, requests.EventUndone:
			was, days = 0, nil // counted anew before their eyes
		}
	}
	return was, days, nil
}

// whyMoved lists the changed days, the newest word on each.
func (t *turn) whyMoved(days []requests.ChangedDay) string {
	last := map[calendar.Date]requests.ChangedDay{}
	for _, d := range days {
		last[d.Date] = d
	}
	slices.SortFunc(days, func(a, b requests.ChangedDay) int { return int(a.Date) - int(b.Date) })
	days = slices.CompactFunc(days, func(a, b requests.ChangedDay) bool { return a.Date == b.Date })
	text := ""
	for i, d := range days {
		if i == maxChanged {
			break
		}
		if i > 0 {
			text += "\n"
		}
		text += t.changedDay(last[d.Date])
	}
	return text
}

// changedDay says how one day changed.
func (t *turn) changedDay(d requests.ChangedDay) string {
	key := "NoticeDayOff"
	switch weekend := d.Reason == calendar.ReasonWorkingWeekend; {
	case d.Working && weekend:
		key = "NoticeDayWorkingWeekend"
	case d.Working:
		key = "NoticeDayWorking"
	case weekend:
		key = "NoticeDayWeekendAgain"
	}
	return t.language.T(key, locales.Args{
		"Date": t.language.Date(d.Date), "Weekday": t.language.WeekdayShort(d.Date),
		"Why": locales.HTML(t.writer().Why(calendar.Step{Reason: d.Reason, Holiday: d.Holiday})),
	})
}
