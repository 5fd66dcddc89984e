package main

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/merzim/merzim/internal/local"
	"github.com/merzim/merzim/internal/testserver"
)

func TestGuidanceGoesOnWithoutRedisAndMemoryComesBack(t *testing.T) {
	t.Parallel()
	memory := testserver.Redis(t)
	s := newLocal(t)
	p := serving(t, t.TempDir(), append(s.env(), "REDIS_URL="+memory.URL())...)
	citizen := s.person(1, "ru")
	kazakh := s.presses(citizen, s.writes(citizen, "/settings"), "Қазақша")
	holds(t, kazakh.Text, "мемлекеттік қызметтері")
	papers := s.presses(citizen, s.writes(citizen, "/start s_id-card"), "Құжаттар")
	holds(t, s.presses(citizen, papers, "☐ 2").Text, "☐ 1.", "☑ 2.")

	saveToDisk(t, memory)
	memory.Stop()
	const away = "Қазір есте сақтай алмай тұрмын"
	without := s.writes(citizen, "/start s_passport")
	holds(t, without.Text, "ҚР азаматының паспорты", away)
	holds(t, s.writes(citizen, "/help").Text, away)
	holds(t, s.presses(citizen, papers, "☐ 1").Text, away) // what cannot be kept is not passed over in silence
	stranger := s.person(2, "ru")
	holds(t, s.writes(stranger, "/start s_id-card").Text, "Удостоверение личности", "Сейчас я не могу запоминать")
	if body := get503(t, p); !strings.Contains(body, `"sessions":"away"`) {
		t.Errorf("the health check does not name what is away: %s", body)
	}

	memory.Start()
	eventually(t, "the memory to be back", func() bool {
		return !strings.Contains(s.writes(citizen, "/help").Text, away)
	}, p)
	again := s.presses(citizen, s.writes(citizen, "/start s_id-card"), "Құжаттар")
	holds(t, again.Text, "☑ 2.", "☐ 1.")
	lacks(t, p.err.String(), token, "panic")
}

// saveToDisk makes a Redis remember over a stop.
func saveToDisk(t *testing.T, server *testserver.RedisServer) {
	t.Helper()
	o, err := redis.ParseURL(server.URL())
	if err != nil {
		t.Fatal(err)
	}
	client := redis.NewClient(o)
	defer client.Close()
	if err := client.Save(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
}

func get503(t *testing.T, p *process) string {
	t.Helper()
	var body string
	eventually(t, "the health check to notice", func() bool {
		body = get(t, p.address+"/healthz")
		return strings.Contains(body, "away")
	}, p)
	return body
}

func TestTwoProcessesThatServeOneChatLoseNoTick(t *testing.T) {
	t.Parallel()
	memory := testserver.Redis(t)
	s := newLocal(t)
	redisURL := "REDIS_URL=" + memory.URL()
	one, two := hooked(t, s, redisURL), hooked(t, s, redisURL)
	const chat, service = 77, "old-age-pension"
	s.Person(chat, local.PersonOptions{Started: true, Lang: "ru"})
	citizen := s.person(chat, "ru")
	papers := s.presses(citizen, s.writes(citizen, "/start s_"+service), "Документы")
	var data []string
	for _, row := range papers.ReplyMarkup.InlineKeyboard {
		for _, b := range row {
			if strings.HasPrefix(b.Text, "☐") {
				data = append(data, b.CallbackData)
			}
		}
	}
	if len(data) < 4 {
		t.Fatalf("%s has %d papers only", service, len(data))
	}
	before := s.lastCall()
	var wait sync.WaitGroup
	for i, d := range data {
		wait.Go(func() {
			p := []*process{one, two}[i%2]
			if got := p.post(hookSecret, pressUpdate(int64(90_000+i), chat, papers.MessageID, d)); got != 200 {
				t.Errorf("tick %d: status %d", i, got)
			}
		})
	}
	wait.Wait()
	eventually(t, "all replies", func() bool {
		return len(s.Calls(local.CallFilter{After: before, Method: "editMessageText"})) >= len(data)
	}, one, two)
	shown := s.presses(citizen, s.writes(citizen, "/start s_"+service), "Документы").Text
	holds(t, shown, fmt.Sprintf("собрано %d из", len(data)))
	if n := strings.Count(shown, "☑"); n != len(data) {
		t.Errorf("%d of %d ticks are left:\n%s", n, len(data), shown)
	}
	lacks(t, one.err.String()+two.err.String(), "update parked")
}
