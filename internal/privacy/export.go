package privacy

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/reports"
	"github.com/merzim/merzim/internal/requests"
)

// Held is everything held of a person in SQL, to be given to them as JSON.
type Held struct {
	Chat       int64       `json:"chat"`
	At         time.Time   `json:"at"`
	Person     *Person     `json:"person"` // null for a chat never seen
	Requests   []Request   `json:"requests"`
	Complaints []Complaint `json:"complaints"`
	Notices    []Notice    `json:"notices"`
	// Subscriptions, broadcasts to the person, and what they did to broadcasts
	// as a member of staff.
	Subscriptions []Subscription `json:"subscriptions"`
	Broadcasts    []Broadcast    `json:"broadcasts"`
	Staff         []Deed         `json:"staff_broadcasts,omitempty"`
	Parked        []Parked       `json:"parked_updates"`    // messages that could not be handled: never their text
	Analyst       *Analyst       `json:"analyst,omitempty"` // null for who neither wrote notes nor has the digest sent
	Role          *Role          `json:"role,omitempty"`
	Log           []Logged       `json:"role_log,omitempty"`
	Session       any            `json:"session,omitempty"`
}

// Person is what is held of the person apart from requests and complaints.
type Person struct {
	Language         string     `json:"language"`
	Region           string     `json:"region,omitempty"`
	Blocked          bool       `json:"stopped_the_bot"`
	ConsentAt        *time.Time `json:"consent_at,omitempty"`
	ConsentWithdrawn *time.Time `json:"consent_withdrawn_at,omitempty"`
	Mutes            []string   `json:"muted,omitempty"`
}

// Analyst is what is held of a person who reads the reports.
type Analyst struct {
	Digest bool     `json:"digest"` // it is sent to them
	Notes  []string `json:"notes"`  // that they wrote about complaints
}

// Request is a tracked request with its timeline.
type Request struct {
	ID         int64             `json:"id"`
	Service    string            `json:"service"`
	Case       map[string]string `json:"case,omitempty"`
	Number     string            `json:"number,omitempty"`
	Region     string            `json:"region,omitempty"`
	Filed      string            `json:"filed"`
	TermFrom   string            `json:"term_from,omitempty"`
	Start      string            `json:"start,omitempty"`
	Term       string            `json:"term,omitempty"`
	Due        string            `json:"due,omitempty"`
	DueFrom    string            `json:"due_from"`
	State      string            `json:"state"`
	Stopped    string            `json:"stopped_since,omitempty"`
	Ticks      []int             `json:"papers_ticked,omitempty"`
	Muted      bool              `json:"muted"`
	NextRemind string            `json:"next_reminder,omitempty"`
	CreatedAt  time.Time         `json:"created_at"`
	ClosedAt   *time.Time        `json:"closed_at,omitempty"`
	Timeline   []Event           `json:"timeline"`
}

// Event is one line of a timeline.
type Event struct {
	At    time.Time `json:"at"`
	What  string    `json:"what"`
	Was   string    `json:"was,omitempty"`
	Now   string    `json:"now,omitempty"`
	Actor string    `json:"by"`
	Note  string    `json:"note,omitempty"`
}

// Complaint is a complaint with its ladder and timeline.
type Complaint struct {
	Number      string    `json:"number"`
	Request     int64     `json:"request,omitempty"`
	Kind        string    `json:"kind"`
	Service     string    `json:"service"`
	Agency      string    `json:"agency"`
	Region      string    `json:"region,omitempty"`
	Language    string    `json:"language"`
	Filed       string    `json:"filed,omitempty"`
	Due         string    `json:"due,omitempty"`
	DaysOverdue int       `json:"days_overdue"`
	Text        string    `json:"text,omitempty"`
	State       string    `json:"state"`
	Steps       []Step    `json:"steps,omitempty"`
	CreatedAt   time.Time `json:"created_at"`
	Timeline    []Event   `json:"timeline"`
}

// Step is a complaint as filed with one body.
type Step struct {
	Step         int    `json:"step"`
	FiledOn      string `json:"filed_on"`
	OfficeNumber string `json:"office_number,omitempty"`
	Extended     bool   `json:"extended,omitempty"`
	AnswerDue    string `json:"answer_due"`
	AnsweredOn   string `json:"answered_on,omitempty"`
}

// Notice is a message that was sent unasked, or is going to be.
type Notice struct {
	Kind      string          `json:"kind"`
	Request   int64           `json:"request,omitempty"`
	Complaint int64           `json:"complaint,omitempty"`
	State     string          `json:"state"`
	SendAt    time.Time       `json:"send_at"`
	DoneAt    *time.Time      `json:"done_at,omitempty"`
	Args      json.RawMessage `json:"details,omitempty"`
}

// Parked is an update that could not be handled.
type Parked struct {
	At     time.Time `json:"at"`
	Kind   string    `json:"kind"`
	Reason string    `json:"reason"`
}

// Export gathers everything held of a person. The session, which another store
// keeps, is for the caller to add.
func (s *Store) Export(ctx context.Context, chat int64, at time.Time) (Held, error) {
	h := Held{Chat: chat, At: local(at), Requests: []Request{}, Complaints: []Complaint{}, Notices: []Notice{}, Subscriptions: []Subscription{}, Broadcasts: []Broadcast{}, Parked: []Parked{}}
	for _, part := range []func(context.Context, *Held) error{s.exportPerson, s.exportRequests, s.exportComplaints, s.exportNotices, s.exportSubscriptions, s.exportBroadcasts, s.exportParked, s.exportAnalyst, s.exportRole} {
		if err := part(ctx, &h); err != nil {
			return Held{}, fmt.Errorf("export a person: %w", err)
		}
	}
	return h, nil
}

