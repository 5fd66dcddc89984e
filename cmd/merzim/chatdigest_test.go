package main

import (
	"strings"
	"testing"
)

// The terminal's clock stops at nine on the Mondays of even ISO weeks, or on the
// next working day, and a subscribed analyst gets the digest as from a server.
func TestTheDigestAtTheTerminal(t *testing.T) {
	t.Parallel()
	said := converse(t, `--lang ru --as analyst --now 2026-11-22T15:00:00+05:00
/report
#Присылать сводку раз в две недели
+17h
+1h
+13d
+1d
+28d
#Больше не присылать сводку
+60d
`, inMemory)
	var got []string
	for _, turn := range strings.Split(said, "\n> ")[2:] {
		line, answer, _ := strings.Cut(turn, "\n")
		n := strings.Count(answer, "(file merzim-2")
		if n != 3*strings.Count(answer, ".xlsx") || n != 3*strings.Count(answer, "0 жалоб") {
			t.Errorf("not whole:\n%s", turn)
		}
		got = append(got, strings.TrimSpace(line+" "+strings.Repeat("digest ", n/3)))
	}
	want := "+17h|+1h digest|+13d|+1d digest|+28d digest|#Больше не присылать сводку|+60d" // 2026 has 53 weeks: 21 December, then 11 January
	if strings.Join(got, "|") != want {
		t.Errorf("got %q, want %q:\n%s", strings.Join(got, "|"), want, said)
	}
	if !strings.Contains(said, "9 ноября 2026 – 22 ноября 2026") {
		t.Errorf("of which weeks?\n%s", said)
	}
}
