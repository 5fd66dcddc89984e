package handlers

import (
	"errors"
	"fmt"
	"html"
	"slices"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/locales"
)

// The forms of broadcasts and their questions.
const (
	formBroadcast  = "bcast"
	formCorrection = "bfix"
	formReturn     = "bret"
	askTextKK      = "textkk"
	askTextRU      = "textru"
	askAudience    = "whom"
	askOwnService  = "ownserv"
	askFile        = "file"
	askReason      = "reason"

	longestText   = 4096 // as Telegram takes it
	longestReason = 200  // characters
)

// The audiences that the bot offers; the console has all.
const (
	whomAll         = "all"
	whomGeneral     = "general" // subscribers of general news
	whomSubscribers = "subs"    // of the agency
	whomOpen        = "open"    // at the agency
	whomServiceSubs = "ssubs"
	whomServiceOpen = "sopen"
)

// Files of broadcasts.
const (
	photoName       = "photo.jpg"
	documentName    = "file"
	maxDocumentName = 120 // bytes, as the store takes
	maxMegabytes    = 20  // as the console takes
)

// broadcastCommand begins a broadcast.
func (c *Conversation) broadcastCommand(t *turn, _ roles.Holder) []bot.Reply {
	return c.begin(t, Form{Purpose: formBroadcast})
}

// broadcastNext asks for both texts, to whom, and a file.
func (c *Conversation) broadcastNext(t *turn, f *Form) (string, error) {
	h, ok, err := c.role(t)
	if err != nil || !ok {
		return "", err // without the role the end of the form finds out
	}
	switch {
	case f.Text == "":
		return askTextKK, nil
	case f.Other == "":
		return askTextRU, nil
	case f.Kind == "":
		return askAudience, nil
	case (f.Kind == whomServiceSubs || f.Kind == whomServiceOpen) && f.Service == "":
		return askOwnService, nil
	case h.Region == "" && f.Kind != whomGeneral && f.Region == "" && !f.passed(askRegion) && t.inRegions(h, f):
		return askRegion, nil
	case f.File.ID == "" && !f.passed(askFile):
		return askFile, nil
	}
	return "", nil
}

// inRegions reports that there is a region to choose.
func (t *turn) inRegions(h roles.Holder, f *Form) bool {
	id := h.Agency
	if s, ok := t.know.Catalog.Service(f.Service); ok {
		id = s.Agency
	}
	a, ok := t.know.Catalog.Agency(id)
	return !ok || a.Regional
}

// audience is to whom a form's broadcast goes.
func audience(h roles.Holder, f *Form) broadcasts.Audience {
	a := broadcasts.Audience{To: broadcasts.Everybody, Region: f.Region, Service: f.Service}
	switch f.Kind {
	case whomGeneral, whomSubscribers, whomServiceSubs:
		a.To = broadcasts.Subscribers
	case whomOpen, whomServiceOpen:
		a.To = broadcasts.OpenRequests
	}
	if f.Kind == whomSubscribers || f.Kind == whomOpen {
		a.Agency = h.Agency
	}
	if a.Region == "" {
		a.Region = h.Region
	}
	return a
}

// keepBroadcast makes the draft, shows it in both languages as everybody would
// get it, and then its card.
func (c *Conversation) keepBroadcast(t *turn, f *Form) ([]bot.Reply, error) {
	return c.withRole(t, "/broadcast", func(h roles.Holder) ([]bot.Reply, error) {
		content := broadcasts.Content{Texts: written(f), Audience: audience(h, f)}
		b, err := c.o.Broadcasts.Create(t.ctx, actor(h), formKey(f), content, newFile(f.File))
		if replies, known := c.textFault(t, f, err); known {
			return replies, nil
		}
		if err != nil {
			return nil, err
		}
		c.note(t, roles.Entry{Action: ActionBotBroadcast, Subject: broadcastSubject(b.ID, "create"), Agency: h.Agency})
		return c.shown(t, h, b), nil
	})
}

// keepCorrection makes the draft of a correction, and shows it likewise.
func (c *Conversation) keepCorrection(t *turn, f *Form) ([]bot.Reply, error) {
	return c.withRole(t, "/broadcasts", func(h roles.Holder) ([]bot.Reply, error) {
		b, err := c.o.Broadcasts.Correct(t.ctx, actor(h), formKey(f), f.Broadcast, written(f))
		if replies, known := c.textFault(t, f, err); known {
			return replies, nil
		}
		if key := refusal(err); key != "" {
			return []bot.Reply{{Text: t.language.T(key), Keyboard: bot.Keyboard{{t.broadcastsButton()}}}}, nil
		}
		if err != nil {
			return nil, err
		}
		c.note(t, roles.Entry{Action: ActionBotBroadcast, Subject: broadcastSubject(b.ID, "correct"), Agency: h.Agency})
		return c.shown(t, h, b), nil
	})
}

func correctionNext(_ *Conversation, _ *turn, f *Form) (string, error) {
	switch {
	case f.Text == "":
		return askTextKK, nil
	case f.Other == "":
		return askTextRU, nil
	}
	return "", nil
}

