package local

import (
	"errors"
	"fmt"
)

// maxPeople bounds one seeding.
const maxPeople = 1_000_000

// person finds the person of a private chat.
func (s *Server) person(id int64) (*Person, error) {
	c := s.chats.get(id)
	if c == nil || id <= 0 {
		return nil, fmt.Errorf("%w: %d", errUnknownChat, id)
	}
	return &Person{s: s, c: c}, nil
}

func (c *command) personOptions() PersonOptions {
	return PersonOptions{Lang: c.Lang, FirstName: c.FirstName, LastName: c.LastName, Username: c.Username, Started: c.Started}
}

func (s *Server) postPerson(c *command) (any, error) {
	if c.ID <= 0 {
		return nil, errors.New("id: a positive number is needed")
	}
	s.Person(c.ID, c.personOptions())
	return done{}, nil
}

func (s *Server) postPeople(c *command) (any, error) {
	to, ok := c.To.(float64)
	if last := int64(to); !ok || c.From <= 0 || last < c.From || last-c.From >= maxPeople {
		return nil, errors.New("from, to: two positive numbers, at most 1,000,000 people")
	}
	for id := c.From; id <= int64(to); id++ {
		s.Person(id, c.personOptions())
	}
	return done{}, nil
}

func (s *Server) postGroup(c *command) (any, error) {
	if c.ID >= 0 {
		return nil, errors.New("id: a negative number is needed")
	}
	s.Group(c.ID, c.Title)
	return done{}, nil
}

// postSend writes a text or sends a file or a made-up voice, photo, sticker or contact.
func (s *Server) postSend(c *command) (any, error) {
	if c.Chat < 0 {
		from, err := s.person(c.Person)
		if err != nil {
			return nil, err
		}
		in := s.chats.get(c.Chat)
		if in == nil {
			return nil, errUnknownChat
		}
		return (&Group{s: s, c: in}).Send(from, c.Text), nil
	}
	p, err := s.person(c.Chat)
	if err != nil {
		return nil, err
	}
	switch {
	case c.file != nil && c.Kind == "photo":
		return p.SendPhotoFile(c.file.name, c.file.data)
	case c.file != nil:
		return p.SendFile(c.file.name, c.file.data)
	case c.Kind == "voice":
		return p.SendVoice(), nil
	case c.Kind == "photo":
		return p.SendPhoto(), nil
	case c.Kind == "sticker":
		return p.SendSticker(), nil
	case c.Kind == "contact":
		return p.SendContact("+77010000000"), nil
	}
	m := p.Send(c.Text)
	if m.MessageID == 0 {
		return nil, errors.New("text: nothing to send")
	}
	return m, nil
}

func (s *Server) postEdit(c *command) (any, error) {
	p, err := s.person(c.Chat)
	if err != nil {
		return nil, err
	}
	return done{}, p.Edit(c.Message, c.Text)
}

// postPress presses an inline button, or with key one of the reply keyboard.
func (s *Server) postPress(c *command) (any, error) {
	p, err := s.person(c.Chat)
	if err != nil {
		return nil, err
	}
	if c.Key > 0 {
		return p.PressKey(c.Key)
	}
	id := ""
	switch {
	case c.Forged:
		id = p.Forge(c.Message, c.Data)
	case c.Button > 0:
		id, err = p.PressButton(c.Message, c.Button)
	default:
		id, err = p.Press(c.Message, c.Data)
	}
	return map[string]string{"query_id": id}, err
}

func (s *Server) postInline(c *command) (any, error) {
	p, err := s.person(c.Chat)
	if err != nil {
		return nil, err
	}
	return map[string]string{"query_id": p.Inline(c.Query)}, nil
}

// onPerson makes the handler of a verb without arguments.
func (s *Server) onPerson(do func(*Person)) func(*command) (any, error) {
	return func(c *command) (any, error) {
		p, err := s.person(c.Chat)
		if err != nil {
			return nil, err
		}
		do(p)
		return done{}, nil
	}
}
