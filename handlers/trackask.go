package handlers

import (
	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/locales"
)

// startQuestion asks for the day from which a term runs where that is not the
// filing; it may not have come yet.
func startQuestion() question {
	day := pastDay("AskStart", func(f *Form, day calendar.Filing) { f.Start = day.Date })
	return question{
		ask: func(_ *Conversation, t *turn, f *Form) bot.Reply {
			start := t.language.T("RequestStartGone")
			if v, ok := f.service(t); ok && v.Main() != nil && v.Main().StartLabel != nil {
				start = v.Main().StartLabel.In(t.language.Code)
			}
			return bot.Reply{Text: t.language.T("AskStart", locales.Args{"Start": start}), Keyboard: bot.Keyboard{
				t.nearDays(f), {t.formButton(f, t.language.T("ButtonNotYet"), formSkip)},
			}}
		},
		write: day.write,
		press: func(c *Conversation, t *turn, f *Form, value string) bool {
			if value == formSkip {
				f.Start = 0
				f.pass(askStart)
				return true
			}
			return day.press(c, t, f, value)
		},
	}
}

// toldDayQuestion asks for the day of a filing that a sentence told of without
// one; the card of the service is a press away, and what is no day is a new
// question.
func toldDayQuestion() question {
	day := pastDay("AskFiled", func(f *Form, day calendar.Filing) { f.Filed = day })
	ask := day.ask
	day.ask = func(c *Conversation, t *turn, f *Form) bot.Reply {
		reply := ask(c, t, f)
		if v, ok := f.service(t); ok {
			reply.Keyboard = append(reply.Keyboard, []bot.Button{t.cardButton(v)})
		}
		return reply
	}
	day.yields = func(t *turn, text string) bool {
		_, dated := t.know.Reader.Day(text, t.today(), t.today().AddDays(-longAgo), t.today())
		return !dated || len(t.know.answers.meaning(t.know.Reader, text, t.now).Services) > 0
	}
	return day
}
