package main

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/merzim/merzim/internal/local"
	"github.com/merzim/merzim/internal/testserver"
)

// Somebody asks, tracks, complains and types personal numbers, while Telegram
// and Redis fail at times. At the most talkative level the log tells what went
// wrong, a JSON object a line, and nothing of the person.
func TestTheLogHoldsNothingOfThePerson(t *testing.T) {
	t.Parallel()
	const chat, name = 7_345_612_098, "Гүлжамал-Ерасыл"
	memory, s := testserver.Redis(t), newLocal(t)
	p := servingAt(t, t.TempDir(), almaty(t, "2026-11-24 10:00"), append(s.env(), "REDIS_URL="+memory.URL(), "LOG_FORMAT=json")...)
	citizen := s.Person(chat, local.PersonOptions{Lang: "ru", FirstName: name})
	typed := []string{
		"как получить удостоверение личности, потеряла",
		"2 ноября подала на удостоверение личности, до сих пор нет",
		"требуют деньги за справку, номер 900101300017",
		"мой телефон +7 701 234 56 78, почта gulzhamal.test@mail.kz",
		"ъъъ абракадабра ъъъ", "/mydata", "/start s_passport", "/requests", "/complaints",
	}
	settled := func() {
		t.Helper()
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		defer cancel()
		if !s.Idle(ctx) {
			t.Fatalf("no end of it:\n%s", p.err.String())
		}
	}
	walk := func() {
		for _, text := range typed {
			citizen.Send(text)
			settled()
			for range 4 { // down the first buttons: consent, filing, forms
				if m, data := firstPress(t, s, chat); data != "" {
					citizen.Forge(m, data)
					settled()
				}
			}
		}
		for _, answer := range []string{"900101300017", "N12345678", "ул. Абая 10, кв. 5"} { // into whatever form is open
			citizen.Send(answer)
			settled()
		}
	}
	walk()
	for _, f := range []local.Fault{
		{Method: "sendMessage", Code: http.StatusInternalServerError}, {Method: "sendMessage", RetryAfter: 1}, {Method: "sendMessage", HTML: true},
		{Method: "sendMessage", Cut: true}, {Method: "sendMessage", Code: http.StatusBadRequest, Skip: 3}, {Method: "answerCallbackQuery", Code: http.StatusBadRequest, Times: 3},
		{Method: "getUpdates", Code: http.StatusBadGateway},
	} {
		s.Fault(f)
	}
	memory.Stop()
	message, data := firstPress(t, s, chat)
	citizen.Forge(message, data)
	for _, text := range typed[:4] {
		citizen.Send(text)
	}
	eventually(t, "the parked answer", func() bool { return strings.Contains(p.err.String(), "update parked") }, p)
	s.ClearFaults()
	memory.Start()
	<-time.After(time.Second)
	walk()
	if status := p.end(); status != statusOK {
		t.Errorf("status %d", status)
	}

	log := p.err.String()
	holds(t, log, `"msg":"call failed, trying again"`, `"msg":"update parked"`, `"msg":"Telegram asks to wait"`, `"level":"DEBUG"`, `"update":`)
	for line := range strings.Lines(log) {
		if !json.Valid([]byte(line)) {
			t.Errorf("not JSON: %s", line)
		}
	}
	lacks(t, log, strconv.Itoa(chat), "7345", name, "Гүлжамал", token, strings.TrimPrefix(token, "4242:"), "234 56 78", "900101300017", "12345678", "mail.kz", "Абая", "id-card", "удостоверени", "passport")
	for _, text := range typed {
		for word := range strings.FieldsSeq(text) {
			if len([]rune(word)) > 5 && strings.Contains(log, word) {
				t.Errorf("the log holds %q", word)
			}
		}
	}
}

// firstPress is the first button that leads somewhere of the bot's newest
// message to a chat.
func firstPress(t *testing.T, s telegram, chat int64) (message int64, data string) {
	t.Helper()
	all := toldBy(t, s.Server, chat)
	if len(all) == 0 || all[len(all)-1].ReplyMarkup == nil {
		return 0, ""
	}
	for _, row := range all[len(all)-1].ReplyMarkup.InlineKeyboard {
		for _, b := range row {
			if b.CallbackData != "" {
				return all[len(all)-1].MessageID, b.CallbackData
			}
		}
	}
	return 0, ""
}
