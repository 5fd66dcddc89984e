package handlers

import (
	"context"
	"time"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/catalog/search"
	"github.com/merzim/merzim/catalog/understand"
	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/people"
	"github.com/merzim/merzim/internal/privacy"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/internal/sessions"
	"github.com/merzim/merzim/internal/subscriptions"
	"github.com/merzim/merzim/locales"
)

// Sessions keeps each chat's state and the updates that were handled. Its
// errors mean that it is away; what needs no memory goes on without it.
type Sessions interface {
	// Load returns the state (none: no data, version 0) and whether the update
	// was marked as handled.
	Load(ctx context.Context, chat, update int64) (sessions.Stored, error)
	// Save writes the state if the version is still the one that was loaded;
	// saved is false when another process was first.
	Save(ctx context.Context, chat, version int64, data []byte) (saved bool, err error)
	// MarkHandled makes Load say so for the next 48 hours.
	MarkHandled(ctx context.Context, chat, update int64) error
}

// People keeps the language of each chat for good. Setting the same twice is
// the same as once.
type People interface {
	Find(ctx context.Context, chat int64) (p people.Person, ok bool, err error)
	SetLanguage(ctx context.Context, chat int64, language string) error
	SetBlocked(ctx context.Context, chat int64, blocked bool) error
	GiveConsent(ctx context.Context, chat int64, language string) error
	SetRegion(ctx context.Context, chat int64, region string) error
	Mute(ctx context.Context, chat int64, kind string, muted bool) error
	Mutes(ctx context.Context, chat int64) ([]string, error)
}

// Requests keeps what people track. Each change takes the update that caused
// it and happens once; what is another chat's is not found.
type Requests interface {
	Create(ctx context.Context, c *calendar.Calendar, update int64, n requests.New) (requests.Request, error)
	Find(ctx context.Context, chat, id int64) (r requests.Request, ok bool, err error)
	List(ctx context.Context, chat int64) ([]requests.Request, error)
	Events(ctx context.Context, chat, id int64) ([]requests.Event, error)
	SetState(ctx context.Context, c *calendar.Calendar, chat, id, update int64, to requests.State) (requests.Request, error)
	Undo(ctx context.Context, c *calendar.Calendar, chat, id, update int64) (r requests.Request, undone bool, err error)
	SetReceipt(ctx context.Context, c *calendar.Calendar, chat, id, update int64, day calendar.Date) (requests.Request, error)
	SetCase(ctx context.Context, c *calendar.Calendar, chat, id, update int64, n requests.New) (requests.Request, error)
	SetStart(ctx context.Context, c *calendar.Calendar, chat, id, update int64, day calendar.Date) (requests.Request, error)
	SetNumber(ctx context.Context, chat, id, update int64, text string) (requests.Request, error)
	SetRegion(ctx context.Context, chat, id, update int64, region string) (requests.Request, error)
	SetTicks(ctx context.Context, chat, id int64, ticks []int) error
	Mute(ctx context.Context, c *calendar.Calendar, chat, id, update int64, muted bool) (requests.Request, error)
	Extend(ctx context.Context, c *calendar.Calendar, chat, id, update int64, rule *calendar.Rule) (requests.Request, error)
	Delete(ctx context.Context, chat, id int64) (deleted bool, err error)
}

// Complaints keeps what people complained of, likewise.
type Complaints interface {
	Create(ctx context.Context, c *calendar.Calendar, update int64, n complaints.New) (complaint complaints.Complaint, created bool, err error)
	Find(ctx context.Context, chat, id int64) (c complaints.Complaint, ok bool, err error)
	FindNumber(ctx context.Context, chat int64, n complaints.Number) (c complaints.Complaint, ok bool, err error)
	OfRequest(ctx context.Context, chat, request int64) ([]complaints.Complaint, error)
	List(ctx context.Context, chat int64) ([]complaints.Complaint, error)
	Events(ctx context.Context, chat, id int64) ([]complaints.Event, error)
	AnswerOf(ctx context.Context, chat, id int64, event int) (text complaints.AnswerText, ok bool, err error)
	File(ctx context.Context, l catalog.Ladder, c *calendar.Calendar, chat, id, update int64, step int, day calendar.Date, number string) (complaints.Complaint, error)
	Extended(ctx context.Context, l catalog.Ladder, c *calendar.Calendar, chat, id, update int64, extended bool) (complaints.Complaint, error)
	Answered(ctx context.Context, chat, id, update int64, day calendar.Date, solved bool) (complaints.Complaint, error)
	Withdraw(ctx context.Context, chat, id, update int64) (complaints.Complaint, error)
	Mute(ctx context.Context, l catalog.Ladder, c *calendar.Calendar, chat, id, update int64, muted bool) (complaints.Complaint, error)
}

