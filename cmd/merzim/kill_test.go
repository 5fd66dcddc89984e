package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/merzim/merzim/internal/local"
)

const (
	kills = 10
	crowd = 20
)

// remote is the local Telegram as a process of its own.
type remote struct {
	t   *testing.T
	url string
}

func newRemote(t *testing.T) remote {
	t.Helper()
	p := launch(t, t.TempDir(), nil, "telegram", "--addr", "127.0.0.1:0")
	return remote{t, p.printed(`TELEGRAM_API_URL=(http://127\.0\.0\.1:\d+)`)}
}

func (r remote) post(path string, body map[string]any) {
	r.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		r.t.Fatal(err)
	}
	resp, err := http.Post(r.url+"/local/api/"+path, "application/json", bytes.NewReader(raw))
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		r.t.Fatalf("%s %s: status %d", path, raw, resp.StatusCode)
	}
}

func (r remote) get(path string, to any) {
	r.t.Helper()
	if err := json.Unmarshal([]byte(get(r.t, r.url+"/local/api/"+path)), to); err != nil {
		r.t.Fatal(err)
	}
}

// messages are what stands in a person's chat.
func (r remote) messages(chat int) []local.Message {
	r.t.Helper()
	var state struct {
		Messages []local.Message `json:"messages"`
	}
	r.get(fmt.Sprintf("messages?chat=%d", chat), &state)
	return state.Messages
}

// answered is how many calls the bot's processes have made.
func (r remote) answered() (n int) {
	r.t.Helper()
	var counters struct {
		Calls map[string]map[string]int `json:"calls"`
	}
	r.get("counters", &counters)
	for _, method := range []string{"sendMessage", "sendmessage", "editMessageText", "editmessagetext"} {
		for _, times := range counters.Calls[method] {
			n += times
		}
	}
	return n
}

// The bot is killed while twenty people talk. Each question gets its answer at
// least once; each tick is applied exactly once.
func TestKillsLoseNoAnswerAndRepeatNoTick(t *testing.T) {
	t.Parallel()
	r := newRemote(t)
	dir := t.TempDir()
	env := []string{"TELEGRAM_TOKEN=" + token, "TELEGRAM_API_URL=" + r.url, "DATABASE_URL=sqlite:" + filepath.Join(dir, "kill.db")}
	p := serving(t, dir, env...)
	c := embedded(t)
	asked := c.Services[:kills]

	// Everybody opens the checklist of a service with many papers.
	const service = "old-age-pension"
	lists := make([]local.Message, crowd)
	for i := range lists {
		chat := 100 + i
		r.post("person", map[string]any{"id": chat, "lang": "ru", "first_name": "P"})
		r.post("send", map[string]any{"chat": chat, "text": "/start s_" + service})
	}
	for i := range lists {
		chat := 100 + i
		card := r.last(p, chat, "Подробнее")
		r.post("press", map[string]any{"chat": chat, "message": card.MessageID, "data": dataOf(t, card, "Документы")})
	}
	for i := range lists {
		lists[i] = r.last(p, 100+i, "☐ 1")
	}
	boxes := strings.Count(labels(lists[0]), "☐")
	if boxes < 5 {
		t.Fatalf("%s has %d papers on a page", service, boxes)
	}

	for round, s := range asked {
		before := r.answered()
		var wait sync.WaitGroup
		for i := range crowd {
			chat, list := 100+i, lists[i]
			wait.Go(func() {
				r.post("send", map[string]any{"chat": chat, "text": "/start s_" + s.ID})
				data := dataOf(t, list, fmt.Sprintf("☐ %d", round%boxes+1))
				r.post("press", map[string]any{"chat": chat, "message": list.MessageID, "data": data})
			})
		}
		enough := before + rand.IntN(2*crowd) // the moment of the kill
		eventually(t, "some answers", func() bool { return r.answered() >= enough }, p)
		p.kill()
		wait.Wait()
		p = serving(t, dir, env...)
	}

	var idle struct{ Idle bool }
	r.get("idle?timeout=20s", &idle)
	if !idle.Idle {
		t.Fatalf("updates are left:\n%s", p.err.String())
	}
	for i := range crowd {
		all := r.messages(100 + i)
		for _, s := range asked {
			if !answeredWith(all, s.Title.RU) {
				t.Errorf("person %d got no answer to %s", i, s.ID)
			}
		}
		for _, m := range all {
			if m.MessageID == lists[i].MessageID {
				for n := 1; n <= boxes; n++ { // pressed once each, some twice
					pressed := kills / boxes
					if n <= kills%boxes {
						pressed++
					}
					want := fmt.Sprintf("☐ %d.", n)
					if pressed%2 == 1 {
						want = fmt.Sprintf("☑ %d.", n)
					}
					if !strings.Contains(m.Text, want) {
						t.Errorf("person %d: want %q after %d presses in:\n%s", i, want, pressed, m.Text)
					}
				}
			}
		}
	}
	lacks(t, p.err.String(), token, "panic")
}

// last waits for a message of the bot with a button.
func (r remote) last(p *process, chat int, button string) (found local.Message) {
	r.t.Helper()
	eventually(r.t, button, func() bool {
		for _, m := range r.messages(chat) {
			if m.From != nil && m.From.IsBot && strings.Contains(labels(m), button) {
				found = m
				return true
			}
		}
		return false
	}, p)
	return found
}

func answeredWith(all []local.Message, title string) bool {
	for _, m := range all {
		if m.From != nil && m.From.IsBot && strings.HasPrefix(m.Text, title+"\n") {
			return true
		}
	}
	return false
}