func (s *Store) exportPerson(ctx context.Context, h *Held) error {
	p, ok, err := s.people.Find(ctx, h.Chat)
	if err != nil {
		return err
	}
	mutes, err := s.people.Mutes(ctx, h.Chat)
	if ok || len(mutes) > 0 {
		h.Person = &Person{Language: p.Language, Region: p.Region, Blocked: p.Blocked, ConsentAt: given(p.ConsentAt), ConsentWithdrawn: given(p.WithdrawnAt), Mutes: mutes}
	}
	return err
}

func (s *Store) exportRequests(ctx context.Context, h *Held) error {
	all, err := s.requests.List(ctx, h.Chat)
	if err != nil {
		return err
	}
	for _, r := range all {
		events, err := s.requests.Events(ctx, h.Chat, r.ID)
		if err != nil {
			return err
		}
		h.Requests = append(h.Requests, request(r, events))
	}
	return nil
}

func request(r requests.Request, events []requests.Event) Request {
	out := Request{
		ID: r.ID, Service: r.Service, Case: r.Choice, Number: r.Number, Region: r.Region, Filed: r.Filed.String(), TermFrom: string(r.StartEvent), Start: day(r.Start),
		Due: day(r.Due), DueFrom: string(r.DueFrom), State: string(r.State), Stopped: day(r.StoppedOn), Ticks: r.Ticks, Muted: r.Muted, NextRemind: day(r.Remind),
		CreatedAt: local(r.CreatedAt), ClosedAt: given(r.ClosedAt), Timeline: []Event{},
	}
	if r.Rule != nil {
		out.Term = r.Rule.String()
	}
	for _, e := range events {
		out.Timeline = append(out.Timeline, Event{At: local(e.At), What: string(e.Kind), Was: e.Was, Now: e.Now, Actor: string(e.Actor), Note: e.Note})
	}
	return out
}

func (s *Store) exportComplaints(ctx context.Context, h *Held) error {
	all, err := s.complaints.List(ctx, h.Chat)
	if err != nil {
		return err
	}
	for _, c := range all {
		events, err := s.complaints.Events(ctx, h.Chat, c.ID)
		if err != nil {
			return err
		}
		for i, e := range events {
			if e.Kind != complaints.EventReplied {
				continue
			}
			text, _, err := s.complaints.AnswerOf(ctx, h.Chat, c.ID, e.Number)
			if err != nil {
				return err
			}
			events[i].Note = text.In(c.Language)
		}
		h.Complaints = append(h.Complaints, complaint(c, events))
	}
	return nil
}

func complaint(c complaints.Complaint, events []complaints.Event) Complaint {
	out := Complaint{
		Number: c.Number.String(), Request: c.Request, Kind: string(c.Kind), Service: c.Service, Agency: c.Agency, Region: c.Region, Language: c.Language,
		Filed: day(c.Filed), Due: day(c.Due), DaysOverdue: c.DaysOverdue, Text: c.Text, State: string(c.State), CreatedAt: local(c.CreatedAt), Timeline: []Event{},
	}
	for _, p := range c.Steps {
		out.Steps = append(out.Steps, Step{p.Step, p.FiledOn.String(), p.OfficeNumber, p.Extended, p.AnswerDue.String(), day(p.AnsweredOn)})
	}
	for _, e := range events {
		out.Timeline = append(out.Timeline, Event{At: local(e.At), What: string(e.Kind), Was: e.Was, Now: e.Now, Actor: string(e.Actor), Note: e.Note})
	}
	return out
}

func (s *Store) exportNotices(ctx context.Context, h *Held) error {
	all, err := s.notices.OfChat(ctx, h.Chat)
	for _, n := range all {
		h.Notices = append(h.Notices, notice(n))
	}
	return err
}

func notice(n notices.Notice) Notice {
	return Notice{Kind: string(n.Kind), Request: n.Request, Complaint: n.Complaint, State: string(n.State), SendAt: local(n.SendAt), DoneAt: given(n.DoneAt), Args: n.Args}
}

func (s *Store) exportAnalyst(ctx context.Context, h *Held) error {
	digest, notes, err := reports.HeldOf(ctx, s.db, h.Chat)
	if digest || len(notes) > 0 {
		h.Analyst = &Analyst{Digest: digest, Notes: append([]string{}, notes...)}
	}
	return err
}

func (s *Store) exportParked(ctx context.Context, h *Held) error {
	rows, err := s.db.Query(ctx, `SELECT kind, reason, parked_at FROM parked_updates WHERE chat = ? ORDER BY parked_at, update_id`, h.Chat)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var p Parked
		var at int64
		if err := rows.Scan(&p.Kind, &p.Reason, &at); err != nil {
			return err
		}
		p.At = local(time.Unix(at, 0))
		h.Parked = append(h.Parked, p)
	}
	return rows.Err()
}

// local is a moment as people in Kazakhstan read it.
func local(t time.Time) time.Time { return t.In(calendar.Zone()).Truncate(time.Second) }

func given(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = local(t)
	return &t
}

func day(d calendar.Date) string {
	if d == 0 {
		return ""
	}
	return d.String()
}