// withRole ends a form for one who still may write broadcasts; for anybody else
// there is no such command.
func (c *Conversation) withRole(t *turn, name string, do func(roles.Holder) ([]bot.Reply, error)) (replies []bot.Reply, err error) {
	out := c.asStaff(t, name, staffCommand{senders(), func(_ *Conversation, _ *turn, h roles.Holder) []bot.Reply {
		replies, err = do(h)
		return replies
	}})
	return out, err
}

// formKey makes what a form keeps once, however often it is finished.
func formKey(f *Form) string { return fmt.Sprintf("bot:%d", f.ID) }

// written are the texts of a form as HTML; what is typed in the bot has no
// formatting.
func written(f *Form) broadcasts.Texts {
	return broadcasts.Texts{KK: html.EscapeString(f.Text), RU: html.EscapeString(f.Other)}
}

func newFile(f FormFile) *broadcasts.NewFile {
	if f.ID == "" {
		return nil
	}
	if f.Photo {
		return &broadcasts.NewFile{Kind: broadcasts.Photo, Name: photoName, TelegramID: f.ID}
	}
	return &broadcasts.NewFile{Kind: broadcasts.Document, Name: f.Name, TelegramID: f.ID}
}

// textFault asks anew for a text that can't be sent; known is false for another
// error, and for none.
func (c *Conversation) textFault(t *turn, f *Form, err error) (replies []bot.Reply, known bool) {
	var fault *broadcasts.TextFault
	switch {
	case errors.As(err, &fault):
		if fault.Language == locales.Kazakh {
			f.Text = ""
		} else {
			f.Other = ""
		}
		key := "BroadcastTextBad"
		if fault.What == broadcasts.TooLong {
			key = "BroadcastTextLong"
		}
		replies = c.proceed(t, f)
		replies[0].Text = t.language.T(key, locales.Args{"Length": fault.Units, "Limit": fault.Limit}) + "\n\n" + replies[0].Text
		return replies, true
	case errors.Is(err, broadcasts.ErrBounds), errors.Is(err, broadcasts.ErrAudience):
		f.Kind, f.Service, f.Region = "", "", ""
		replies = c.proceed(t, f)
		replies[0].Text = t.language.T("BroadcastBounds") + "\n\n" + replies[0].Text
		return replies, true
	}
	return nil, false
}

func (c *Conversation) askAudience(t *turn, f *Form) bot.Reply {
	values := []string{whomAll, whomSubscribers, whomOpen, whomServiceSubs, whomServiceOpen}
	all := "BroadcastWhomAgency"
	if h, _, err := c.role(t); err == nil && h.Role == roles.Admin {
		values, all = []string{whomAll, whomGeneral, whomServiceSubs, whomServiceOpen}, "BroadcastWhomAll"
	}
	labels := map[string]string{
		whomAll: all, whomGeneral: "BroadcastWhomGeneral", whomSubscribers: "BroadcastWhomSubscribers", whomOpen: "BroadcastWhomOpen",
		whomServiceSubs: "BroadcastWhomServiceSubscribers", whomServiceOpen: "BroadcastWhomServiceOpen",
	}
	var k bot.Keyboard
	for _, value := range values {
		k = append(k, []bot.Button{t.formButton(f, t.language.T(labels[value]), value)})
	}
	return bot.Reply{Text: t.language.T("AskBroadcastWhom"), Keyboard: k}
}

func (c *Conversation) takeAudience(_ *turn, f *Form, value string) bool {
	if !slices.Contains([]string{whomAll, whomGeneral, whomSubscribers, whomOpen, whomServiceSubs, whomServiceOpen}, value) {
		return false
	}
	f.Kind = value
	return true
}

// ownService asks for a service, of the person's agency alone.
func ownService() question {
	foreign := func(c *Conversation, t *turn, s *catalog.Service) bool {
		h, ok, err := c.role(t)
		return err != nil || !ok || h.Role != roles.Admin && s.Agency != h.Agency
	}
	return question{
		ask: (*Conversation).askService,
		write: func(c *Conversation, t *turn, f *Form, text string) string {
			fault := c.writeService(t, f, text)
			f.Near = slices.DeleteFunc(f.Near, func(id string) bool {
				s, ok := t.know.Catalog.Service(id)
				return !ok || foreign(c, t, s)
			})
			if s, ok := t.know.Catalog.Service(f.Service); ok && foreign(c, t, s) || fault == "" && !ok && len(f.Near) == 0 {
				f.Service = ""
				return t.language.T("BroadcastForeignService")
			}
			return fault
		},
		press: func(c *Conversation, t *turn, f *Form, value string) bool {
			s, ok := t.know.Catalog.Service(value)
			return ok && !foreign(c, t, s) && c.takeService(t, f, value)
		},
	}
}

// takeFile keeps what the messenger calls a file; its bytes stay there.
func takeFile(_ *Conversation, t *turn, f *Form, file FormFile) (fault string) {
	if t.update.File.Size > maxMegabytes<<20 {
		return t.language.T("BroadcastFileLarge", locales.Args{"Limit": maxMegabytes})
	}
	if !file.Photo && (file.Name == "" || len(file.Name) > maxDocumentName) {
		file.Name = documentName
	}
	f.File = file
	return ""
}
