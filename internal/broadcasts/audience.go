package broadcasts

import (
	"errors"
	"strings"
)

// Whom is the group that a broadcast addresses.
type Whom string

// The groups.
const (
	// Everybody is everyone who writes to the bot and has not taken back their
	// consent. From an agency's staff it is everyone of that agency: who
	// subscribed to it or to a service of it, or has an open request there.
	Everybody    Whom = "everybody"
	Subscribers  Whom = "subscribers"   // of a service, an agency, a region; without any, of general news
	OpenRequests Whom = "open_requests" // people with one
)

// Audience says to whom a broadcast goes. People who stopped the bot, muted
// broadcasts or withdrew consent are never among them.
type Audience struct {
	To       Whom   `json:"to"`
	Service  string `json:"service,omitempty"` // not together with Agency
	Agency   string `json:"agency,omitempty"`
	Region   string `json:"region,omitempty"`
	Language string `json:"language,omitempty"` // "kk", "ru"; "": both
}

// ErrAudience says that an audience contradicts itself.
var ErrAudience = errors.New("no such audience")

func (a Audience) valid() bool {
	switch a.To {
	case Everybody:
		if a.Service != "" || a.Agency != "" {
			return false
		}
	case Subscribers, OpenRequests:
	default:
		return false
	}
	return (a.Service == "" || a.Agency == "") && (a.Language == "" || a.Language == "kk" || a.Language == "ru")
}

// condition grows a WHERE clause over people p.
type condition struct {
	text string
	args []any
	// probe looks each person up, for a walk over a few people at a time;
	// otherwise groups are gathered first, which counts small ones quickly.
	probe bool
	at    int64 // what came into being later does not count
}

func (c *condition) add(text string, args ...any) {
	c.text += text
	c.args = append(c.args, args...)
}

// among opens a clause about the person's rows in a table; close it with ")".
func (c *condition) among(table string) {
	if c.probe {
		c.add(`EXISTS (SELECT 1 FROM `+table+` WHERE `+table+`.chat = p.chat AND `+table+`.created_at <= ?`, c.at)
		return
	}
	c.add(`p.chat IN (SELECT `+table+`.chat FROM `+table+` WHERE `+table+`.created_at <= ?`, c.at)
}

func (c *condition) oneOf(column string, values []string) {
	if len(values) == 0 {
		c.add(` AND 1 = 0`)
		return
	}
	c.add(` AND `+column+` IN (?`+strings.Repeat(`, ?`, len(values)-1)+`)`, anys(values)...)
}

// audience is the condition for those whom a broadcast reaches, as things were
// at a moment: the people addressed who also lie within its agency's bounds.
func (s *Store) audience(b *Broadcast, at int64, probe bool) *condition {
	c := &condition{probe: probe, at: at}
	c.add(`p.created_at <= ? AND p.blocked_at IS NULL AND p.consent_withdrawn_at IS NULL
		AND NOT EXISTS (SELECT 1 FROM mutes WHERE mutes.chat = p.chat AND mutes.kind = '`+MuteKind+`')`, at)
	if b.Audience.Language != "" {
		c.add(` AND p.language = ?`, b.Audience.Language)
	}
	if b.Audience.To != Everybody || b.Agency != "" {
		c.add(` AND p.consent_at IS NOT NULL`)
	}
	s.addressed(c, b.Audience)
	if b.Agency != "" {
		services := s.services(b.Agency)
		c.add(` AND (`)
		c.subscribed(b.Agency, services, b.Region)
		c.add(` OR `)
		c.waiting(services, b.Region)
		c.add(`)`)
	}
	return c
}

func (s *Store) addressed(c *condition, to Audience) {
	switch {
	case to.To == Everybody && to.Region != "":
		c.add(` AND p.region = ?`, to.Region)
	case to.To == Subscribers && to.Service != "":
		c.add(` AND `)
		c.subscribed("", []string{to.Service}, to.Region)
	case to.To == Subscribers && to.Agency != "":
		c.add(` AND `)
		c.subscribed(to.Agency, s.services(to.Agency), to.Region)
	case to.To == Subscribers:
		c.add(` AND `)
		c.among("subscriptions")
		if to.Region != "" {
			c.add(` AND kind = 'region' AND topic = ?)`, to.Region)
		} else {
			c.add(` AND kind = 'general')`)
		}
	case to.To == OpenRequests && to.Service != "":
		c.add(` AND `)
		c.waiting([]string{to.Service}, to.Region)
	case to.To == OpenRequests && to.Agency != "":
		c.add(` AND `)
		c.waiting(s.services(to.Agency), to.Region)
	case to.To == OpenRequests:
		c.add(` AND `)
		c.waitingAnywhere(to.Region)
	}
}

// subscribed is who subscribed to an agency or one of the services and, where
// there is a region, lives there or subscribed to it.
func (c *condition) subscribed(agency string, services []string, region string) {
	c.add(`(`)
	c.among("subscriptions")
	c.add(` AND (kind = 'agency' AND topic = ? AND topic <> '' OR kind = 'service'`, agency)
	c.oneOf("topic", services)
	c.add(`))`)
	if region != "" {
		c.add(` AND (p.region = ? OR `, region)
		c.among("subscriptions")
		c.add(` AND kind = 'region' AND topic = ?))`, region)
	}
	c.add(`)`)
}

// waiting is who has an open request for one of the services and, where there
// is a region, has it there.
func (c *condition) waiting(services []string, region string) {
	c.among("requests")
	c.oneOf("service", services)
	c.open(region)
}

// waitingAnywhere is who has any open request.
func (c *condition) waitingAnywhere(region string) {
	c.among("requests")
	c.open(region)
}

func (c *condition) open(region string) {
	c.add(` AND is_open = 1`)
	if region != "" { // a request that names none is where its person lives; p is not visible in a list gathered first
		c.add(` AND (requests.region = ? OR requests.region = '' AND EXISTS (SELECT 1 FROM people h WHERE h.chat = requests.chat AND h.region = ?))`, region, region)
	}
	c.add(`)`)
}

func anys(values []string) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = v
	}
	return out
}
