package handlers

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog/understand"
)

// putAside answers a new question that was typed where buttons alone answer. The
// form waits with all that was told, until its buttons go on with it or stop it;
// a younger one that is put aside takes its place. ok is false for a text of
// which nothing certain is known.
func (c *Conversation) putAside(t *turn, f *Form) (replies []bot.Reply, ok bool) {
	if !t.certain(t.update.Text) {
		return nil, false
	}
	return t.waits(f, c.find(t)), true
}

// waits puts a form aside and says so beside the answers; without a form they
// stay as they are.
func (t *turn) waits(f *Form, answers []bot.Reply) []bot.Reply {
	if f == nil {
		return answers
	}
	t.session.Aside = f
	note := bot.Reply{Text: t.language.T("FormWaits"), Keyboard: bot.Keyboard{
		{t.formButton(f, t.language.T("ButtonGoOn"), formAgain)}, {t.formButton(f, t.language.T("ButtonStop"), formStop)},
	}}
	if t.session.Form != nil { // the answer asks something itself: that stands last
		return append([]bot.Reply{note}, answers...)
	}
	return append(answers, note)
}

// certain reports that it is clear what a text asks: for one service, about a
// filing that it names or knows of, about money that was asked for, or that it
// only greets or thanks.
func (t *turn) certain(text string) bool {
	if utf8.RuneCountInString(text) > maxQuestion {
		return false
	}
	m := t.know.answers.meaning(t.know.Reader, text, t.now)
	switch m.Intent {
	case understand.Money, understand.Status, understand.Talk:
		return true
	case understand.Complain, understand.Track:
		if len(m.Services) > 0 {
			return true
		}
	}
	found := t.know.answers.search(t.know.Finder, text)
	return found.Service && len(found.Hits) > 0 && !found.Close
}

// takeUp makes the form whose button was pressed the one that goes on, where it
// was put aside; what went on meanwhile waits instead.
func (t *turn) takeUp(id string) (taken bool) {
	aside := t.session.Aside
	if aside == nil || strconv.FormatInt(aside.ID, 36) != id {
		return false
	}
	t.session.Aside, t.form = t.form, aside
	return true
}

// pressedByName is the value of the button whose label was typed instead of
// pressed.
func (c *Conversation) pressedByName(t *turn, f *Form, q question) (value string, ok bool) {
	for _, row := range q.ask(c, t, f).Keyboard {
		for _, b := range row {
			verb, fields, err := bot.DecodePress(b.Data)
			if err == nil && verb == verbForm && len(fields) == 3 && strings.EqualFold(b.Label, strings.TrimSpace(t.update.Text)) {
				return fields[2], true
			}
		}
	}
	return "", false
}
