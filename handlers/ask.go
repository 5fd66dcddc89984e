package handlers

import (
	"errors"
	"slices"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/locales"
)

// The questions that more than one form asks.
const (
	askConsent = "consent"
	askService = "service"
	askCase    = "case"
	askFiled   = "filed"
	askReceipt = "receipt"
	askNumber  = "number"
	askRegion  = "region"
)

// Values of buttons that answer questions.
const (
	valueYes       = "yes"
	valueToday     = "0" // days before today
	valueYesterday = "1"
)

// Bounds of days that are asked for.
const (
	longAgo   = 300 // days back: a day without a year that lies further is one to come
	farAhead  = 730 // days after the filing: no receipt has a later date
	oldestAgo = 10  // years: an older filing is a slip
)

func commonQuestions(name string) (question, bool) {
	switch name {
	case askConsent:
		return question{ask: (*Conversation).askConsent, press: (*Conversation).takeConsent}, true
	case askService:
		return question{ask: (*Conversation).askService, write: (*Conversation).writeService, press: (*Conversation).takeService}, true
	case askCase:
		return question{ask: (*Conversation).askCase, press: (*Conversation).takeCase}, true
	case askFiled:
		return pastDay("AskFiled", func(f *Form, day calendar.Filing) { f.Filed = day }), true
	case askReceipt:
		return question{ask: (*Conversation).askReceipt, write: (*Conversation).writeReceipt, press: skips(askReceipt)}, true
	case askNumber:
		return question{ask: asks("AskNumber", true), write: (*Conversation).writeNumber, press: skips(askNumber)}, true
	case askRegion:
		return question{ask: (*Conversation).askRegion, press: (*Conversation).takeRegion}, true
	}
	return question{}, false
}

// asks makes a question of a text; skip adds the button that passes it over.
func asks(key string, skip bool) func(*Conversation, *turn, *Form) bot.Reply {
	return func(_ *Conversation, t *turn, f *Form) bot.Reply {
		reply := bot.Reply{Text: t.language.T(key)}
		if skip {
			reply.Keyboard = bot.Keyboard{{t.formButton(f, t.language.T("ButtonSkip"), formSkip)}}
		}
		return reply
	}
}

// skips takes the button that passes a question over.
func skips(name string) func(*Conversation, *turn, *Form, string) bool {
	return func(_ *Conversation, _ *turn, f *Form, value string) bool {
		if value != formSkip {
			return false
		}
		f.pass(name)
		return true
	}
}

// needConsent is the question for consent, "" where it stands.
func (c *Conversation) needConsent(t *turn) (string, error) {
	p, _, err := c.o.People.Find(t.ctx, t.update.Chat)
	if err != nil || p.Consented() {
		return "", err
	}
	return askConsent, nil
}

func (c *Conversation) askConsent(t *turn, f *Form) bot.Reply {
	return bot.Reply{Text: t.language.T("AskConsent"), Keyboard: bot.Keyboard{
		{t.formButton(f, t.language.T("ButtonConsent"), valueYes)}, {t.button(t.language.T("ButtonPrivacy"), verbPrivacy)},
	}}
}

func (c *Conversation) takeConsent(t *turn, _ *Form, value string) bool {
	if value != valueYes {
		return false
	}
	if err := c.o.People.GiveConsent(t.ctx, t.update.Chat, t.language.Code); err != nil {
		c.o.Log.Warn("consent not stored", "update", t.update.ID, "error", err) // it is asked again
	}
	return true
}

func (c *Conversation) askService(t *turn, f *Form) bot.Reply {
	if len(f.Near) == 0 {
		return bot.Reply{Text: t.language.T("AskService")}
	}
	text, k := t.language.T("WhichOne"), bot.Keyboard{}
	for _, id := range f.Near {
		if s, ok := t.know.Catalog.Service(id); ok {
			text += "\n" + t.whichOneItem(s)
			k = append(k, []bot.Button{t.formButton(f, s.Title.In(t.language.Code), s.ID)})
		}
	}
	return bot.Reply{Text: text + "\n\n" + t.language.T("AskServiceOther"), Keyboard: k}
}

// writeService looks for the service in words; several near ones become
// buttons under the same question.
func (c *Conversation) writeService(t *turn, f *Form, text string) string {
	found := t.know.answers.search(t.know.Finder, text)
	if !found.Service || len(found.Hits) == 0 {
		f.Near = nil
		return t.language.T("AskServiceNotFound")
	}
	f.Near, f.Case = nil, ""
	if found.Close {
		for _, hit := range found.Hits {
			f.Near = append(f.Near, hit.ID)
		}
		return ""
	}
	f.Service = found.Hits[0].ID
	return ""
}

func (c *Conversation) takeService(t *turn, f *Form, value string) bool {
	s, ok := t.know.Catalog.Service(value)
	if !ok {
		return false
	}
	f.Service, f.Case, f.Near = s.ID, "", nil
	return true
}

