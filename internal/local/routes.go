package local

import (
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"strconv"
)

// maxCommand bounds a JSON command of the people's side, in bytes.
const maxCommand = 1 << 20

// routes mounts what the package comment documents under /local/api/.
func (s *Server) routes(mux *http.ServeMux) {
	get := func(path string, answer func(*http.Request) (any, error)) {
		mux.HandleFunc("GET /local/api/"+path, func(w http.ResponseWriter, r *http.Request) {
			result, err := answer(r)
			writeResult(w, result, err)
		})
	}
	post := func(path string, answer func(*command) (any, error)) {
		mux.HandleFunc("POST /local/api/"+path, func(w http.ResponseWriter, r *http.Request) {
			c, err := readCommand(w, r)
			if err != nil {
				writeResult(w, nil, err)
				return
			}
			result, err := answer(c)
			writeResult(w, result, err)
		})
	}
	get("page", s.getPage)
	get("chats", s.getChats)
	get("messages", s.getMessages)
	get("commands", s.getCommands)
	get("calls", s.getCalls)
	get("idle", s.getIdle)
	get("counters", func(*http.Request) (any, error) { return s.Counters(), nil })
	get("clock", func(*http.Request) (any, error) { return s.clockView(), nil })
	mux.HandleFunc("GET /local/api/events", s.serveEvents)
	mux.HandleFunc("GET /local/api/file/{id}", s.servePageFile)
	post("person", s.postPerson)
	post("people", s.postPeople)
	post("group", s.postGroup)
	post("send", s.postSend)
	post("edit", s.postEdit)
	post("press", s.postPress)
	post("inline", s.postInline)
	post("block", s.onPerson((*Person).Block))
	post("unblock", s.onPerson((*Person).Unblock))
	post("deactivate", s.onPerson((*Person).Deactivate))
	post("clock", s.postClock)
	mux.HandleFunc("POST /local/api/fault", s.serveFault)
	mux.HandleFunc("DELETE /local/api/fault", func(w http.ResponseWriter, _ *http.Request) {
		s.ClearFaults()
		writeResult(w, done{}, nil)
	})
}

// done is the answer when there is nothing to say.
type done struct{}

// The faults of a caller.
var (
	errBadCommand  = errors.New("a JSON object (Content-Type: application/json) is needed")
	errUnknownChat = errors.New("no such chat")
	errBadNumber   = errors.New("not a number")
)

// command is what a POST may say; each path reads its own fields.
type command struct {
	ID         int64  `json:"id"`
	From       int64  `json:"from"`
	To         any    `json:"to"` // people: a number; clock: a time
	Lang       string `json:"lang"`
	FirstName  string `json:"first_name"`
	LastName   string `json:"last_name"`
	Username   string `json:"username"`
	Started    bool   `json:"started"`
	Title      string `json:"title"`
	Chat       int64  `json:"chat"`
	Person     int64  `json:"person"`
	Text       string `json:"text"`
	Kind       string `json:"kind"`
	Message    int64  `json:"message"`
	Data       string `json:"data"`
	Button     int    `json:"button"`
	Key        int    `json:"key"`
	Forged     bool   `json:"forged"`
	Query      string `json:"query"`
	Advance    string `json:"advance"`
	WorkingDay bool   `json:"working_day"`
	Real       bool   `json:"real"`

	file *upload
}

// readCommand reads a JSON object, or a form with a file. Both make a browser ask before another site may send them,
// or carry an Origin that the guard looks at.
func readCommand(w http.ResponseWriter, r *http.Request) (*command, error) {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	c := &command{}
	switch kind {
	case "application/json":
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxCommand)).Decode(c); err != nil {
			return nil, errBadCommand
		}
		return c, nil
	case "multipart/form-data":
		form := &call{params: make(map[string]string)}
		r.Body = http.MaxBytesReader(w, r.Body, maxUpload)
		if err := form.readMultipart(r); err != nil {
			return nil, errBadCommand
		}
		c.Chat, _ = form.number("chat")
		c.Kind = form.param("kind")
		if u, ok := form.files["file"]; ok {
			c.file = &u
		}
		return c, nil
	}
	return nil, errBadCommand
}

// writeResult answers with JSON.
func writeResult(w http.ResponseWriter, result any, err error) {
	status := http.StatusOK
	if err != nil {
		status = http.StatusBadRequest
		if errors.Is(err, errUnknownChat) || errors.Is(err, errNoMessage) || errors.Is(err, errNoButton) {
			status = http.StatusNotFound
		}
		result = map[string]string{"error": err.Error()}
	}
	body, failed := json.Marshal(result)
	if failed != nil {
		http.Error(w, "cannot encode", http.StatusInternalServerError)
		return
	}
	writeBody(w, status, "application/json", body)
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// queryNumber reads a number of the address; absent is 0.
func queryNumber(r *http.Request, name string) (int64, error) {
	raw := r.URL.Query().Get(name)
	if raw == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(raw, 10, 64)
	if err != nil {
		return 0, errors.Join(errBadNumber, errors.New(name))
	}
	return n, nil
}
