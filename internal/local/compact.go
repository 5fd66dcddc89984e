package local

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
)

// compact writes the present state to a new file that takes the old one's place at once.
func (s *Server) compact(path string) (*os.File, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil { //nolint:mnd // owner only
		return nil, err
	}
	file, err := os.OpenFile(path+".new", os.O_CREATE|os.O_TRUNC|os.O_WRONLY|os.O_APPEND, 0o600) //nolint:mnd // owner only
	if err != nil {
		return nil, err
	}
	out := bufio.NewWriterSize(file, 1<<20)
	encoder := json.NewEncoder(out)
	err = s.snapshot(func(r record) error { return encoder.Encode(r) })
	if err == nil {
		err = out.Flush()
	}
	if err == nil {
		err = file.Sync()
	}
	if err == nil {
		err = os.Rename(path+".new", path)
	}
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	return file, nil
}

// snapshot gives the state as records. Nothing else runs yet.
func (s *Server) snapshot(write func(record) error) error {
	list := []record{
		{Kind: recordClock, Number: s.offset.Load()},
		{Kind: recordNext, Number: s.queue.next},
		{Kind: recordLoose, Number: s.loose.last.Load()},
		{Kind: recordAllowed, List: s.queue.allowed},
		{Kind: recordHook, Hook: s.hook.state},
	}
	for key, commands := range s.menus.list {
		list = append(list, record{Kind: recordMenu, Text: key, Commands: commands})
	}
	for _, f := range s.files.byID {
		list = append(list, record{Kind: recordFile, File: f})
	}
	for _, c := range s.chats.all() {
		list = append(list, c.record())
		for _, m := range c.messages {
			list = append(list, record{Kind: recordMessage, Chat: c.id, Message: m})
		}
	}
	for _, u := range s.queue.items {
		if !u.done {
			list = append(list, record{Kind: recordUpdate, Number: u.id, Update: u.raw})
		}
	}
	for _, r := range list {
		if err := write(r); err != nil {
			return err
		}
	}
	return nil
}
