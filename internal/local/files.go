package local

import (
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// storedFile is a file that somebody sent; the bytes are kept with Options.Record only.
type storedFile struct {
	ID   string `json:"id"`
	Path string `json:"path"` // as getFile gives it
	Name string `json:"name"`
	Mime string `json:"mime"`
	Size int    `json:"size"` // bytes
	data []byte // when there is no directory
}

// fileStore keeps files in memory, or in a directory beside the journal.
type fileStore struct {
	dir  string
	mu   sync.Mutex
	last int64
	byID map[string]*storedFile
}

// filesDir is where the files of a journal are kept, "" for memory.
func filesDir(o Options) string {
	if o.Path == "" || !o.Record {
		return ""
	}
	return o.Path + ".files"
}

// keepFile stores a file under a folder that says what it is: documents, photos, voice, stickers.
func (s *Server) keepFile(folder string, u upload) (*storedFile, error) {
	f := &storedFile{Name: u.name, Mime: u.mime, Size: len(u.data)}
	if f.Mime == "" {
		f.Mime = http.DetectContentType(u.data)
	}
	s.files.mu.Lock()
	defer s.files.mu.Unlock()
	s.files.last++
	f.ID = "local-file-" + strconv.FormatInt(s.files.last, 10)
	f.Path = folder + "/file_" + strconv.FormatInt(s.files.last, 10) + strings.ToLower(filepath.Ext(u.name))
	if !s.opt.Record {
		return f, nil
	}
	if s.files.dir == "" {
		f.data = u.data
	} else if err := writeFile(s.files.dir, f.ID, u.data); err != nil {
		return nil, err
	}
	s.files.put(f)
	s.journal.write(record{Kind: recordFile, File: f})
	return f, nil
}

// writeFile keeps bytes under a name of our own making.
func writeFile(dir, name string, data []byte) error {
	const ownerOnly = 0o700
	if err := os.MkdirAll(dir, ownerOnly); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, name), data, 0o600) //nolint:mnd // owner only
}

// put remembers a file; the lock is held.
func (f *fileStore) put(file *storedFile) {
	if f.byID == nil {
		f.byID = make(map[string]*storedFile)
	}
	f.byID[file.ID] = file
	if n, err := strconv.ParseInt(strings.TrimPrefix(file.ID, "local-file-"), 10, 64); err == nil {
		f.last = max(f.last, n)
	}
}

// get finds a file by its id, nil when unknown.
func (f *fileStore) get(id string) *storedFile {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.byID[id]
}

// at finds a file by its path, nil when unknown.
func (f *fileStore) at(path string) *storedFile {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, file := range f.byID {
		if file.Path == path {
			return file
		}
	}
	return nil
}

// bytes reads a file's content.
func (f *fileStore) bytes(file *storedFile) ([]byte, error) {
	if f.dir == "" {
		return file.data, nil
	}
	return os.ReadFile(filepath.Join(f.dir, file.ID))
}

// FileBytes gives the content and name of a file by its file_id; false when it is unknown or was not kept.
func (s *Server) FileBytes(id string) (name string, data []byte, ok bool) {
	file := s.files.get(id)
	if file == nil {
		return "", nil, false
	}
	data, err := s.files.bytes(file)
	return file.Name, data, err == nil
}

// getFile says where a file can be fetched.
func getFile(s *Server, c *call) (any, *apiError) {
	const largest = 20 << 20 // bytes that a bot may fetch
	file := s.files.get(c.param("file_id"))
	if file == nil {
		return nil, badRequest("wrong file_id or the file is temporarily unavailable")
	}
	if file.Size > largest {
		return nil, badRequest("file is too big")
	}
	return map[string]any{
		"file_id": file.ID, "file_unique_id": "u" + file.ID, "file_size": file.Size, "file_path": file.Path,
	}, nil
}

// serveFile answers /file/bot<token>/<path>.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request, rest string) {
	token, path, _ := strings.Cut(rest, "/")
	if _, valid := botID(token); !valid {
		writeError(w, errUnauthorized())
		return
	}
	file := s.files.at(path)
	if file == nil {
		writeError(w, errMethodUnknown())
		return
	}
	data, err := s.files.bytes(file)
	if err != nil {
		writeError(w, errMethodUnknown())
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	http.ServeContent(w, r, "", time.Time{}, strings.NewReader(string(data)))
}