// Privacy tells and erases what is held of a person.
type Privacy interface {
	Export(ctx context.Context, chat int64, at time.Time) (privacy.Held, error)
	Forget(ctx context.Context, chat int64) (privacy.Forgotten, error)
}

// Topics keeps what people want to hear of.
type Topics interface {
	Subscribe(ctx context.Context, chat int64, t subscriptions.Topic) error
	Unsubscribe(ctx context.Context, chat int64, t subscriptions.Topic) error
	List(ctx context.Context, chat int64) ([]subscriptions.Subscription, error)
}

// Roles keeps who is more than a citizen, and the log of what they do.
type Roles interface {
	Find(ctx context.Context, chat int64) (h roles.Holder, ok bool, err error)
	List(ctx context.Context) ([]roles.Holder, error)
	Open(ctx context.Context) ([]roles.Invitation, error)
	Invite(ctx context.Context, by roles.Actor, g roles.Grant) (i roles.Invitation, token string, err error)
	Accept(ctx context.Context, update, chat int64, token string) (roles.Holder, error)
	Revoke(ctx context.Context, by roles.Actor, invitation int64) error
	Withdraw(ctx context.Context, by roles.Actor, id int64) error
	Note(ctx context.Context, e roles.Entry) error
}

// Broadcasts keeps what staff tell many, within the bounds of each actor.
type Broadcasts interface {
	Create(ctx context.Context, by broadcasts.Actor, once string, c broadcasts.Content, f *broadcasts.NewFile) (broadcasts.Broadcast, error)
	Correct(ctx context.Context, by broadcasts.Actor, once string, id int64, fix broadcasts.Texts) (broadcasts.Broadcast, error)
	Find(ctx context.Context, by broadcasts.Actor, id int64) (broadcasts.Broadcast, error)
	List(ctx context.Context, by broadcasts.Actor, before int64, n int) ([]broadcasts.Broadcast, error)
	Account(ctx context.Context, by broadcasts.Actor, id int64) (broadcasts.Account, error)
	Events(ctx context.Context, by broadcasts.Actor, id int64) ([]broadcasts.Event, error)
	Estimate(ctx context.Context, by broadcasts.Actor, id int64, perSecond int) (broadcasts.Estimate, error)
	Submit(ctx context.Context, by broadcasts.Actor, id int64) (broadcasts.State, error)
	Approve(ctx context.Context, by broadcasts.Actor, id int64, version int) error
	Return(ctx context.Context, by broadcasts.Actor, id int64, reason string) error
	Pause(ctx context.Context, by broadcasts.Actor, id int64) error
	Resume(ctx context.Context, by broadcasts.Actor, id int64) error
	Cancel(ctx context.Context, by broadcasts.Actor, id int64) error
	ResendUnknown(ctx context.Context, by broadcasts.Actor, id int64) (again int64, err error)
	About(ctx context.Context, chat, id int64) (b broadcasts.Broadcast, ok bool, err error)
}

// Sending sends broadcasts.
type Sending interface {
	// Preview sends a broadcast to the actor alone, in both languages.
	Preview(ctx context.Context, by broadcasts.Actor, id int64) error
	// Poke says that there may be something to send.
	Poke()
}

// Feedback keeps what people tell the maintainers, screened. The update is the
// key of a report: twice is the same as once.
type Feedback interface {
	ReportWrong(ctx context.Context, update int64, service, language string) error
	Explain(ctx context.Context, update int64, text string) error
	ReportMissing(ctx context.Context, update int64, language, question, nearest string) error
	NoteUnanswered(ctx context.Context, update int64, language, question, nearest string) error
}

// Finder takes a question to services.
type Finder interface {
	Search(query string, top int) search.Result
}

// Reader reads more than a service out of a sentence.
type Reader interface {
	Read(text string, now time.Time) understand.Meaning
	// Day reads the answer to a question for a day.
	Day(text string, today, from, to calendar.Date) (understand.Answer, bool)
}

// Knowledge is what the bot knows at one moment: it never changes, a reload
// makes another one. What was written or found once is kept with it.
type Knowledge struct {
	Catalog *catalog.Catalog
	Texts   *locales.Texts
	Finder  Finder
	Reader  Reader

	cards   cards   // written once, see cards.go
	answers answers // found once, see answers.go
}

// Fresh is the same knowledge with nothing kept.
func (k *Knowledge) Fresh() *Knowledge {
	return &Knowledge{Catalog: k.Catalog, Texts: k.Texts, Finder: k.Finder, Reader: k.Reader}
}
