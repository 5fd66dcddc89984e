package calendar_test

import (
	"testing"

	"github.com/merzim/merzim/catalog/calendar"
)

func BenchmarkDue(b *testing.B) {
	c := load(b)
	filed := filing(b, "2026-12-28 10:00")
	for _, s := range []string{"15wd", "30cd", "6mo", "4h"} {
		r := rule(b, s)
		b.Run(s, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				f := calendar.Filing{Date: filed.Date.AddDays(i % 365), Minute: filed.Minute}
				if _, err := c.Due(r, f); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkCount(b *testing.B) {
	c := load(b)
	r, f := rule(b, "15wd"), filing(b, "2026-12-28 10:00")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Count(r, f); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		load(b)
	}
}

func TestDueAllocatesNothing(t *testing.T) {
	c := load(t)
	f := filing(t, "2026-12-28 18:00")
	for _, s := range []string{"15wd", "30cd", "6mo", "1y", "4h"} {
		r := rule(t, s)
		if n := testing.AllocsPerRun(100, func() { _, _ = c.Due(r, f) }); n != 0 {
			t.Errorf("%s: %v allocations", s, n)
		}
	}
}
