package handlers

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
)

func TestTicksAreTakenBackAndBounded(t *testing.T) {
	t.Parallel()
	var s Session
	s.toggle("passport", "abc", 2)
	s.toggle("passport", "abc", 0)
	if got := s.ticked("passport", "abc"); !got[0] || !got[2] || len(got) != 2 {
		t.Errorf("ticked %v, want 0 and 2", got)
	}
	s.toggle("passport", "abc", 2)
	if got := s.ticked("passport", "abc"); !got[0] || len(got) != 1 {
		t.Errorf("ticked %v, want 0", got)
	}
	if got := s.ticked("passport", "xyz"); len(got) != 0 {
		t.Errorf("ticks of a card that changed since are shown: %v", got)
	}
	s.toggle("passport", "abc", 0)
	if len(s.Ticks) != 0 {
		t.Errorf("nothing is ticked, yet %v is kept", s.Ticks)
	}
	for i := range maxTicks + 3 {
		s.toggle(fmt.Sprint("service-", i), "p", 1)
	}
	if len(s.Ticks) != maxTicks || len(s.ticked("service-0", "p")) != 0 || len(s.ticked(fmt.Sprint("service-", maxTicks+2), "p")) != 1 {
		t.Errorf("want the newest %d services: %v", maxTicks, s.Ticks)
	}
}

func TestACopyOfASessionSharesNothing(t *testing.T) {
	t.Parallel()
	var s Session
	s.toggle("passport", "abc", 1)
	c := s.clone()
	c.Ticks[0].Documents[0] = 7
	c.toggle("id-card", "abc", 1)
	if want := []Tick{{"passport", "abc", []int{1}}}; !reflect.DeepEqual(s.Ticks, want) {
		t.Errorf("the copy changed its original: %v", s.Ticks)
	}
}

func TestARecordKnowsItsNewestUpdates(t *testing.T) {
	t.Parallel()
	var r record
	for update := int64(1); update <= maxApplied+2; update++ {
		s := r.Session.clone()
		s.toggle("passport", "abc", int(update))
		next, changed := r.advance(update, s, 1)
		if !changed || !reflect.DeepEqual(*next.Before, r.Session) {
			t.Fatalf("update %d: changed %t, before %v, want %v", update, changed, next.Before, r.Session)
		}
		r = next
	}
	for update, want := range map[int64][2]bool{1: {}, 2: {}, 3: {false, true}, maxApplied + 1: {false, true}, maxApplied + 2: {true, false}, 99: {}} {
		if newest, older := r.repetition(update); newest != want[0] || older != want[1] {
			t.Errorf("update %d: newest %t, older %t, want %v", update, newest, older, want)
		}
	}
	if !slices.IsSorted(r.Applied) || len(r.Applied) != maxApplied {
		t.Errorf("applied %v", r.Applied)
	}
	if _, changed := r.advance(50, r.Session, 1); changed {
		t.Error("the same session on the same day is stored again")
	}
	if _, changed := r.advance(51, r.Session, 2); !changed {
		t.Error("a session in use is not kept from running out")
	}
}

func TestAnUnreadableRecordIsAnError(t *testing.T) {
	t.Parallel()
	for _, data := range []string{"{", "[]", "\x00", `{"s":1}`} {
		if r, err := readRecord([]byte(data)); err == nil || r.Session.Language != "" {
			t.Errorf("%q became %v, %v", data, r, err)
		}
	}
	if _, err := readRecord(nil); err != nil {
		t.Errorf("a new chat: %v", err)
	}
}
