package handlers_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/merzim/merzim/internal/requests"
)

// caseOf asks for another case of a request.
func (c *citizenCase) caseOf(id int64) {
	c.t.Helper()
	c.pressData(fmt.Sprintf("1|rask|%d|case", id))
}

func (c *citizenCase) requested(id int64) requests.Request {
	c.t.Helper()
	r, ok, err := c.requests.Find(c.t.Context(), citizen, id)
	if err != nil || !ok {
		c.t.Fatal(ok, err)
	}
	return r
}

func TestARequestsCaseIsChangedAndCountedAnew(t *testing.T) {
	t.Parallel()
	eachLanguage(t, func(t *testing.T, language string) {
		say := func(ru, kk string) string { return map[string]string{"ru": ru, "kk": kk}[language] }
		c := newCase(t, language, "2026-11-23")
		r := c.track("id-card", "2026-11-20")
		c.pressData(caseButton("rmore", r.ID))
		c.press("ButtonRequestCase")
		c.has(say("какой у вас случай?", "жағдайыңыз қандай?"))
		c.pressLabel(say("срочно, 1-я категория; Астана, Алматы, Шымкент, Актобе", "жедел, 1-санат; Астана, Алматы, Шымкент, Ақтөбе"))
		c.has(say("был 11 декабря 2026, теперь 23 ноября 2026", "бұрын 2026 жылғы 11 желтоқсан, енді 2026 жылғы 23 қараша"))
		if got := c.requested(r.ID); got.Due != caseDay(t, "2026-11-23") || got.Choice["speed"] != "cat1" || got.Filed.Date != caseDay(t, "2026-11-20") {
			t.Errorf("kept %+v", got)
		}
		c.pressData(caseButton("rlog", r.ID) + "|0")
		c.has(say("Изменён случай: в обычный срок → срочно, 1-я категория", "Жағдай өзгертілді: әдеттегі мерзімде → жедел, 1-санат"), say("был 11 декабря 2026, теперь 23 ноября 2026", "2026 жылғы 11 желтоқсан еді, енді 2026 жылғы 23 қараша"))
		c.not(say("Календарь", "Күнтізбе"))
		c.pressData(caseButton("rpdf", r.ID))
		if _, text := c.document(); !strings.Contains(text, say("Изменён случай", "Жағдай өзгертілді")) {
			t.Errorf("the history does not tell it:\n%s", text)
		}
		c.caseOf(r.ID)
		c.pressLabel(say("срочно, 1-я категория; Астана, Алматы, Шымкент, Актобе", "жедел, 1-санат; Астана, Алматы, Шымкент, Ақтөбе"))
		c.has(c.text("CaseSame"))
	})
}

func TestTheReceiptsDateStaysWithAnotherCase(t *testing.T) {
	t.Parallel()
	c := newCase(t, "ru", "2026-11-23")
	r := c.track("id-card", "2026-11-20")
	if _, err := c.requests.SetReceipt(t.Context(), c.know.Catalog.Calendar, citizen, r.ID, 900, caseDay(t, "2026-12-01")); err != nil {
		t.Fatal(err)
	}
	c.caseOf(r.ID)
	c.pressLabel("срочно, 1-я категория; Астана, Алматы, Шымкент, Актобе")
	c.has(c.text("CaseReceipt"), "1 декабря 2026")
	if got := c.requested(r.ID); got.Due != caseDay(t, "2026-12-01") || got.Choice["speed"] != "cat1" {
		t.Errorf("kept %+v", got)
	}
}

func TestACaseThatCannotBeChangedSaysWhy(t *testing.T) {
	t.Parallel()
	c := newCase(t, "ru", "2026-11-23")
	one := c.track("kindergarten-queue", "2026-11-20")
	c.pressData(caseButton("rmore", one.ID))
	if _, ok := c.buttons()[c.text("ButtonRequestCase")]; ok {
		t.Error("a case is offered where there is one")
	}
	c.caseOf(one.ID)
	c.has(c.text("CaseOnlyOne"))

	card := c.track("id-card", "2026-11-20")
	c.caseOf(card.ID)
	chosen := c.buttons()["срочно, 1-я категория; Астана, Алматы, Шымкент, Актобе"]
	if _, err := c.requests.SetState(t.Context(), c.know.Catalog.Calendar, citizen, card.ID, 900, requests.Ready); err != nil {
		t.Fatal(err)
	}
	c.pressData(chosen)
	c.has(c.text("CaseClosed"))
	c.caseOf(card.ID)
	c.has(c.text("CaseClosed"))
	c.chat++ // another person
	c.caseOf(card.ID)
	c.has(c.text("RequestNotFound"))
	c.chat--
	if got := c.requested(card.ID); got.Term != card.Term || got.State != requests.Ready {
		t.Errorf("kept %+v", got)
	}
}

// An update that comes again after a crash says again what it did.
func TestAChangedCaseIsSaidAgain(t *testing.T) {
	t.Parallel()
	c := newCase(t, "ru", "2026-11-23")
	r := c.track("id-card", "2026-11-20")
	c.caseOf(r.ID)
	u := c.update(c.buttons()["срочно, 1-я категория; Астана, Алматы, Шымкент, Актобе"])
	for range 2 {
		c.handle(u)
		c.has("был 11 декабря 2026, теперь 23 ноября 2026")
	}
}
