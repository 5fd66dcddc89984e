package handlers

import (
	"strings"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/internal/screening"
	"github.com/merzim/merzim/locales"
)

// askAgreement asks for consent before a first record.
func (c *Conversation) askAgreement(t *turn, f *Form) bot.Reply {
	reply := c.askConsent(t, f)
	reply.Text = t.language.T("AskConsentComplaint")
	return reply
}

// askConfirm shows what would be recorded. Where money was asked, the way to
// report it comes first.
func (c *Conversation) askConfirm(t *turn, f *Form) bot.Reply {
	r, ok, err := c.subject(t, f)
	if err != nil || !ok {
		return bot.Reply{Text: t.language.T("ComplaintsAway")}
	}
	kind := complaints.Kind(f.Kind)
	parts := []string{t.confirmLines(f, &r)}
	if where := t.elsewhere(kind, f.Service); where != "" {
		parts = append([]string{where}, parts...)
	}
	parts = append(parts, t.language.T("ComplaintStatistics"))
	words := "ButtonAddWords"
	if f.Text != "" {
		words = "ButtonChangeWords"
	}
	k := bot.Keyboard{{t.formButton(f, t.language.T("ButtonRecord"), valueYes)}, {t.formButton(f, t.language.T(words), askWords)}}
	if f.Region == "" && r.Region == "" {
		k = append(k, []bot.Button{t.formButton(f, t.language.T("ButtonRegion"), askRegion)})
	}
	if kind == complaints.Refused && f.Day == 0 {
		k = append(k, []bot.Button{t.formButton(f, t.language.T("ButtonAddRefusalDay"), askLearned)})
	}
	return bot.Reply{Text: strings.Join(parts, "\n\n"), Keyboard: k}
}

// confirmLines are the record, line by line.
func (t *turn) confirmLines(f *Form, r *requests.Request) string {
	v, _ := f.service(t)
	lines := []string{t.language.T("ConfirmHead"), t.language.T("ConfirmKind", locales.Args{
		"Kind": t.language.T(locales.Key("ComplaintKind", f.Kind)), "Service": v.Service.Title.In(t.language.Code),
	})}
	add := func(key string, args locales.Args) { lines = append(lines, t.language.T(key, args)) }
	if f.Filed.Date != 0 {
		add("ConfirmFiled", locales.Args{"Date": t.language.Date(f.Filed.Date)})
	}
	if f.Kind == string(complaints.Delay) {
		key := "ConfirmDue"
		if r.DueFrom == requests.ByReceipt {
			key = "ConfirmDueReceipt"
		}
		add(key, locales.Args{"Date": t.language.Date(r.Due)})
		if n := t.know.Catalog.Calendar.DaysOverdue(r.Due, t.today()); n > 0 {
			lines = append(lines, t.language.N("ConfirmOverdue", n))
		}
	}
	if f.Day != 0 {
		add("ConfirmRefusedOn", locales.Args{"Date": t.language.Date(f.Day)})
	}
	if region, ok := t.regionNamed(firstOf(f.Region, r.Region)); ok {
		add("ConfirmRegion", locales.Args{"Region": region.Name.In(t.language.Code)})
	}
	if f.Text != "" {
		add("ConfirmWords", locales.Args{"Words": f.Text})
	}
	if strings.Contains(f.Text, screening.Hidden) {
		add("ConfirmMasked", locales.Args{"Hidden": screening.Hidden})
	}
	return strings.Join(lines, "\n")
}

// takeConfirm takes the press on recording, or asks for what can be added.
func (c *Conversation) takeConfirm(_ *turn, f *Form, value string) bool {
	switch value {
	case valueYes:
		f.pass(askConfirm)
	case askWords, askRegion, askLearned:
		f.want(value)
	default:
		return false
	}
	return true
}

// writeWords takes the person's own words, without personal numbers.
func (c *Conversation) writeWords(t *turn, f *Form, text string) string {
	clean := screening.Clean(text)
	if clean == "" {
		return t.language.T("WordsEmpty")
	}
	f.Text = clean
	return ""
}

// firstOf is the first that is not empty.
func firstOf(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}
