package local

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// maxUpload is Telegram's bound for a bot's upload, in bytes, with room for the other fields.
const (
	maxDocument = 50 << 20
	maxPhoto    = 10 << 20
	maxUpload   = maxDocument + 1<<20
)

// call is one Bot API call with its parameters, however they came.
type call struct {
	ctx    context.Context //nolint:containedctx // lives as long as the request
	bot    int64
	name   string // as the bot wrote it
	method string // lower case
	params map[string]string
	files  map[string]upload
	chat   int64 // for records and faults
	empty  bool  // a poll that gave and confirmed nothing: not recorded
}

// upload is a file that came with a call.
type upload struct {
	name string
	mime string
	data []byte
}

// param gives a parameter, "" when absent. JSON values are their text.
func (c *call) param(name string) string { return c.params[name] }

// number reads a whole number.
func (c *call) number(name string) (int64, bool) {
	n, err := strconv.ParseInt(strings.TrimSpace(c.params[name]), 10, 64)
	return n, err == nil
}

// flag reads a truth value as Telegram does.
func (c *call) flag(name string) bool {
	switch strings.ToLower(strings.TrimSpace(c.params[name])) {
	case "true", "yes", "1":
		return true
	}
	return false
}

// readParams collects the parameters of query, form, multipart and JSON body.
func (c *call) readParams(w http.ResponseWriter, r *http.Request) *apiError {
	c.params = make(map[string]string, 8)
	for name, values := range r.URL.Query() {
		c.params[name] = values[0]
	}
	if r.Body == nil || r.Method == http.MethodGet {
		return nil
	}
	body := http.MaxBytesReader(w, r.Body, maxUpload)
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	var err error
	switch kind {
	case "multipart/form-data":
		r.Body = body
		err = c.readMultipart(r)
	case "application/json":
		var data []byte
		if data, err = io.ReadAll(body); err == nil {
			if c.readJSON(data) != nil {
				return badRequest("can't parse request parameters as JSON object")
			}
		}
	case "application/x-www-form-urlencoded":
		r.Body = body
		if err = r.ParseForm(); err == nil {
			for name, values := range r.PostForm {
				c.params[name] = values[0]
			}
		}
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return errTooLarge()
	}
	if err != nil {
		return badRequest("can't parse request parameters")
	}
	return nil
}

// readMultipart collects fields and files.
func (c *call) readMultipart(r *http.Request) error {
	parts, err := r.MultipartReader()
	if err != nil {
		return err
	}
	c.files = make(map[string]upload)
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return err
		}
		if part.FileName() == "" {
			c.params[part.FormName()] = string(data)
			continue
		}
		c.files[part.FormName()] = upload{name: part.FileName(), mime: part.Header.Get("Content-Type"), data: data}
	}
}

// readJSON collects the members of a JSON object: strings as they are, other values as their text.
func (c *call) readJSON(data []byte) error {
	if len(bytes.TrimSpace(data)) == 0 {
		return nil
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		return err
	}
	for name, raw := range members {
		switch {
		case len(raw) > 0 && raw[0] == '"':
			var text string
			if err := json.Unmarshal(raw, &text); err != nil {
				return err
			}
			c.params[name] = text
		case string(raw) != "null":
			c.params[name] = string(raw)
		}
	}
	return nil
}
