package handlers_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/merzim/merzim/internal/complaints"
)

func TestHostileWords(t *testing.T) {
	t.Parallel()
	c := newCase(t, "ru", "2026-11-26")
	r := c.track("id-card", "2026-11-02")
	c.complainOf(r)
	c.press("ButtonComplainDelay")
	c.press("ButtonAddWords")
	c.say(strings.Repeat("ж", 5000))
	c.has("1000")
	c.say("\u200b \u2060")
	c.has(c.text("WordsEmpty"))
	secrets := []string{"900101-300-017", "9OO1O1300017", "+7 (701) 123-45-67", "4400 4301 2345 6789", "a.b@mail.kz", "N12345678", "@durov_kz", "https://example.kz/me"}
	c.say("<b>жуть</b> & \"так\" " + strings.Join(secrets, " и "))
	c.has("&lt;b&gt;жуть", "похожее на личные данные")
	c.not(secrets...)
	c.press("ButtonRecord")
	text := c.recorded(1)[0].Text
	for _, secret := range secrets {
		if strings.Contains(text, secret) {
			t.Errorf("%q is kept in %q", secret, text)
		}
	}
	c.pressData("1|cmp|1")
	c.has("&lt;b&gt;жуть")
}

func TestNobodyReachesAnothersComplaint(t *testing.T) {
	t.Parallel()
	c := newCase(t, "ru", "2026-11-26")
	r := c.track("id-card", "2026-11-02")
	c.complainOf(r)
	c.press("ButtonComplainDelay")
	c.press("ButtonRecord")
	mine := []string{
		"cmplain|1", "cmp|1", "clet|1|1|ru|p", "clet|1|2|kk|t", "cways|1|1", "cdone|1|1", "cans|1|1", "cans|1|0", "cext|1|1", "cback|1|0", "cback|1|1", "ccourt|1", "cics|1", "cmute|1|1",
	}
	before := c.recorded(1)[0]
	c.chat, c.last = citizen+1, 1000
	c.consent()
	for _, data := range mine {
		c.pressData("1|" + data)
		c.not("M-2026-000001", "2 ноября")
		if c.shown[0].Document != nil {
			t.Errorf("%s sends a file", data)
		}
	}
	strange := c.say("М-2026-000001")
	if unknown := c.say("М-2026-999999"); strange != unknown {
		t.Errorf("another's number is answered by\n%s\nand one that does not exist by\n%s", strange, unknown)
	}
	c.say("/complaints")
	c.not("M-2026-000001")
	c.recorded(0)
	c.chat = citizen
	if after := c.recorded(1)[0]; after.State != before.State || after.UpdatedAt != before.UpdatedAt || after.Muted || len(after.Steps) != 0 {
		t.Errorf("changed by another: %+v", after)
	}
}

func TestButtonsThatNobodyMadeLeaveComplaintsAlone(t *testing.T) {
	t.Parallel()
	c := newCase(t, "ru", "2026-11-26")
	c.consent()
	for _, data := range []string{
		"cmp", "cmp|x", "cmp|-1", "cmp|99999999999999999999", "clet|1", "clet|1|3|ru|p", "clet|1|1|en|p", "cdone|1|0", "cdone|1|9", "cans|1|2", "cext|1|", "cback|1|x", "cmps|x", "cmps|-1",
		"cmplain|x", "cmplain|0", "cmplain|77", "cfiled", "cfiled|id-card||x", "cfiled|id-card||20991231", "cfiled|nothing||20261102", "cfiled|id-card||20261102|z", "cmoney|nothing", "newcmp|nothing", "f|1|kind|delay",
	} {
		c.pressData("1|" + data)
	}
	c.recorded(0)
}

func TestTheBaseBeingAwayLosesNothing(t *testing.T) {
	t.Parallel()
	c := newCase(t, "ru", "2026-11-26")
	r := c.track("id-card", "2026-11-02")
	c.complainOf(r)
	c.press("ButtonComplainDelay")
	c.press("ButtonAddWords")
	c.say("третий раз")
	record := c.buttons()[c.text("ButtonRecord")]
	c.shaky.away = true
	c.pressData(record)
	c.has(c.text("NotStored"))
	c.say("/complaints")
	c.has(c.text("ComplaintsAway"))
	c.complainOf(r)
	c.press("ButtonComplainDelay")
	record = c.buttons()[c.text("ButtonRecord")]
	c.pressData(record)
	c.has(c.text("NotStored"))
	c.shaky.away = false
	c.pressData(record) // the same press again
	c.has("M-2026-000001")
	c.recorded(1)
	c.shaky.away = true
	c.pressData("1|cmp|1")
	c.has(c.text("ComplaintsAway"))
}

func TestTooManyComplaintsInADay(t *testing.T) {
	t.Parallel()
	c := newCase(t, "ru", "2026-11-26")
	c.consent()
	record := func() {
		c.pressData("1|newcmp|id-card")
		c.press("ButtonComplainExtraDocuments")
		c.press("ButtonRecord")
	}
	for range 20 {
		record()
	}
	c.recorded(20)
	record()
	c.has(c.text("ComplaintsTooMany"))
	c.recorded(20)
	c.wait("2026-11-27")
	c.press("ButtonRecord") // nothing has to be told again
	c.has("M-2026-000021")
	c.say("/complaints")
	pages := 1
	for c.buttons()[c.text("ButtonNext")] != "" {
		c.press("ButtonNext")
		pages++
	}
	if pages != 4 {
		t.Errorf("%d pages of 21 complaints", pages)
	}
}

func TestConsentComesBeforeTheRecord(t *testing.T) {
	t.Parallel()
	c := newCase(t, "ru", "2026-11-26")
	c.pressData("1|cmoney|")
	c.say("удостоверение личности")
	c.has("/forget")
	c.recorded(0)
	c.press("ButtonConsent")
	record := c.buttons()[c.text("ButtonRecord")]
	if err := c.people.WithdrawConsent(t.Context(), citizen); err != nil {
		t.Fatal(err)
	}
	c.pressData(record)
	c.has("/forget") // asked again, and nothing recorded without it
	c.recorded(0)
	c.press("ButtonConsent")
	c.press("ButtonRecord")
	if kinds := c.recorded(1); !slices.ContainsFunc(kinds, func(x complaints.Complaint) bool { return x.Kind == complaints.Money }) {
		t.Errorf("recorded %+v", kinds)
	}
}