// pastDay asks for a day that is not in the future, with today and yesterday
// as buttons.
func pastDay(key string, set func(*Form, calendar.Filing)) question {
	return question{
		ask: func(_ *Conversation, t *turn, f *Form) bot.Reply {
			args := locales.Args{}
			if v, ok := f.service(t); ok {
				args["Service"] = v.Service.Title.In(t.language.Code)
			}
			return bot.Reply{Text: t.language.T(key, args), Keyboard: bot.Keyboard{t.nearDays(f)}}
		},
		write: func(_ *Conversation, t *turn, f *Form, text string) string {
			day, fault := t.pastDay(text)
			if fault == "" {
				set(f, day)
			}
			return fault
		},
		press: func(_ *Conversation, t *turn, f *Form, value string) bool {
			if value != valueToday && value != valueYesterday {
				return false
			}
			day := t.today()
			if value == valueYesterday {
				day--
			}
			set(f, calendar.Filing{Date: day, Minute: calendar.NoHour})
			return true
		},
	}
}

// nearDays is the row of days that are answered most.
func (t *turn) nearDays(f *Form) []bot.Button {
	return []bot.Button{
		t.formButton(f, t.language.T("ButtonToday"), valueToday), t.formButton(f, t.language.T("ButtonYesterday"), valueYesterday),
	}
}

func (t *turn) today() calendar.Date { return calendar.DateIn(t.now) }

// pastDay reads a day that must not lie in the future, or says what is wrong.
func (t *turn) pastDay(text string) (day calendar.Filing, fault string) {
	today := t.today()
	a, ok := t.know.Reader.Day(text, today, today.AddDays(-longAgo), today)
	switch {
	case !ok:
		return calendar.Filing{}, t.language.T("DayNotRead")
	case a.Ahead && a.Day == 0:
		return calendar.Filing{}, t.language.T("DayAhead")
	case a.Ahead:
		return calendar.Filing{}, t.language.T("DayAheadDated", locales.Args{"Date": t.language.Date(a.Day)})
	case a.Day < today.AddMonths(-12*oldestAgo):
		return calendar.Filing{}, t.language.T("DayTooOld", locales.Args{"Date": t.language.Date(a.Day)})
	}
	return calendar.Filing{Date: a.Day, Minute: a.Minute}, ""
}

func (c *Conversation) askReceipt(t *turn, f *Form) bot.Reply {
	return bot.Reply{Text: t.language.T("AskReceipt"), Keyboard: bot.Keyboard{{t.formButton(f, t.language.T("ButtonNoReceiptDate"), formSkip)}}}
}

// writeReceipt reads the date on the receipt: not before the filing, and no
// receipt promises more than two years. Without a year it is the first such day
// after the filing, unless that would be nearly a year away: then it is the one
// before, which cannot be.
func (c *Conversation) writeReceipt(t *turn, f *Form, text string) string {
	from := f.Filed.Date
	if from == 0 {
		from = t.today().AddDays(-longAgo)
	}
	a, ok := t.know.Reader.Day(text, t.today(), from, from.AddDays(longAgo))
	if before, dated := t.know.Reader.Day(text, t.today(), from.AddDays(-longAgo), from); dated && a.Day > from.AddDays(longAgo) && before.Day < a.Day {
		a = before
	}
	switch {
	case !ok || a.Day == 0:
		return t.language.T("DayNotRead")
	case f.Filed.Date != 0 && a.Day < f.Filed.Date:
		return t.language.T("ReceiptBeforeFiling", locales.Args{"Date": t.language.Date(a.Day), "Filed": t.language.Date(f.Filed.Date)})
	case a.Day > from.AddDays(farAhead):
		return t.language.T("ReceiptTooFar", locales.Args{"Date": t.language.Date(a.Day)})
	}
	f.Receipt = a.Day
	return ""
}

// writeNumber reads the number on the receipt; an IIN and the like are refused
// with the reason and kept nowhere.
func (c *Conversation) writeNumber(t *turn, f *Form, text string) string {
	number, err := requests.ParseNumber(text)
	if err != nil || number == "" {
		return t.numberFault(err)
	}
	f.Number = number
	return ""
}

// numberFault says why a number was not taken.
func (t *turn) numberFault(err error) string {
	switch {
	case errors.Is(err, requests.ErrIIN):
		return t.language.T("NumberIsIIN")
	case errors.Is(err, requests.ErrPersonal):
		return t.language.T("NumberIsPersonal")
	}
	return t.language.T("NumberNotRead")
}

func (c *Conversation) askRegion(t *turn, f *Form) bot.Reply {
	var k bot.Keyboard
	for i, r := range t.know.Catalog.Regions {
		if i%2 == 0 {
			k = append(k, nil)
		}
		k[len(k)-1] = append(k[len(k)-1], t.formButton(f, r.Name.In(t.language.Code), r.ID))
	}
	key := "AskRegion"
	switch f.Purpose {
	case formInvite:
		key = "AskInviteRegion"
	case formBroadcast:
		key = "AskBroadcastRegion"
	}
	return bot.Reply{Text: t.language.T(key), Keyboard: append(k, []bot.Button{t.formButton(f, t.language.T("ButtonSkip"), formSkip)})}
}

func (c *Conversation) takeRegion(t *turn, f *Form, value string) bool {
	if value == formSkip {
		f.pass(askRegion)
		return true
	}
	if !slices.ContainsFunc(t.know.Catalog.Regions, func(r catalog.Region) bool { return r.ID == value }) {
		return false
	}
	f.Region = value
	return true
}
