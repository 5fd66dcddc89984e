package handlers

import (
	"slices"
	"strconv"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/handlers/card"
)

// directValues is how many other values of a card's only question stand on
// the card itself; more get a screen of their own.
const directValues = 4

func (t *turn) writer() card.Writer {
	return card.Writer{Catalog: t.know.Catalog, Language: t.language, Now: t.now}
}

// usualCard is a service's first screen while nothing was chosen.
func (t *turn) usualCard(s *catalog.Service) bot.Reply {
	u := t.know.cards.usualOf(s)
	return t.cardOf(u.view, u.code)
}

// card is a service's first screen in a case.
func (t *turn) card(v catalog.View) bot.Reply { return t.cardOf(v, caseCode(v.Service, v.Choice)) }

// cardOf is the first screen of a case under its code, with its buttons.
func (t *turn) cardOf(v catalog.View, code string) bot.Reply {
	t.shows(v, code)
	key := cardKey{service: v.Service.ID, code: code, language: t.language.Code, moment: moment(v.Service, t.now)}
	reply := t.know.cards.get(key, func() bot.Reply {
		return bot.Reply{Text: t.writer().First(v), Keyboard: t.cardKeyboard(v)}
	})
	if offered := t.offerLanguage(reply.Keyboard); len(offered) != len(reply.Keyboard) {
		return bot.Reply{Text: reply.Text, Keyboard: offered}
	}
	return reply
}

func (t *turn) cardKeyboard(v catalog.View) bot.Keyboard {
	s := v.Service
	code := caseCode(s, v.Choice)
	k := t.caseButtons(v)
	var row []bot.Button
	if len(v.Documents) > 0 {
		row = append(row, t.button(t.language.T("ButtonPapers"), verbPapers, s.ID, code, "0"))
	}
	row = append(row, t.button(t.language.T("ButtonFees"), verbFees, s.ID, code))
	k = append(k, row)
	row = nil
	if len(s.Refusals) > 0 {
		row = append(row, t.button(t.language.T("ButtonRefusals"), verbRefusals, s.ID, code))
	}
	if countable(v) {
		row = append(row, t.button(t.language.T("ButtonCount"), verbCount, s.ID, code))
	}
	if len(row) > 0 {
		k = append(k, row)
	}
	k = append(k, []bot.Button{t.button(t.language.T("ButtonTrack"), verbTrack, s.ID, code)})
	k = append(k, []bot.Button{t.button(t.language.T("ButtonMore"), verbMore, s.ID, code), t.button(t.language.T("ButtonWrong"), verbWrong, s.ID, code)})
	return append(k, []bot.Button{t.homeButton()})
}

// countable reports that a card has a screen that counts its term.
func countable(v catalog.View) bool {
	main := v.Main()
	return main != nil && main.Counts() && main.Kind != catalog.AtOnce
}

// caseButtons lead to the card's other cases: directly where there is one
// question with few answers, else one button a question.
func (t *turn) caseButtons(v catalog.View) bot.Keyboard {
	asks := v.Asks()
	var k bot.Keyboard
	if len(asks) == 1 && len(asks[0].Values) <= directValues+1 {
		for _, value := range asks[0].Values {
			if value.ID != v.Choice[asks[0].ID] {
				k = append(k, []bot.Button{t.valueButton(v.Service, v.Choice, asks[0].ID, value, "ButtonCase")})
			}
		}
		return k
	}
	for _, d := range asks {
		n := slices.IndexFunc(v.Service.Dimensions, func(x catalog.Dimension) bool { return x.ID == d.ID })
		k = append(k, []bot.Button{t.button(d.Ask.In(t.language.Code)+" ▸", verbAsk, v.Service.ID, caseCode(v.Service, v.Choice), strconv.Itoa(n))})
	}
	return k
}

func (t *turn) valueButton(s *catalog.Service, c catalog.Choice, dimension string, value catalog.Value, key string) bot.Button {
	next := catalog.Choice{}
	for k, v := range c {
		next[k] = v
	}
	next[dimension] = value.ID
	label := t.language.T(key, plain(value.In(t.language.Code)))
	return t.button(label, verbCard, s.ID, caseCode(s, next))
}

// pressCard answers the buttons of a card; ok is false for a button that does
// not belong to the card as it is now.
func (c *Conversation) pressCard(t *turn, verb string, fields []string) (replies []bot.Reply, ok bool) {
	if len(fields) < 2 {
		return nil, false
	}
	s, ok := t.know.Catalog.Service(fields[0])
	if !ok {
		return nil, false
	}
	choice, ok := readCase(s, fields[1])
	if !ok {
		fresh := t.usualCard(s)
		fresh.Toast = t.language.T("CardChanged")
		return edited(fresh), true
	}
	v := s.Settle(choice)
	t.shows(v, fields[1])
	w := t.writer()
	switch {
	case verb == verbCard:
		t.session.open(s.ID)
		return edited(t.card(v)), true
	case verb == verbAsk && len(fields) == 3:
		n, ok := number(fields[2])
		if !ok || n >= len(s.Dimensions) {
			return nil, false
		}
		return t.ask(v, s.Dimensions[n].ID)
	case verb == verbPapers && len(fields) == 3:
		page, ok := number(fields[2])
		return edited(t.papers(v, page)), ok
	case verb == verbTick && len(fields) == 4:
		return t.tick(v, fields[2], fields[3])
	case verb == verbFees:
		return t.part(v, w.Fees(s)), true
	case verb == verbRefusals:
		return t.part(v, w.Refusals(s)), true
	case verb == verbCount:
		return t.part(v, w.Counting(v)), true
	case verb == verbMore:
		return edited(bot.Reply{Text: w.More(s), Keyboard: bot.Keyboard{{t.serviceNewsButton(s.ID)}, {t.backToCard(v)}}}), true
	case verb == verbWrong:
		return c.wrong(t, s), true
	}
	return nil, false
}

// ask is the screen of one question: its answers as buttons.
func (t *turn) ask(v catalog.View, dimension string) ([]bot.Reply, bool) {
	asks := v.Asks()
	i := slices.IndexFunc(asks, func(d catalog.Dimension) bool { return d.ID == dimension })
	if i < 0 {
		return nil, false
	}
	d := asks[i]
	var k bot.Keyboard
	for _, value := range d.Values {
		key := "ButtonValue"
		if value.ID == v.Choice[d.ID] {
			key = "ButtonValueChosen"
		}
		k = append(k, []bot.Button{t.valueButton(v.Service, v.Choice, d.ID, value, key)})
	}
	return edited(bot.Reply{Text: t.writer().Ask(v.Service, d), Keyboard: append(k, []bot.Button{t.backToCard(v)})}), true
}

// part is a screen behind the card with the way back.
func (t *turn) part(v catalog.View, text string) []bot.Reply {
	return edited(bot.Reply{Text: text, Keyboard: bot.Keyboard{{t.backToCard(v)}}})
}

func (t *turn) backToCard(v catalog.View) bot.Button {
	return t.button(t.language.T("ButtonBack"), verbCard, v.Service.ID, caseCode(v.Service, v.Choice))
}
