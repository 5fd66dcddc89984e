package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/merzim/merzim/internal/local"
	"github.com/merzim/merzim/internal/roles"
)

// Whoever loses a role is told once, in their language and by day; who has one
// again by then is told nothing.
func TestWhoLosesARoleIsToldOnce(t *testing.T) {
	t.Parallel()
	s := newStage(t, "2026-11-23 22:00", "sqlite::memory:")
	police := roles.Grant{Role: roles.Staff, Agency: "police-migration", Region: "almaty"}
	said := map[int64][]string{
		21: {"Ваша роль здесь закончилась", "Алматы", "кабинет для вас закрыт"},
		22: {"рөліңіз қайтарып алынды", "Алматы", "кабинет сіз үшін жабылды"},
	}
	for chat, lang := range map[int64]string{21: "ru", 22: "kk", 23: "ru"} {
		s.citizen(chat, lang)
		h := takes(t, s.cases, chat, police)
		if err := s.cases.roles.Revoke(t.Context(), roles.CommandLine(), h.Invitation); err != nil {
			t.Fatal(err)
		}
		if err := s.cases.roles.Revoke(t.Context(), roles.CommandLine(), h.Invitation); err == nil {
			t.Error("a role ends twice")
		}
		if chat == 23 {
			takes(t, s.cases, chat, roles.Grant{Role: roles.Analyst})
		}
	}
	s.move("+2h")
	about := func(chat int64) (texts []string) {
		for _, m := range s.told(chat) {
			texts = append(texts, m.Text)
		}
		return texts
	}
	if n := len(about(21)) + len(about(22)) + len(about(23)); n != 0 {
		t.Errorf("%d told at night", n)
	}
	s.move("+1d")
	s.move("+3d")
	for chat, parts := range said {
		got := about(chat)
		if len(got) != 1 || slices.ContainsFunc(parts, func(p string) bool { return !strings.Contains(got[0], p) }) {
			t.Errorf("%d is told %q", chat, got)
		}
	}
	if got := about(23); len(got) != 0 {
		t.Errorf("with another role: %q", got)
	}
	menus := map[int64]int{}
	for _, call := range s.server.Calls(local.CallFilter{Method: "deleteMyCommands"}) {
		var scope struct {
			Chat int64 `json:"chat_id"`
		}
		if raw, ok := call.Params["scope"].(json.RawMessage); ok && json.Unmarshal(raw, &scope) == nil {
			menus[scope.Chat]++
		}
	}
	if menus[21] != 1 || menus[22] != 1 {
		t.Errorf("menus of commands taken back: %v", menus)
	}
	p := s.server.Person(21, local.PersonOptions{Lang: "ru"})
	if got, unknown := s.answer(p, "/console"), s.answer(p, "/nonsense"); got.Text != unknown.Text {
		t.Errorf("the console without a role: %s", got.Text)
	}
}
