package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database/databasetest"
	"github.com/merzim/merzim/internal/local"
)

// The bot is killed while people track requests and complain of them: between
// the update, the store and the answer. Each person ends with one request and
// one complaint, however often their presses had to be taken again.
func TestKillsLoseNoRequestAndDoubleNoComplaint(t *testing.T) {
	t.Parallel()
	const many, kills = 24, 8
	r, dir, address := newRemote(t), t.TempDir(), inFile(t)
	db := databasetest.Open(t, address)
	now := almaty(t, "2026-11-26 10:00")
	store := openCases(db, clock.At(now))
	env := []string{"TELEGRAM_TOKEN=" + token, "TELEGRAM_API_URL=" + r.url, "DATABASE_URL=" + address}
	for i := range many {
		agree(t, store, int64(100+i), "ru")
		r.post("person", map[string]any{"id": 100 + i, "lang": "ru", "first_name": "P", "started": true})
	}
	// What each person does, a step after the answer to the one before; a step
	// whose button is not there yet is waited for.
	steps := []func(chat int) bool{
		func(chat int) bool {
			r.post("send", map[string]any{"chat": chat, "text": "/start s_id-card"})
			return true
		},
		func(chat int) bool { return r.pressed(chat, "Я уже подал(а)") },
		func(chat int) bool {
			if !r.asks(chat, "в какой день вы подали") {
				return false
			}
			r.post("send", map[string]any{"chat": chat, "text": "02.11.2026"})
			return true
		},
		func(chat int) bool { return r.asks(chat, "Записано") },
		func(chat int) bool { return r.pressed(chat, "Пожаловаться") },
		func(chat int) bool { return r.pressed(chat, "Срок прошёл") },
		func(chat int) bool { return r.pressed(chat, "Записать") },
		func(chat int) bool { return r.asks(chat, "M-2026-") },
	}
	var mu sync.Mutex
	p := servingAt(t, dir, now, env...)
	running := func() *process { mu.Lock(); defer mu.Unlock(); return p }
	done := make(chan struct{})
	var people sync.WaitGroup
	for i := range many {
		people.Go(func() {
			chat := 100 + i
			for n, step := range steps {
				deadline := time.Now().Add(3 * patience)
				for !step(chat) {
					if time.Now().After(deadline) {
						t.Errorf("person %d waits in vain at step %d:\n%s", i, n, r.newest(chat).Text)
						return
					}
					<-time.After(20 * time.Millisecond)
				}
			}
		})
	}
	go func() { people.Wait(); close(done) }()
	for range kills {
		<-time.After(time.Duration(100+rand.IntN(600)) * time.Millisecond)
		running().kill()
		now = now.Add(time.Minute)
		next := servingAt(t, dir, now, env...)
		mu.Lock()
		p = next
		mu.Unlock()
	}
	<-done
	count := func(query string) string {
		rows, err := db.Query(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		var wrong []string
		for rows.Next() {
			var chat, n int64
			if err := rows.Scan(&chat, &n); err != nil {
				t.Fatal(err)
			}
			wrong = append(wrong, fmt.Sprintf("%d: %d", chat, n))
		}
		return strings.Join(wrong, ", ")
	}
	eventually(t, "all complaints", func() bool {
		var n int
		return db.QueryRow(t.Context(), `SELECT COUNT(*) FROM complaints`).Scan(&n) == nil && n == many
	}, running())
	for _, table := range []string{"requests", "complaints"} {
		if wrong := count(`SELECT chat, COUNT(*) FROM ` + table + ` GROUP BY chat HAVING COUNT(*) <> 1`); wrong != "" {
			t.Errorf("%s of a person: %s", table, wrong)
		}
		var chats int
		if err := db.QueryRow(t.Context(), `SELECT COUNT(DISTINCT chat) FROM `+table).Scan(&chats); err != nil || chats != many {
			t.Errorf("%d of %d people have %s (%v)", chats, many, table, err)
		}
	}
	lacks(t, running().err.String(), "panic", "update parked")
}

// newest is the bot's newest message to a person.
func (r remote) newest(chat int) (found local.Message) {
	for _, m := range r.messages(chat) {
		if m.From != nil && m.From.IsBot {
			found = m
		}
	}
	return found
}

// asks reports that a message of the bot holds a text.
func (r remote) asks(chat int, part string) bool {
	return slices.ContainsFunc(r.messages(chat), func(m local.Message) bool { return m.From != nil && m.From.IsBot && strings.Contains(m.Text, part) })
}

// pressed presses the newest button of a label; false when there is none. After
// a crash an older answer may stand below the one that goes on.
func (r remote) pressed(chat int, label string) bool {
	for _, m := range slices.Backward(r.messages(chat)) {
		if strings.Contains(labels(m), label) {
			r.post("press", map[string]any{"chat": chat, "message": m.MessageID, "data": dataOf(r.t, m, label)})
			return true
		}
	}
	return false
}
