package local

import (
	"context"
	"net/http"
	"time"
)

// getPage gives what the page's scripts need to start.
func (s *Server) getPage(r *http.Request) (any, error) {
	texts := s.pageTexts(pageLang(r))
	if texts == nil {
		texts = map[string]string{}
	}
	return map[string]any{
		"bot": s.botUser(s.botNumber()), "personas": s.personas(texts), "texts": texts, "clock": s.clockView(),
	}, nil
}

// chatLine is a chat in the list of chats.
type chatLine struct {
	ChatInfo
	Lang        string `json:"lang,omitempty"`
	Last        int64  `json:"last_message_id"`
	Started     bool   `json:"started"`
	Blocked     bool   `json:"blocked"`
	Deactivated bool   `json:"deactivated"`
}

// getChats lists all chats.
func (s *Server) getChats(*http.Request) (any, error) {
	list := []chatLine{}
	for _, c := range s.chats.all() {
		c.mu.Lock()
		line := chatLine{ChatInfo: c.info, Last: c.last, Started: c.started, Blocked: c.blocked, Deactivated: c.deactivated}
		if c.user != nil {
			line.Lang = c.user.LanguageCode
		}
		c.mu.Unlock()
		list = append(list, line)
	}
	return list, nil
}

// getMessages gives a chat's messages and its reply keyboard.
func (s *Server) getMessages(r *http.Request) (any, error) {
	id, err := queryNumber(r, "chat")
	if err != nil {
		return nil, err
	}
	after, err := queryNumber(r, "after")
	if err != nil {
		return nil, err
	}
	v := s.Chat(id)
	if !v.Exists() {
		return nil, errUnknownChat
	}
	return map[string]any{"messages": v.After(after), "keyboard": v.Keyboard(), "blocked": v.Blocked()}, nil
}

// getCommands gives the menu as a person sees it.
func (s *Server) getCommands(r *http.Request) (any, error) {
	id, err := queryNumber(r, "chat")
	if err != nil {
		return nil, err
	}
	if list := s.Commands(id); list != nil {
		return list, nil
	}
	return []Command{}, nil
}

// getCalls gives recorded calls from a cursor on.
func (s *Server) getCalls(r *http.Request) (any, error) {
	const most = 1000 // calls an answer
	q := r.URL.Query()
	f := CallFilter{Method: q.Get("method"), Polls: q.Get("polls") != "", Refused: q.Get("refused") != "", Limit: most}
	var err error
	if f.After, err = queryNumber(r, "after"); err != nil {
		return nil, err
	}
	if f.Chat, err = queryNumber(r, "chat"); err != nil {
		return nil, err
	}
	limit, err := queryNumber(r, "limit")
	if err != nil {
		return nil, err
	}
	if limit > 0 && limit < most {
		f.Limit = int(limit)
	}
	list := s.Calls(f)
	next := f.After
	if len(list) > 0 {
		next = list[len(list)-1].Seq
	} else {
		list = []Call{}
	}
	return map[string]any{"calls": list, "next": next}, nil
}

// getIdle waits until the bot has nothing left to do.
func (s *Server) getIdle(r *http.Request) (any, error) {
	const usual, longest = 10 * time.Second, 10 * time.Minute
	wait := usual
	if raw := r.URL.Query().Get("timeout"); raw != "" {
		d, err := time.ParseDuration(raw)
		if err != nil {
			return nil, err
		}
		wait = min(d, longest)
	}
	ctx, cancel := context.WithTimeout(r.Context(), wait)
	defer cancel()
	return map[string]any{"idle": s.Idle(ctx), "pending": s.PendingUpdates()}, nil
}

// clockView is the clock as the page shows it.
type clockView struct {
	Now    time.Time `json:"now"`
	Zone   string    `json:"zone"`
	Offset float64   `json:"offset_seconds"`
}

func (s *Server) clockView() clockView {
	return clockView{Now: s.Now(), Zone: s.opt.Zone, Offset: s.Offset().Seconds()}
}

// servePageFile gives a file's bytes; only pictures are shown in place.
func (s *Server) servePageFile(w http.ResponseWriter, r *http.Request) {
	file := s.files.get(r.PathValue("id"))
	if file == nil {
		http.NotFound(w, r)
		return
	}
	data, err := s.files.bytes(file)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	kind := http.DetectContentType(data)
	switch kind {
	case "image/png", "image/jpeg", "image/gif", "image/webp":
	default:
		kind = "application/octet-stream"
		w.Header().Set("Content-Disposition", attachment(file.Name))
	}
	w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox")
	writeBody(w, http.StatusOK, kind, data)
}
