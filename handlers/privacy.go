package handlers

import (
	"time"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/parking"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/internal/sessions"
	"github.com/merzim/merzim/locales"
)

// pressPrivacy answers the buttons about what is held of a person.
func (c *Conversation) pressPrivacy(t *turn, verb string, _ []string) ([]bot.Reply, bool) {
	switch verb {
	case verbPrivacy:
		t.session.Form = t.form // who reads this before consenting goes on afterwards
		return c.privacy(t), true
	case verbMyData:
		return c.myData(t), true
	case verbForget:
		return c.forget(t), true
	case verbForgetSure:
		return c.forgetSure(t), true
	}
	return nil, false
}

// privacy says what is kept, how long, and what never is.
func (c *Conversation) privacy(t *turn) []bot.Reply {
	return []bot.Reply{{
		Text: t.language.T("Privacy", t.kept()),
		Keyboard: bot.Keyboard{
			{t.button(t.language.T("ButtonMyData"), verbMyData)}, {t.button(t.language.T("ButtonForget"), verbForget)}, {t.homeButton()},
		},
	}}
}

// kept are the times for which the stores keep things, in words.
func (t *turn) kept() locales.Args {
	days := func(d time.Duration) locales.HTML {
		return locales.HTML(t.language.N("TermCalendarDay", int(d/(24*time.Hour))))
	}
	return locales.Args{
		"Session": days(sessions.Lifetime), "Handled": locales.HTML(t.language.N("TermHour", int(sessions.HandledLifetime/time.Hour))),
		"Requests": locales.HTML(t.language.N("TermMonth", requests.KeptMonths)), "Notices": days(notices.Kept), "Parked": days(parking.Kept),
	}
}
