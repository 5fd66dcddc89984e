package main

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

// standIn serves the stand-in to a crowd that asks the given questions.
func standIn(t *testing.T, citizens int, closed bool, questions ...string) (*crowd, string) {
	t.Helper()
	people := newCrowd(citizens, len(questions), closed)
	server, err := serveWeb(newTelegram(people, questions).answer)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.close)
	return people, server.url() + "/bot1:test/"
}

func post(t *testing.T, url, contentType string, body io.Reader) (int, string) {
	t.Helper()
	response, err := http.Post(url, contentType, body)
	if err != nil {
		t.Error(err)
		return 0, ""
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		t.Error(err)
	}
	if !json.Valid(data) {
		t.Errorf("not JSON: %s", data)
	}
	return response.StatusCode, string(data)
}

// poll returns the texts of the updates and the offset that confirms them.
func poll(t *testing.T, api string, offset int64, extra string) (texts []string, next int64) {
	t.Helper()
	_, body := post(t, api+"getUpdates", "application/json", strings.NewReader(`{"offset":`+strconv.FormatInt(offset, 10)+extra+`}`))
	var answer struct {
		OK     bool
		Result []struct {
			UpdateID int64 `json:"update_id"`
			Message  struct {
				Text string
				Chat struct{ ID int64 }
			}
		}
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil || !answer.OK {
		t.Errorf("poll: %v in %s", err, body)
	}
	next = offset
	for _, u := range answer.Result {
		texts = append(texts, u.Message.Text)
		next = u.UpdateID + 1
	}
	return texts, next
}

// A citizen asks the next question when the answer has come, however the bot's library sends it.
func TestClosedLoop(t *testing.T) {
	t.Parallel()
	people, api := standIn(t, 1, true, "один \"первый\"", "екі", "үш")
	people.begin()
	people.record()

	var parts bytes.Buffer
	form := multipart.NewWriter(&parts)
	_ = form.WriteField("chat_id", strconv.Itoa(firstChat))
	_ = form.WriteField("text", "a")
	_ = form.Close()
	sends := []struct {
		contentType string
		body        io.Reader
	}{
		{"application/x-www-form-urlencoded", strings.NewReader("chat_id=" + strconv.Itoa(firstChat) + "&text=a")},
		{"application/json", strings.NewReader(`{"chat_id":` + strconv.Itoa(firstChat) + `,"text":"a"}`)},
		{form.FormDataContentType(), io.MultiReader(&parts)}, // of unknown length: sent in chunks
	}
	offset := int64(0)
	for i, want := range []string{"один \"первый\"", "екі", "үш"} {
		texts, next := poll(t, api, offset, `,"timeout":5`)
		if len(texts) != 1 || texts[0] != want {
			t.Fatalf("question %d: got %q, want %q", i, texts, want)
		}
		offset = next
		if status, _ := post(t, api+"sendMessage", sends[i].contentType, sends[i].body); status != 200 {
			t.Fatalf("answer %d: status %d", i, status)
		}
	}
	counts, latencies, _ := people.stopRecord()
	if counts.answers != 3 || len(latencies) != 3 || counts.extra != 0 {
		t.Errorf("got %+v and %d latencies, want 3 answers", counts, len(latencies))
	}
}

func TestSecondMessageIsNoAnswer(t *testing.T) {
	t.Parallel()
	people, api := standIn(t, 1, false, "а")
	people.record()
	people.arrive(1)
	poll(t, api, 0, "")
	for range 2 {
		post(t, api+"sendMessage", "application/json", strings.NewReader(`{"chat_id":`+strconv.Itoa(firstChat)+`}`))
	}
	if counts, _, _ := people.stopRecord(); counts.answers != 1 || counts.extra != 1 {
		t.Errorf("got %+v, want one answer, one extra", counts)
	}
}

// What no offset has confirmed comes again; a limit is kept; an empty poll waits and wakes.
func TestGetUpdates(t *testing.T) {
	t.Parallel()
	people, api := standIn(t, 3, false, "а")
	people.arrive(3)
	if texts, _ := poll(t, api, 0, `,"limit":2`); len(texts) != 2 {
		t.Errorf("limit 2: got %d", len(texts))
	}
	texts, next := poll(t, api, 0, "")
	if len(texts) != 3 {
		t.Errorf("unconfirmed: got %d, want 3", len(texts))
	}
	if texts, _ = poll(t, api, next, ""); len(texts) != 0 {
		t.Errorf("confirmed: got %d, want none", len(texts))
	}
	time.AfterFunc(50*time.Millisecond, func() { people.arrive(1) })
	if texts, _ = poll(t, api, next, `,"timeout":20`); len(texts) != 1 {
		t.Errorf("held: got %d, want 1", len(texts))
	}
}

func TestSecondPollEndsTheFirst(t *testing.T) {
	t.Parallel()
	_, api := standIn(t, 1, false, "а")
	statuses := make(chan int)
	go func() {
		status, _ := post(t, api+"getUpdates", "application/json", strings.NewReader(`{"timeout":20}`))
		statuses <- status
	}()
	for {
		poll(t, api, 0, "")
		select {
		case status := <-statuses:
			if status != 409 {
				t.Errorf("got %d, want 409", status)
			}
			return
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func TestOtherMethods(t *testing.T) {
	t.Parallel()
	_, api := standIn(t, 1, false, "а")
	for method, want := range map[string]int{
		"getMe": 200, "editMessageText": 200, "answerCallbackQuery": 200, "DELETEMESSAGE": 200, "sendMessage": 400, "setMyCommands": 404,
	} {
		if status, body := post(t, api+method, "application/json", strings.NewReader(`{"chat_id":1,"message_id":2}`)); status != want {
			t.Errorf("%s: got %d %s, want %d", method, status, body, want)
		}
	}
}
