package local

import "time"

// Options say how the local Telegram behaves. The zero value is a silent in-memory server that keeps nothing.
type Options struct {
	// Now is the real clock; the server adds its own offset. nil means time.Now.
	Now func() time.Time
	// Rate is how many messages a second all chats together take before a 429; 0 means no limit.
	Rate int
	// PerChat is how many messages a second one chat takes (short bursts pass); 0 means no limit.
	// Groups then take twenty a minute, as at Telegram.
	PerChat int
	// Record keeps messages and calls. Without it memory stays bounded: for load tests.
	Record bool
	// AnyChat takes each positive chat number for a person who has started the bot, without storing them: PerChat
	// and blocking hold only for people who were added.
	AnyChat bool
	// Path is the journal's file; files sent are kept beside it in Path+".files". Empty means memory only.
	Path string
	// BotName is the bot's username without @; BotTitle its first name.
	BotName  string
	BotTitle string
	// Personas are whom the page can be. nil means two citizens, one Kazakh and one Russian.
	Personas []Persona
	// Texts gives the page's texts of a language (kk, ru) by their LocalPage… keys. nil shows the keys.
	Texts func(lang string) map[string]string
	// NextWorkingDay gives the start of the next working day, for the page's clock. nil skips weekends only.
	NextWorkingDay func(time.Time) time.Time
	// Zone is the IANA name of the time zone in which the page shows times.
	Zone string
}

// Persona is somebody whom the page offers to be.
type Persona struct {
	ID        int64  `json:"id"`
	Lang      string `json:"lang"`
	FirstName string `json:"first_name"`
	Username  string `json:"username,omitempty"`
	// TextKey names the page's text that labels the persona; Label is shown when it is empty.
	TextKey string `json:"text_key,omitempty"`
	Label   string `json:"label,omitempty"`
}

// The two citizens that exist without any option.
const (
	citizenKazakh  = 1001
	citizenRussian = 1002
)

// withDefaults fills what the caller left out.
func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.BotName == "" {
		o.BotName = "merzim_local_bot"
	}
	if o.BotTitle == "" {
		o.BotTitle = "Merzim"
	}
	if o.Zone == "" {
		o.Zone = "Asia/Almaty"
	}
	if o.NextWorkingDay == nil {
		o.NextWorkingDay = nextWeekday
	}
	if o.Personas == nil {
		o.Personas = []Persona{
			{ID: citizenKazakh, Lang: "kk", FirstName: "Айгүл", TextKey: "LocalPagePersonaKazakh"},
			{ID: citizenRussian, Lang: "ru", FirstName: "Ольга", TextKey: "LocalPagePersonaRussian"},
		}
	}
	return o
}
