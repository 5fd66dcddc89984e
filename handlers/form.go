package handlers

import (
	"cmp"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/locales"
)

// Form is what a chat is being asked for, one question at a time, until it can
// become something: a tracked request, a complaint, a day that was missing.
// Whatever else the person does ends it, save a clear question where only
// buttons answer (see putAside); the answers given so far are all that it holds.
type Form struct {
	ID        int64           `json:"i"` // the update that began it; its buttons carry it
	Purpose   string          `json:"p"`
	Ask       string          `json:"a,omitempty"` // the question that waits for an answer
	Service   string          `json:"s,omitempty"`
	Case      string          `json:"c,omitempty"` // as caseCode writes it; "" while it is not chosen
	Filed     calendar.Filing `json:"f,omitzero"`
	Start     calendar.Date   `json:"b,omitempty"`
	Receipt   calendar.Date   `json:"r,omitempty"`
	Day       calendar.Date   `json:"d,omitempty"` // of what the form is about, where it is none of the above
	Number    string          `json:"n,omitempty"`
	Region    string          `json:"g,omitempty"`
	Kind      string          `json:"k,omitempty"` // of complaint
	Text      string          `json:"t,omitempty"` // screened
	Request   int64           `json:"q,omitempty"`
	Complaint int64           `json:"m,omitempty"`
	Step      int             `json:"l,omitempty"` // of the ladder; page of a question's buttons
	Other     string          `json:"o,omitempty"` // the text in the other language
	Agency    string          `json:"y,omitempty"`
	Broadcast int64           `json:"h,omitempty"`
	File      FormFile        `json:"u,omitzero"`
	Want      string          `json:"w,omitempty"` // an optional question that the person asked for
	Near      []string        `json:"e,omitempty"` // services offered, when it was not clear which one is meant
	Skipped   []string        `json:"x,omitempty"` // questions passed over, or answered with "no"
}

// FormFile is a file that the person sent, by what the messenger calls it.
type FormFile struct {
	ID    string `json:"i"`
	Name  string `json:"n"`
	Photo bool   `json:"p,omitempty"`
}

func (f *Form) clone() *Form {
	if f == nil {
		return nil
	}
	out := *f
	out.Near, out.Skipped = slices.Clone(f.Near), slices.Clone(f.Skipped)
	return &out
}

// passed reports that a question was passed over.
func (f *Form) passed(question string) bool { return slices.Contains(f.Skipped, question) }

func (f *Form) pass(question string) {
	if !f.passed(question) {
		f.Skipped = append(f.Skipped, question)
	}
}

// service is what the form is about, in the case chosen; ok is false when the
// service is gone.
func (f *Form) service(t *turn) (v catalog.View, ok bool) {
	s, ok := t.know.Catalog.Service(f.Service)
	if !ok {
		return catalog.View{}, false
	}
	choice, _ := readCase(s, f.Case) // a card that changed since: the usual case
	return s.Settle(choice), true
}

// form is a purpose: which question comes next, and what becomes of it.
type form struct {
	// next names the first question without an answer; "" when all is known.
	next func(c *Conversation, t *turn, f *Form) (string, error)
	// finish stores what the form has become. What it stores has the update as
	// its key.
	finish func(c *Conversation, t *turn, f *Form) ([]bot.Reply, error)
}

// question is one thing to ask.
type question struct {
	ask func(c *Conversation, t *turn, f *Form) bot.Reply
	// write takes a written answer, or returns what is wrong with it as text;
	// nil where only buttons answer.
	write func(c *Conversation, t *turn, f *Form, text string) (fault string)
	// press takes the value of a pressed button; false for one it does not have.
	press func(c *Conversation, t *turn, f *Form, value string) bool
	// longest bounds a written answer in characters; 0 is what a question to
	// the bot may have.
	longest int
	// file takes a file or photo, or returns what is wrong with it as text; nil
	// where none answers.
	file func(c *Conversation, t *turn, f *Form, file FormFile) (fault string)
	// yields reports that a written text is no answer but a new question; nil
	// where it never is.
	yields func(t *turn, text string) bool
}

// forms finds a purpose.
func forms(purpose string) (form, bool) {
	for _, find := range []func(string) (form, bool){trackForms, complaintForms, topicForms, staffForms} {
		if p, ok := find(purpose); ok {
			return p, true
		}
	}
	return form{}, false
}

// questions finds a question.
func questions(name string) (question, bool) {
	for _, find := range []func(string) (question, bool){commonQuestions, trackQuestions, complaintQuestions, staffQuestions} {
		if q, ok := find(name); ok {
			return q, true
		}
	}
	return question{}, false
}

// begin starts a form, in place of any other.
func (c *Conversation) begin(t *turn, f Form) []bot.Reply {
	f.ID = t.update.ID
	return c.proceed(t, &f)
}

