package local

import "time"

// deletableFor is how long a message can be deleted for both sides.
const deletableFor = 48 * time.Hour

// deleteMessage takes a message away.
func deleteMessage(s *Server, c *call) (any, *apiError) {
	in, err := s.target(c)
	if err != nil {
		return nil, err
	}
	id, _ := c.number("message_id")
	in.mu.Lock()
	defer in.mu.Unlock()
	if err := in.writable(); err != nil {
		return nil, err
	}
	if s.opt.Record {
		m := in.message(id)
		switch {
		case m == nil:
			return nil, errDeleteNotFound()
		case s.Now().Sub(time.Unix(m.Date, 0)) > deletableFor:
			return nil, errDeleteForbidden()
		}
	} else if id < 1 || id > s.loose.highest() {
		return nil, errDeleteNotFound()
	}
	s.remove(in, id)
	return true, nil
}
