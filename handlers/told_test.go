package handlers

import (
	"testing"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/locales"
)

// A sentence names no case. Whoever filed in a longer one must not be told that
// the agency is late because the usual one is shorter.
func TestACaseThatNobodyNamedMakesNobodyLate(t *testing.T) {
	t.Parallel()
	know := embedded(t)
	met := 0
	for _, s := range know.Catalog.Services {
		usual := requests.Of(s, nil)
		for _, v := range s.Views() {
			other := requests.Of(s, v.Choice)
			filed := calendar.Filing{Date: calendar.NewDate(2026, 3, 2), Minute: calendar.NoHour}
			usual.Filed, other.Filed = filed, filed
			now := calendar.NewDate(2026, 11, 23).At(10, 0)
			u, errU := usual.At(know.Catalog.Calendar, now)
			o, errO := other.At(know.Catalog.Calendar, now)
			if errU != nil || errO != nil || u.StartEvent != "" || !u.Binds() || o.Binds() && o.Due <= u.Due {
				continue
			}
			met++
			day := u.Due + 1 // late in the usual case, not in the other
			turn := &turn{know: know, language: know.Texts.In(locales.Russian), session: &Session{}, now: day.At(10, 0)}
			f := &Form{Service: s.ID, Filed: filed}
			f.pass(askCase)
			if next, err := (&Conversation{}).toldNext(turn, f); next != askCase || err != nil {
				t.Errorf("%s: asked %q, %v, although %s is not late yet", s.ID, next, err, v.Choice)
			}
			f.Case = caseCode(s, nil)
			if next, _ := (&Conversation{}).toldNext(turn, f); next != "" {
				t.Errorf("%s: asked %q after the case was chosen", s.ID, next)
			}
			turn.now = u.Due.At(10, 0)
			f.Case = ""
			if next, _ := (&Conversation{}).toldNext(turn, f); next != "" {
				t.Errorf("%s: asked %q while nothing is late", s.ID, next)
			}
			break
		}
	}
	if met == 0 {
		t.Fatal("no service has a case that is longer than its usual one")
	}
	t.Logf("%d services", met)
}