// proceed asks the next question, or finishes the form.
func (c *Conversation) proceed(t *turn, f *Form) []bot.Reply {
	p, ok := forms(f.Purpose)
	if !ok {
		return t.oldButton()
	}
	name, err := p.next(c, t, f)
	if err == nil && name == "" {
		t.session.Form = nil
		var replies []bot.Reply
		if replies, err = p.finish(c, t, f); err == nil {
			return replies
		}
	}
	if err != nil {
		t.session.Form = f // the same answer again finishes it
		return c.notStored(t, err)
	}
	f.Ask, t.session.Form = name, f
	q, ok := questions(name)
	if !ok {
		return t.oldButton()
	}
	reply := q.ask(c, t, f)
	reply.Keyboard = append(slices.Clip(reply.Keyboard), []bot.Button{t.formButton(f, t.language.T("ButtonStop"), formStop)})
	return []bot.Reply{t.inPlace(reply)}
}

// inPlace changes the message whose button was pressed, where one was.
func (t *turn) inPlace(r bot.Reply) bot.Reply {
	r.Edit = t.update.Kind == bot.KindPress
	return r
}

// notStored says that the base is away; what was going on can be tried again.
func (c *Conversation) notStored(t *turn, err error) []bot.Reply {
	c.o.Log.Warn("not stored", "update", t.update.ID, "error", err)
	reply := bot.Reply{Text: t.language.T("NotStored")}
	if f := t.session.Form; f != nil {
		reply.Keyboard = bot.Keyboard{{t.formButton(f, t.language.T("ButtonAgain"), formAgain)}}
	}
	return []bot.Reply{reply}
}

// fill takes a written answer to the question that waits.
func (c *Conversation) fill(t *turn, f *Form) []bot.Reply {
	q, ok := questions(f.Ask)
	if !ok || q.yields != nil && q.yields(t, t.update.Text) {
		return c.find(t)
	}
	fault := t.language.T("FormPressOnly")
	if q.write == nil {
		if value, ok := c.pressedByName(t, f, q); ok && q.press != nil && q.press(c, t, f, value) {
			return c.proceed(t, f)
		}
		if replies, ok := c.putAside(t, f); ok {
			return replies
		}
	}
	switch {
	case utf8.RuneCountInString(t.update.Text) > cmp.Or(q.longest, maxQuestion):
		fault = t.language.T("QuestionTooLong", locales.Args{"Limit": cmp.Or(q.longest, maxQuestion)})
	case q.write != nil:
		fault = q.write(c, t, f, t.update.Text)
	}
	return c.filled(t, f, q, fault)
}

// filled goes on with a form after an answer; with a fault it asks again.
func (c *Conversation) filled(t *turn, f *Form, q question, fault string) []bot.Reply {
	if fault == "" {
		return c.proceed(t, f)
	}
	t.session.Form = f
	again := q.ask(c, t, f)
	return []bot.Reply{{
		Text:     fault + "\n\n" + again.Text,
		Keyboard: append(again.Keyboard, []bot.Button{t.formButton(f, t.language.T("ButtonStop"), formStop)}),
	}}
}

// fillFile takes a file or photo as the answer to the question that waits; ok
// is false where no question asks for one.
func (c *Conversation) fillFile(t *turn) ([]bot.Reply, bool) {
	f, sent := t.form, t.update.File
	if f == nil || sent.ID == "" {
		return nil, false
	}
	q, ok := questions(f.Ask)
	if !ok || q.file == nil {
		return nil, false
	}
	fault := q.file(c, t, f, FormFile{ID: sent.ID, Name: sent.Name, Photo: t.update.Kind == bot.KindMedia})
	return c.filled(t, f, q, fault), true
}

// Values that buttons of every question may have.
const (
	formStop  = "stop"  // ends the form
	formSkip  = "skip"  // passes an optional question over
	formAgain = "again" // tries to store once more
)

// formButton is a button that answers the form's question.
func (t *turn) formButton(f *Form, label, value string) bot.Button {
	return t.button(label, verbForm, strconv.FormatInt(f.ID, 36), f.Ask, value)
}

// stopped ends a form and leads back to what it was about.
func (t *turn) stopped(f *Form) bot.Reply {
	k := bot.Keyboard{{t.homeButton()}}
	if v, ok := f.service(t); ok && f.Request == 0 && f.Complaint == 0 {
		k = append(bot.Keyboard{{t.backToCard(v)}}, k...)
	}
	if f.Request != 0 {
		k = append(bot.Keyboard{{t.requestButton("ButtonBackToRequest", verbRequest, f.Request)}}, k...)
	}
	return bot.Reply{Text: t.language.T("FormStopped"), Keyboard: k}
}

// pressForm answers a form's button. One of another form, or of a question
// that was answered, changes nothing.
func (c *Conversation) pressForm(t *turn, fields []string) ([]bot.Reply, bool) {
	if len(fields) != 3 {
		return nil, false
	}
	taken := t.takeUp(fields[0])
	f := t.form
	if f == nil || strconv.FormatInt(f.ID, 36) != fields[0] {
		return nil, false
	}
	if fields[2] == formStop {
		if taken { // what went on meanwhile goes on
			t.session.Form, t.session.Aside = t.session.Aside, nil
		}
		return edited(t.stopped(f)), true
	}
	t.session.Form = f
	if fields[1] != f.Ask || fields[2] == formAgain { // a question that was passed: ask the open one again
		return c.proceed(t, f), true
	}
	q, ok := questions(f.Ask)
	if !ok || q.press == nil || !q.press(c, t, f, fields[2]) {
		return nil, false
	}
	return c.proceed(t, f), true
}
