package handlers

import (
	"context"
	"time"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/search"
	"github.com/merzim/merzim/catalog/understand"
	"github.com/merzim/merzim/internal/people"
	"github.com/merzim/merzim/internal/sessions"
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
}

// Feedback keeps what people tell the maintainers, screened. The update is the
// key of a report: twice is the same as once.
type Feedback interface {
	ReportWrong(ctx context.Context, update int64, service, language string) error
	Explain(ctx context.Context, update int64, text string) error
	ReportMissing(ctx context.Context, update int64, language, question, nearest string) error
}

// Finder takes a question to services.
type Finder interface {
	Search(query string, top int) search.Result
}

// Reader reads more than a service out of a sentence.
type Reader interface {
	Read(text string, now time.Time) understand.Meaning
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
