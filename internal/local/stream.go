package local

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// heartbeat keeps an event stream from being taken for dead.
const heartbeat = 15 * time.Second

// serveEvents gives events by Server-Sent Events until the listener leaves.
func (s *Server) serveEvents(w http.ResponseWriter, r *http.Request) {
	chat, err := queryNumber(r, "chat")
	if err != nil {
		writeResult(w, nil, err)
		return
	}
	out := http.NewResponseController(w)
	w.Header().Set("Content-Type", "text/event-stream")
	var kinds []string
	if raw := r.URL.Query().Get("kinds"); raw != "" {
		kinds = strings.Split(raw, ",")
	}
	events := s.Subscribe(r.Context(), kinds...)
	if _, err := w.Write([]byte("retry: 500\n: open\n\n")); err != nil || out.Flush() != nil {
		return
	}
	tick := time.NewTicker(heartbeat)
	defer tick.Stop()
	for {
		select {
		case e, open := <-events:
			if !open {
				return // too slow: the listener comes back and reads the state anew
			}
			if wanted := chat == 0 || e.Chat == 0 || e.Chat == chat; wanted && writeEvent(w, e) != nil {
				return
			}
			if len(events) == 0 && out.Flush() != nil {
				return
			}
		case <-tick.C:
			if _, err := w.Write([]byte(": .\n\n")); err != nil || out.Flush() != nil {
				return
			}
		case <-s.running.Done():
			return
		}
	}
}

// writeEvent writes one event.
func writeEvent(w http.ResponseWriter, e Event) error {
	data, err := json.Marshal(e)
	if err != nil {
		return err
	}
	line := make([]byte, 0, len(data)+32) //nolint:mnd // room for the frame
	line = append(line, "id: "...)
	line = strconv.AppendInt(line, e.Seq, 10)
	line = append(line, "\nevent: "...)
	line = append(line, e.Kind...)
	line = append(line, "\ndata: "...)
	line = append(line, data...)
	line = append(line, "\n\n"...)
	_, err = w.Write(line)
	return err
}
