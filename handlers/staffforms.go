package handlers

import "strings"

// staffForms finds the forms of those with a role.
func staffForms(purpose string) (form, bool) {
	switch purpose {
	case formInvite:
		return form{next: (*Conversation).inviteNext, finish: (*Conversation).invite}, true
	case formBroadcast:
		return form{next: (*Conversation).broadcastNext, finish: (*Conversation).keepBroadcast}, true
	case formCorrection:
		return form{next: correctionNext, finish: (*Conversation).keepCorrection}, true
	case formReturn:
		return form{next: returnNext, finish: (*Conversation).giveBack}, true
	}
	return form{}, false
}

// staffQuestions finds the questions that only these forms ask.
func staffQuestions(name string) (question, bool) {
	switch name {
	case askRole:
		return question{ask: (*Conversation).askRole, press: (*Conversation).takeRole}, true
	case askAgency:
		return question{ask: (*Conversation).askAgency, write: (*Conversation).writeAgency, press: (*Conversation).takeAgency}, true
	case askTextKK:
		return textQuestion("AskBroadcastKK", longestText, func(f *Form, text string) { f.Text = text }), true
	case askTextRU:
		return textQuestion("AskBroadcastRU", longestText, func(f *Form, text string) { f.Other = text }), true
	case askAudience:
		return question{ask: (*Conversation).askAudience, press: (*Conversation).takeAudience}, true
	case askOwnService:
		return ownService(), true
	case askFile:
		return question{ask: asks("AskBroadcastFile", true), press: skips(askFile), file: takeFile}, true
	case askReason:
		return textQuestion("AskReturnReason", longestReason, func(f *Form, text string) { f.Text = text }), true
	}
	return question{}, false
}

// inOneLanguage reports that the words awaited may be in the other language than
// the conversation.
func (f *Form) inOneLanguage() bool {
	return f != nil && (f.Ask == askTextKK || f.Ask == askTextRU || f.Ask == askReason)
}

// textQuestion asks for words of the person's own.
func textQuestion(key string, longest int, set func(*Form, string)) question {
	return question{
		ask: asks(key, false), longest: longest,
		write: func(_ *Conversation, t *turn, f *Form, text string) string {
			if text = strings.TrimSpace(text); text == "" {
				return t.language.T("BroadcastTextBad")
			}
			set(f, text)
			return ""
		},
	}
}
