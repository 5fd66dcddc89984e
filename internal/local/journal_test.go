package local

import (
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"testing"
	"time"
)

func TestRestartForgetsNothing(t *testing.T) {
	t.Parallel()
	o := Options{Record: true, Path: filepath.Join(t.TempDir(), "deep", "local.jsonl"), Now: newTestClock().now}
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	p := s.Person(7, PersonOptions{Lang: "kk", FirstName: "Дана"})
	p.Send("one")
	sent := s.testCall(t, "sendMessage", "chat_id", "7", "text", "card", "reply_markup", `{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}`).message(t)
	gone := s.testCall(t, "sendMessage", "chat_id", "7", "text", "gone").message(t)
	s.testCall(t, "deleteMessage", "chat_id", "7", "message_id", strconv.FormatInt(gone.MessageID, 10))
	s.testCall(t, "editMessageText", "chat_id", "7", "message_id", strconv.FormatInt(sent.MessageID, 10), "text", "<b>edited</b>", "parse_mode", "HTML", "reply_markup", `{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}`)
	s.testUpload(t, "sendDocument", "document", "a.pdf", []byte("%PDF"), "chat_id", "7")
	s.testCall(t, "setMyCommands", "commands", `[{"command":"find","description":"x"}]`)
	first := ids(t, s.testUpdates(t, "0"))
	s.testUpdates(t, strconv.FormatInt(first[0]+1, 10))
	query, err := p.Press(sent.MessageID, "b")
	if err != nil {
		t.Fatal(err)
	}
	s.AdvanceClock(26 * time.Hour)
	s.Person(8, PersonOptions{}).Block()
	before := s.Chat(7).Messages()
	// No Close: this is what kill -9 leaves, with a line that was being written.
	file, err := os.OpenFile(o.Path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = file.WriteString(`{"k":"message","c":7,"m":{"mess`)
	_ = file.Close()
	s.stop()

	for round := range 2 { // the second start reads what the first one compacted
		again, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		if got := again.Chat(7).Messages(); !reflect.DeepEqual(got, before) {
			t.Errorf("round %d: %+v\nwant %+v", round, got, before)
		}
		list := again.testUpdates(t, "0")
		if got := ids(t, list); len(got) < 1 || got[0] <= first[0] || list[0]["callback_query"] == nil {
			t.Errorf("round %d: %v", round, got)
		}
		if again.Offset() != 26*time.Hour || !again.Chat(8).Blocked() || len(again.Commands(7)) != 1 {
			t.Error("clock, block or menu were forgotten")
		}
		if _, data, ok := again.FileBytes(before[len(before)-1].Document.FileID); !ok || string(data) != "%PDF" {
			t.Error("the file is gone")
		}
		if round == 1 {
			if r := again.testCall(t, "answerCallbackQuery", "callback_query_id", query); !r.OK {
				t.Error(r.Description)
			}
			m := again.Person(7, PersonOptions{}).Send("next")
			if m.MessageID <= gone.MessageID+1 {
				t.Error("a message number came twice", m.MessageID)
			}
			if got := ids(t, again.testUpdates(t, "0")); got[1] <= got[0] {
				t.Error(got)
			}
		}
		if err := again.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestNumbersGrowWithoutRecording(t *testing.T) {
	t.Parallel()
	o := Options{Path: filepath.Join(t.TempDir(), "local.jsonl"), AnyChat: true}
	var update, message int64
	for range 3 {
		s, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		s.Person(7, PersonOptions{}).Send("x")
		got := ids(t, s.testUpdates(t, "0"))[0]
		sent := s.testCall(t, "sendMessage", "chat_id", "12345", "text", "x").message(t).MessageID
		if got <= update || sent <= message {
			t.Errorf("%d after %d, %d after %d", got, update, sent, message)
		}
		if r := s.testCall(t, "editMessageText", "chat_id", "12345", "message_id", strconv.FormatInt(sent, 10), "text", "y"); !r.OK {
			t.Error(r.Description)
		}
		update, message = got, sent
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if info, err := os.Stat(o.Path); err != nil || info.Size() > 2000 {
		t.Error("only numbers are kept", err)
	}
}

func TestBrokenJournalIsSaid(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "local.jsonl")
	if err := os.WriteFile(path, []byte("{\"k\":\"clock\"}\nnonsense\n{\"k\":\"clock\"}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := New(Options{Path: path}); err == nil {
		t.Error("a broken middle passed silently")
	}
}
